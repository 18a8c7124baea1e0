"""A model's environment as a virtual environment in its directory, for an editor or a notebook."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from modelfleet.archive.installation import as_user_error
from modelfleet.archive.interpreter import find_interpreter
from modelfleet.archive.lock_file import load_lock
from modelfleet.archive.packager import PackagerError, run_packager
from modelfleet.archive.progress import announced
from modelfleet.errors import UserError

NAME: Final = ".venv"
"""The directory that editors look for: https://docs.python.org/3/library/venv.html, "How venvs work"."""

_CONFIGURATION: Final = "pyvenv.cfg"
# The model's own modules, as jobs and tests find them: from the model's directory, wherever the program starts.
_OWN_MODULES: Final = "modelfleet-model.pth"


def make_virtual_environment(model_directory: Path, lock: Path, python: str, more: Sequence[str] = ()) -> Path:
    """Make or renew `<model_directory>/.venv`: exactly the packages of the lock, then `more` in versions that fit to it.

    `python` is a minor version such as "3.11"; `more` are requirements that no lock holds, such as "ipykernel". An
    environment of another Python is made anew, one of the same Python is brought to the lock. Returns its interpreter. Raises
    UserError when there is no such Python, no lock, a package cannot be installed, or `.venv` is something else.
    """
    text = load_lock(lock).decode()
    interpreter = find_interpreter(python)
    root = model_directory.absolute() / NAME
    if _version_of(root) != python:
        _make(root, interpreter)
    program = root / "bin" / "python"
    with announced(f"installing the packages of {lock.as_posix()} for Python {python}"):
        # Every wheel of the lock is for a machine like the cluster's or for this one: uv takes what fits to this one.
        _install(["sync", "--require-hashes", "--allow-empty-requirements", str(lock.absolute())], program, lock, text, python)
        if more:
            _install(["install", "--constraint", str(lock.absolute()), *more], program, lock, text, python)
    (packages,) = root.glob("lib/python*/site-packages")
    (packages / _OWN_MODULES).write_text(f"{model_directory.absolute()}\n", encoding="utf-8")
    return program


def _version_of(root: Path) -> str | None:
    """The minor version of the virtual environment that is there, None without a whole one. Raises UserError for anything else."""
    if not root.exists() and not root.is_symlink():
        return None
    configuration = root / _CONFIGURATION
    if not configuration.is_file():
        raise UserError.one("is there and is no virtual environment", file=_shown(root), hint="move it away, then try again")
    found = re.search(r"^version(?:_info)?\s*=\s*(\d+\.\d+)", configuration.read_text(encoding="utf-8", errors="replace"), re.MULTILINE)
    return found[1] if found and (root / "bin" / "python").exists() else None


def _make(root: Path, interpreter: Path) -> None:
    try:
        run_packager(["venv", "--clear", "--python", str(interpreter), str(root)], directory=root.parent)
    except PackagerError as error:
        hint = f"{interpreter} is what it is made with"
        raise UserError.one(f"the virtual environment cannot be made: {error.failure.reason}", file=_shown(root), hint=hint) from None


def _install(words: list[str], program: Path, lock: Path, text: str, python: str) -> None:
    try:
        run_packager(["pip", *words[:1], "--python", str(program), "--only-binary", ":all:", *words[1:]], directory=program.parent)
    except PackagerError as error:
        raise as_user_error(error.failure, lock, text, python) from None


def _shown(root: Path) -> str:
    return root.relative_to(Path.cwd()).as_posix() if root.is_relative_to(Path.cwd()) else root.as_posix()
