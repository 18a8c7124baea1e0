"""Finds the Python that an environment is for."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from modelfleet.archive.packager import PackagerError, run_packager
from modelfleet.errors import UserError


@cache
def find_interpreter(python: str) -> Path:
    """The interpreter of a minor version such as "3.11": on PATH, installed by uv or by pyenv, or the one that runs this program.

    Raises UserError when this machine has none.
    """
    try:
        found = run_packager(["python", "find", "--system", "--no-project", python], directory=Path("/"), extra={"PATH": search_path(os.environ, python)})
    except PackagerError:
        if python == f"{sys.version_info.major}.{sys.version_info.minor}":
            return find_any_interpreter()
        raise UserError.one(
            f"there is no Python {python} on this machine",
            hint=f"install it so that `python{python}` is on PATH (system package, `pyenv install {python}`, or `uv python install {python}`)",
        ) from None
    return Path(found.strip())


def search_path(environment: Mapping[str, str], python: str) -> str:
    """$PATH without the shims of pyenv, then the versions that pyenv has installed, newest first.

    A shim fails for every version that is not the selected one, and uv takes that for a broken Python.
    """
    root = Path(environment.get("PYENV_ROOT") or Path(environment.get("HOME") or "/", ".pyenv"))
    installed = sorted(
        root.glob(f"versions/{python}.*/bin"), key=lambda path: [int(part) if part.isdigit() else -1 for part in path.parent.name.split(".")], reverse=True
    )
    named = [entry for entry in environment.get("PATH", os.defpath).split(os.pathsep) if entry and Path(entry) != root / "shims"]
    return os.pathsep.join([*named, *map(str, installed)])


def find_any_interpreter() -> Path:
    """An interpreter for work that does not depend on its version: the one that runs this program."""
    return Path(sys.executable)
