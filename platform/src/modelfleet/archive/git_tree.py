"""The files of one commit, as a clone of it has them: no filter, no attribute and no line ending changes a byte."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import Final

from modelfleet.archive import remote_fault as faults
from modelfleet.archive.file_index import FileEntry, LinkEntry, check_path, file_index
from modelfleet.archive.remote_fault import RemoteError
from modelfleet.git import read_checked
from modelfleet.spec.fault import Fault

MAXIMUM_FILES: Final = 5000
MAXIMUM_BYTES: Final = 256 * 1024 * 1024

_LINK, _EXECUTABLE, _SUBMODULE = b"120000", b"100755", b"160000"
# The first line of what Git LFS keeps in place of a file: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
_POINTER: Final = b"version https://git-lfs.github.com/spec/"


@dataclass(frozen=True)
class GitFile:
    """A file or a link of a commit; the content of a link is its target."""

    path: str
    content: bytes
    executable: bool
    link: bool

    @property
    def entry(self) -> FileEntry | LinkEntry:
        """What stands in the file index."""
        if self.link:
            return LinkEntry(self.path, self.content.decode())
        return FileEntry(self.path, hashlib.sha256(self.content).hexdigest(), self.executable)


def index_of(files: Iterable[GitFile]) -> str:
    """The file index of a commit: what a verifier computes over a clone without `.git`."""
    return file_index(file.entry for file in files)


def read_files(repository: Path, commit: str) -> tuple[GitFile, ...]:
    """Every file of the commit, sorted by path. Raises RemoteError with the first thing that a pod could not use."""
    listed = read_checked(["--git-dir", str(repository), "ls-tree", "-r", "-z", "-l", "--full-tree", commit])
    rows = [_row(row) for row in listed.split(b"\0") if row]
    if not rows:
        raise RemoteError("revision", faults.no_files())
    if len(rows) > MAXIMUM_FILES:
        raise RemoteError("repo", faults.too_many_files(len(rows), MAXIMUM_FILES))
    for mode, _, _, path in rows:
        _check_name(path)
        if mode == _SUBMODULE:
            raise RemoteError("repo", faults.submodule(path.decode()))
    if (size := sum(size for _, _, size, _ in rows)) > MAXIMUM_BYTES:
        raise RemoteError("repo", faults.too_much(size, MAXIMUM_BYTES))
    contents = _contents(repository, [name for _, name, _, _ in rows])
    files = tuple(GitFile(path.decode(), content, mode == _EXECUTABLE, mode == _LINK) for (mode, _, _, path), content in zip(rows, contents, strict=True))
    for file in files:
        if fault := _fault(file):
            raise RemoteError("repo", fault)
    return tuple(sorted(files, key=lambda file: file.path.encode()))


def check_directory(directory: str | None, files: Iterable[GitFile]) -> None:
    """Raises RemoteError when the commit has no such directory. It ends with a slash; None is the top."""
    paths = [file.path for file in files]
    if directory is None or any(path.startswith(directory) for path in paths):
        return
    known = {str(parent) for path in paths for parent in PurePosixPath(path).parents if str(parent) != "."}
    close = get_close_matches(directory.rstrip("/"), sorted(known), n=1)
    raise RemoteError("path", faults.no_directory(directory, f"{close[0]}/" if close else None))


def write_files(files: Iterable[GitFile], into: Path) -> None:
    """Write the files below a directory, as a clone does."""
    for file in files:
        target = into / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        if file.link:
            target.symlink_to(file.content.decode())
        else:
            target.write_bytes(file.content)
            target.chmod(0o755 if file.executable else 0o644)


def _row(row: bytes) -> tuple[bytes, bytes, int, bytes]:
    facts, _, path = row.partition(b"\t")
    mode, _, name, size = facts.split()
    return mode, name, 0 if size == b"-" else int(size), path


def _check_name(path: bytes) -> None:
    shown = path.decode("utf-8", "backslashreplace")
    try:
        check_path(path.decode())
    except ValueError:
        raise RemoteError("repo", faults.bad_name(shown)) from None
    if not shown.isprintable() or shown != shown.strip():
        raise RemoteError("repo", faults.bad_name(shown))


def _contents(repository: Path, names: list[bytes]) -> Iterator[bytes]:
    """Blobs in the order of their names, by one process."""
    stream = read_checked(["--git-dir", str(repository), "cat-file", "--batch"], feed=b"".join(name + b"\n" for name in names))
    position = 0
    for _ in names:
        end = stream.index(b"\n", position)
        size = int(stream[position:end].split()[2])
        yield stream[end + 1 : end + 1 + size]
        position = end + 1 + size + 1


def _fault(file: GitFile) -> Fault | None:
    if not file.link:
        return faults.large_file_storage(file.path) if file.content.startswith(_POINTER) else None
    target = file.content.decode("utf-8", "backslashreplace")
    reached = posixpath.normpath(posixpath.join(posixpath.dirname(file.path), target))
    # What the verifier in a pod refuses: a link out of the directory, or with white space in its target.
    outside = target.startswith("/") or reached.split("/")[0] in ("..", ".git") or reached == "." or len(target.split()) != 1
    return faults.bad_link(file.path, target) if outside else None
