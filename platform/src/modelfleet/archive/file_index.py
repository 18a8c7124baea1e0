"""The file index: one line a file of an unpacked archive, and the digest that the verifier in a pod compares.

Format 1: `f <sha256> <x|-> <path>` for a regular file (`x`: anybody may execute it), `l <target> <path>` for a symbolic
link, sorted by the UTF-8 bytes of the path, each line ended by a newline. Directories are not listed. Paths are relative
to the unpacked root. The index says what the files are and nothing of how they were packed, so that two machines, two
compressors or two archive formats give the same digest.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

_CHUNK = 1 << 20


@dataclass(frozen=True)
class FileEntry:
    """A regular file: its path under the root, the SHA-256 of its content in hex, whether any execute bit is set."""

    path: str
    sha256: str
    executable: bool

    def line(self) -> str:
        """The line of the index."""
        return f"f {self.sha256} {'x' if self.executable else '-'} {self.path}\n"


@dataclass(frozen=True)
class LinkEntry:
    """A symbolic link: its path under the root and its target as written in the link."""

    path: str
    target: str

    def line(self) -> str:
        """The line of the index."""
        if any(character.isspace() for character in self.target):
            raise ValueError(f"a link's target may not hold white space: {self.target!r}")
        return f"l {self.target} {self.path}\n"


Entry = FileEntry | LinkEntry


def check_path(path: str) -> str:
    """Return `path` if it can stand in an index: relative, POSIX, normal, valid UTF-8, no line break.

    Raises ValueError otherwise. `./`, `..` and a leading `/` are what Argo Workflows refuses while it unpacks
    (workflow/executor/executor.go, untar: "illegal file path").
    """
    if not path or path != str(PurePosixPath(path)) or path.startswith("/") or path == "." or ".." in path.split("/") or "\n" in path or "\0" in path:
        raise ValueError(f"not a relative, normal path: {path!r}")
    try:
        path.encode()
    except UnicodeEncodeError:
        raise ValueError(f"not a UTF-8 path: {path!r}") from None
    return path


def file_index(entries: Iterable[Entry]) -> str:
    """The text of the index. Raises ValueError for a path that cannot be indexed or that occurs twice."""
    lines: dict[bytes, str] = {}
    for entry in entries:
        key = check_path(entry.path).encode()
        if key in lines:
            raise ValueError(f"listed twice: {entry.path!r}")
        lines[key] = entry.line()
    return "".join(line for _, line in sorted(lines.items()))


def index_digest(text: str) -> str:
    """SHA-256 of an index, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_entries(root: Path) -> tuple[Entry, ...]:
    """The entries of every file and link under the directory `root`, read from the disk, sorted by path."""
    entries: list[Entry] = []
    for directory, folders, names in os.walk(root):
        for name in [*names, *(folder for folder in folders if os.path.islink(os.path.join(directory, folder)))]:
            file = os.path.join(directory, name)
            path = os.path.relpath(file, root)
            if os.path.islink(file):
                entries.append(LinkEntry(path, os.readlink(file)))
            else:
                entries.append(FileEntry(path, read_sha256(file), bool(os.stat(file).st_mode & 0o111)))
    return tuple(sorted(entries, key=lambda entry: entry.path))


def read_sha256(file: str | Path) -> str:
    """SHA-256 of a file's content in hex, read in pieces of 1 MiB."""
    digest = hashlib.sha256()
    with open(file, "rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
