"""Resolves `code.git` to a commit, and keeps the files of locked commits in the cache."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from modelfleet.archive import git_tree
from modelfleet.archive import remote_fault as faults
from modelfleet.archive.cache import locked
from modelfleet.archive.file_index import file_index, index_digest, read_entries
from modelfleet.archive.git_tree import GitFile
from modelfleet.archive.progress import announced
from modelfleet.archive.remote import Point, fetch, fetch_locked
from modelfleet.archive.remote_fault import RemoteError
from modelfleet.errors import UserError
from modelfleet.spec.code import GitCode, GitSource
from modelfleet.spec.code_lock import MAXIMUM_SIZE, CodeLock, to_text


@dataclass(frozen=True)
class Commit:
    """A commit that has been read: how a pod reaches it, and its files."""

    point: Point
    files: tuple[GitFile, ...]


def read_commit(source: GitSource) -> Commit:
    """Resolve a revision and read the files of its commit. Raises RemoteError."""
    with _repository() as repository, announced(f"reading {source.repo} {source.revision}"):
        point = fetch(source.repo, source.revision, repository)
        return Commit(point, git_tree.read_files(repository, point.commit))


def lock_of(code: GitCode, commit: Commit) -> CodeLock:
    """The lock of `code` at a commit. Raises RemoteError when the commit lacks its directory, or is too large for a lock."""
    git_tree.check_directory(code.path, commit.files)
    lock = CodeLock(
        repo=code.repo,
        revision=code.revision,
        path=code.path,
        commit=commit.point.commit,
        branch=commit.point.branch,
        tag=commit.point.tag,
        size=sum(len(file.content) for file in commit.files),
        files=git_tree.index_of(commit.files),
    )
    if len(to_text(lock, "models/x").encode()) > MAXIMUM_SIZE - 1000:
        raise RemoteError("repo", faults.too_many_files(len(commit.files), MAXIMUM_SIZE // 200))
    return lock


def write_tree(lock: CodeLock, files: Iterable[GitFile], cache: Path) -> Path:
    """Keep the files of a locked commit in the cache; returns their directory, `<cache>/code/<index digest>`."""
    tree = cache / "code" / lock.index_digest
    with locked(tree) as work:
        if not tree.is_dir():
            git_tree.write_files(files, work / "tree")
            (work / "tree").rename(tree)
    return tree


def code_tree(lock: CodeLock, cache: Path, file: str) -> Path:
    """The directory with the files of a locked commit, fetched if the cache lacks it. `file` is the model.yaml in messages.

    Raises UserError when the commit cannot be fetched, or has not the files that were locked.
    """
    tree = cache / "code" / lock.index_digest
    if tree.is_dir() and index_digest(file_index(read_entries(tree))) == lock.index_digest:
        return tree
    with locked(tree) as work:
        if tree.is_dir():
            tree.rename(work / "changed")
    try:
        with _repository() as repository, announced(f"fetching {lock.repo} at {lock.commit[:12]}"):
            fetch_locked(lock.repo, Point(lock.commit, lock.branch, lock.tag), repository)
            files = git_tree.read_files(repository, lock.commit)
    except RemoteError as error:
        raise UserError.one(error.fault.what, file=file, path=f"code.git.{error.field}", hint=error.fault.hint) from None
    if git_tree.index_of(files) != lock.files:
        what = f"the files of commit {lock.commit[:12]} are not those of the lock"
        raise UserError.one(what, file=file, path="code.git", hint=f"`./pants lock {Path(file).parent.as_posix()}` writes it anew")
    return write_tree(lock, files, cache)


@contextmanager
def _repository() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="modelfleet-code-") as directory:
        yield Path(directory, "code.git")
