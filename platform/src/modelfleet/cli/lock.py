"""`modelfleet lock`: resolves the requirements of models into their locks, and code of other repositories to commits."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from modelfleet.archive.lock_file import check_lock, lock_hint
from modelfleet.archive.resolution import Resolved, resolve, write_lock
from modelfleet.cli.commits import Commits
from modelfleet.cli.lock_code import lock_code
from modelfleet.cli.lock_source import is_copied, lock_source
from modelfleet.cli.model_directory import find_model
from modelfleet.cli.model_python import load_python
from modelfleet.errors import Problem, UserError


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("models", nargs="+", metavar="MODEL", help="name of a model, or any path inside its directory")
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions instead of keeping those of the lock")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="where code of other repositories is kept (default: modelfleet in the user's cache)")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 when a lock does not match its requirements")


def run(arguments: argparse.Namespace) -> int:
    """Resolve each model on its own: one that fails does not keep the others from their locks. Returns the exit code."""
    problems: list[Problem] = []
    for directory in dict.fromkeys(map(find_model, arguments.models)):
        commits = Commits()
        try:
            _say(lock_source(directory, commits, check=arguments.check))
        except UserError as error:
            problems += error.problems
            continue
        for work in (
            lambda directory=directory, commits=commits: lock_code(directory, commits, check=arguments.check, cache=arguments.cache),
            lambda directory=directory: _lock(directory, upgrade=arguments.upgrade, check=arguments.check),
        ):
            try:
                _say(work())
            except UserError as error:
                problems += error.problems
    if problems:
        raise UserError(problems)
    return 0


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def _lock(directory: Path, *, upgrade: bool, check: bool) -> list[str]:
    python = load_python(directory)
    requirements, lock = directory / python.requirements, directory / python.lock
    if is_copied(directory):
        return [f"{lock.as_posix()}: copied from the model's repository"]
    resolved = resolve(requirements, lock, python.version, upgrade=upgrade)
    if lock.is_file() and lock.read_bytes() == resolved.content:
        return [f"{lock.as_posix()}: unchanged, {_count(resolved)} for Python {python.version}"]
    if check:
        raise UserError.one(f"does not match {requirements.as_posix()}", file=lock.as_posix(), hint=lock_hint(lock))
    before = _versions(lock)
    write_lock(lock, resolved.content)
    return [f"{lock.as_posix()}: written, {_count(resolved)} for Python {python.version}", *_changes(before, resolved.versions)]


def _versions(lock: Path) -> dict[str, tuple[str, ...]]:
    try:
        return check_lock(lock.read_text(), lock).versions
    except (UserError, FileNotFoundError, UnicodeDecodeError):
        return {}


def _count(resolved: Resolved) -> str:
    return f"{len(resolved.versions)} package{'' if len(resolved.versions) == 1 else 's'}"


def _changes(before: dict[str, tuple[str, ...]], after: dict[str, tuple[str, ...]]) -> list[str]:
    lines = []
    for name in sorted({*before, *after}):
        old, new = " and ".join(before.get(name, ())), " and ".join(after.get(name, ()))
        if old != new:
            lines.append(f"  {name} {old} -> {new or '(removed)'}" if old else f"  {name} {new} (new)")
    return lines
