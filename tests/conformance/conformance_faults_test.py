"""Every fault of `invalid/` is found: by our checks in the words of `expected.txt`, by Argo's linter as `argo.txt` says.

`argo.txt` is also the answer to what our checks are good for: where it says "accepted", Argo would find out in production.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conformance.fault import HERE, SETS, Fault, Sets, load_faults, scopes, write_sets
from conformance.linter import Linter
from golden import assert_golden_text

from modelfleet.validate.problems import problems
from modelfleet.validate.structure import Structure

FAULTS = load_faults()
REFUSED = re.compile(r'in "([^"]+)" \((\w+)\)')
NOT_OURS = "none: Argo's linter finds this one\n"


def found_by_us(sets: Sets, structure: Structure) -> str:
    scope = scopes(sets)
    return "".join(f"{problem}\n" for name in SETS for problem in problems(sets[name], scope[name], structure))


def test_example_is_valid(example: Sets, structure: Structure) -> None:
    assert found_by_us(example, structure) == ""


def test_linters_accept_example(example: Sets, linters: list[Linter], tmp_path: Path) -> None:
    write_sets(example, tmp_path)
    assert [(linter.version, *linter.lint(tmp_path)) for linter in linters] == [(linter.version, True, "no linting errors found!") for linter in linters]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_our_message(fault: Fault, example: Sets, structure: Structure, update_golden: bool) -> None:
    actual = found_by_us(fault.applied(example), structure) or NOT_OURS
    assert_golden_text(actual, HERE / "invalid" / fault.name / "expected.txt", update=update_golden)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_what_argo_says(fault: Fault, example: Sets, linters: list[Linter], tmp_path: Path, update_golden: bool) -> None:
    write_sets(fault.applied(example), tmp_path)
    actual = ""
    for linter in linters:
        accepted, text = linter.lint(tmp_path)
        refused = ", ".join(f"{kind} {name}" for name, kind in REFUSED.findall(text)) or "the whole directory, at the first file that it cannot read"
        actual += f"{linter.version}: {'accepted' if accepted else f'refuses {refused}'}\n"
    assert_golden_text(actual, HERE / "invalid" / fault.name / "argo.txt", update=update_golden)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_somebody_finds_it(fault: Fault) -> None:
    """No fault passes both: what we do not find, every supported version of Argo's linter does."""
    case = HERE / "invalid" / fault.name
    ours = (case / "expected.txt").read_text(encoding="utf-8")
    assert ours != NOT_OURS or "accepted" not in (case / "argo.txt").read_text(encoding="utf-8")
