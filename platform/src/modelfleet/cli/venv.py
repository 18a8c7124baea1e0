"""`modelfleet venv`: the lock of a model as `.venv` in its directory, for an editor or a notebook."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from modelfleet.archive.lock_file import check_lock
from modelfleet.archive.virtual_environment import make_virtual_environment
from modelfleet.cli.model_directory import find_model
from modelfleet.cli.model_python import load_python
from modelfleet.errors import Problem, UserError


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("models", nargs="+", metavar="MODEL", help="name of a model, or any path inside its directory")
    parser.add_argument(
        "--with", action="append", default=[], dest="more", metavar="PACKAGE", help="a package beside those of the lock, ipykernel or pytest for example"
    )


def run(arguments: argparse.Namespace) -> int:
    """Make each environment on its own: one that fails does not keep the others from theirs."""
    problems: list[Problem] = []
    for word in arguments.models:
        try:
            print("\n".join(_made(find_model(word), arguments.more)))
        except UserError as error:
            problems += error.problems
    if problems:
        raise UserError(problems)
    return 0


def _made(directory: Path, more: list[str]) -> list[str]:
    python = load_python(directory)
    lock = directory / python.lock
    program = make_virtual_environment(directory, lock, python.version, more)
    count = len(check_lock(lock.read_text(encoding="utf-8"), lock).versions)
    shown = Path(os.path.relpath(program))
    added = f" and {', '.join(more)}" if more else ""
    return [
        f"{shown.parents[1].as_posix()}: Python {python.version} with the {count} package{'' if count == 1 else 's'} of {lock.as_posix()}{added}",
        f"  editor: choose {shown.as_posix()} as the interpreter",
        f"  shell: source {shown.with_name('activate').as_posix()}",
        *([] if more else [f"  notebook: ./pants venv {directory.as_posix()} --with ipykernel, then choose it as the kernel"]),
    ]
