"""Which files are the runtime archive's own: the package that runs in pods, and the lock of what it imports."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from modelfleet.archive.digest import SourceFile
from modelfleet.errors import UserError

SOURCES: Final = "platform/src"
PACKAGE: Final = "modelfleet_runtime"
LOCK: Final = "3rdparty/python/runtime.lock"
OLDEST_PYTHON: Final = "3.10"
"""The oldest Python that the runtime archive serves; its packages are resolved for it."""

_TESTS: Final = ("test_*.py", "*_test.py", "conftest.py")


def read_runtime(root: Path) -> tuple[dict[str, SourceFile], bytes]:
    """The runtime's sources (POSIX path relative to platform/src → file, without tests) and the bytes of its lock.

    `root` is the repository's root. No file of the runtime is executable: pods start it by `python3 -m`. Raises UserError
    when the package or the lock is missing.
    """
    sources = root / SOURCES
    found = sorted(path for path in (sources / PACKAGE).rglob("*.py") if not any(fnmatchcase(path.name, pattern) for pattern in _TESTS))
    if not found:
        raise UserError.one("the runtime package has no files", file=f"{SOURCES}/{PACKAGE}", hint="restore the directory from Git")
    lock = root / LOCK
    if not lock.is_file():
        raise UserError.one("the lock of the runtime is missing", file=LOCK, hint="restore the file from Git")
    return {path.relative_to(sources).as_posix(): SourceFile(path.read_bytes()) for path in found}, lock.read_bytes()
