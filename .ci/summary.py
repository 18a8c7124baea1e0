"""Add up the JUnit reports that the test goal left: one closing line for the whole run, and the reason of every skip."""

from __future__ import annotations

import sys
from pathlib import Path
from xml.etree import ElementTree


def main(reports: Path) -> int:
    passed = failed = skipped = 0
    for report in sorted(reports.rglob("*.xml")):
        for case in ElementTree.parse(report).iter("testcase"):
            skip = case.find("skipped")
            if skip is not None:
                skipped += 1
                print(f"skipped {case.get('classname')}::{case.get('name')}: {skip.get('message')}")
            elif case.find("failure") is not None or case.find("error") is not None:
                failed += 1
            else:
                passed += 1
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
