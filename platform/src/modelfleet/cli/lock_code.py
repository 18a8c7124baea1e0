"""`modelfleet lock` of `code.git`: resolves the revision to a commit and writes code.lock."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

from modelfleet.archive.cache import cache_directory
from modelfleet.archive.code_resolution import lock_of, write_tree
from modelfleet.cli.commits import Commits, in_its_file, located, problem_of, write_changed
from modelfleet.cli.model_document import load_tree, read_fields
from modelfleet.errors import UserError
from modelfleet.spec.code import Code
from modelfleet.spec.code_lock import NAME, CodeLock, load_code_lock, to_text
from modelfleet.spec.code_rules import GIT, lock_faults
from modelfleet.spec.fault import Fault
from modelfleet.spec.place import problem_at
from modelfleet.spec.record import Record


class _OnlyCode(Record):
    code: Code | None = None


def lock_code(directory: Path, commits: Commits, *, check: bool, cache: Path | None = None) -> list[str]:
    """Lock the code of a model to a commit, and say to which; nothing for code beside model.yaml.

    With `check` nothing is written and no server is asked: the lock must be that of what is written. Raises UserError.
    """
    tree, file = load_tree(directory)
    try:
        code = read_fields(tree, _OnlyCode, file).code
    except UserError as error:
        raise UserError(map(in_its_file, error.problems)) from None
    path = directory / NAME
    if code is None:
        return _without_code(path, check=check)
    before = _lock_before(path)
    if check:
        if faults := tuple(lock_faults(code, before, PurePosixPath(directory))):
            raise UserError(in_its_file(problem_at(tree, place, fault, file)) for place, fault in faults)
        return []
    commit = located(lambda: commits.of(code.git), tree, file, GIT)
    lock = located(lambda: lock_of(code.git, commit), tree, file, GIT)
    write_tree(lock, commit.files, cache_directory(cache, os.environ))
    written = write_changed(path, to_text(lock, directory.as_posix()).encode())
    return [f"{path.as_posix()}: {'written' if written else 'unchanged'}, {code.git.revision} is {lock.commit[:12]}, {_count(lock)}", *_changes(before, lock)]


def _without_code(path: Path, *, check: bool) -> list[str]:
    if not path.is_file():
        return []
    if check:
        raise problem_of(path, Fault("is left over: model.yaml has no `code`", f"`./pants lock {path.parent.as_posix()}` deletes it"))
    path.unlink()
    return [f"{path.as_posix()}: deleted, since model.yaml has no `code`"]


def _lock_before(path: Path) -> CodeLock | None:
    """The lock that is there; one that cannot be read is as good as none, since it is written anew."""
    try:
        return load_code_lock(path, path.as_posix())
    except UserError:
        return None


def _count(lock: CodeLock) -> str:
    return f"{len(lock.paths)} file{'' if len(lock.paths) == 1 else 's'}"


def _changes(before: CodeLock | None, after: CodeLock) -> list[str]:
    if before is None or before.commit == after.commit:
        return []
    old, new = (dict(zip(lock.paths, lock.files.splitlines(), strict=True)) for lock in (before, after))
    changed = sum(1 for path in old.keys() | new.keys() if old.get(path) != new.get(path))
    return [f"  {before.commit[:12]} -> {after.commit[:12]}, {changed} file{' differs' if changed == 1 else 's differ'}"]
