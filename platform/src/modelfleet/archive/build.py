"""Builds the three kinds of archive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path

from modelfleet.archive.cache import locked
from modelfleet.archive.digest import SourceFile, runtime_digest
from modelfleet.archive.environment import discard, environment_tree, record_of
from modelfleet.archive.file_index import file_index
from modelfleet.archive.installation import install
from modelfleet.archive.interpreter import find_any_interpreter
from modelfleet.archive.lock_file import load_lock
from modelfleet.archive.progress import announced
from modelfleet.archive.runtime import LOCK, OLDEST_PYTHON, read_runtime
from modelfleet.archive.tarball import BuiltArchive, Member, content_member, tree_members, write_tarball
from modelfleet.errors import UserError


def build_code(files: Mapping[str, SourceFile], into: Path) -> BuiltArchive:
    """Pack what `read_code` returned into the file `into`, under the wrapper `code/`."""
    return write_tarball(_members(files), "code", into)


def build_environment(lock: Path, python: str, into: Path, cache: Path) -> BuiltArchive:
    """Pack the packages of `lock` for the minor version `python` into the file `into`, under the wrapper `env/`.

    The tree comes from the cache, or is made there. A tree that is not what it was when it was made (something has
    written into it) is thrown away and made again. Raises UserError as `environment_tree` does.
    """
    for _ in range(2):
        tree = environment_tree(lock, python, cache)
        members = tuple(tree_members(tree))
        if file_index(member.entry for member in members) == record_of(tree).read_text():
            break
        discard(tree)
    else:
        raise UserError.one(f"the cached environment {tree} changes while it is packed", hint="stop what writes into it, then try again")
    with announced(f"packing the environment of {lock.as_posix()}"):
        return write_tarball(members, "env", into)


def build_runtime(root: Path, into: Path, cache: Path) -> BuiltArchive:
    """Pack the runtime package and what its lock names into the file `into`, under the wrapper `runtime/`.

    `root` is the repository's root. The archive serves every Python of the fleet, so it holds no bytecode, and its lock
    admits pure wheels only. Raises UserError when a package clashes with the runtime's own, or cannot be installed.
    """
    files, lock = read_runtime(root)
    tree = cache / "runtimes" / runtime_digest(files, lock)
    load_lock(root / LOCK)
    with locked(tree) as work:
        packages = work / "tree"
        with announced(f"installing the packages of {LOCK}"):
            install(packages, root / LOCK, OLDEST_PYTHON, find_any_interpreter(), lock)
        return write_tarball(chain(_members(files), tree_members(packages)), "runtime", into)


def _members(files: Mapping[str, SourceFile]) -> Iterable[Member]:
    return (content_member(path, file.content, file.executable) for path, file in files.items())
