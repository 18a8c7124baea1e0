"""Writes and reads archives by the rules by which Argo Workflows unpacks them.

The rules are those of `untar` and `unpack` in workflow/executor/executor.go of Argo Workflows 3.6.12, 3.7.3 and 4.0, and
later: gzip around tar, always; no entry that is, or escapes, the root (`./` is refused); no symbolic link that is absolute
or leaves the root; anything but files, directories and symbolic links is dropped in silence, so hard links must not occur;
directories get mode 0755; and when the archive has exactly one entry at its top, that entry becomes the target.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import posixpath
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from modelfleet.archive.file_index import Entry, FileEntry, LinkEntry, check_path, file_index, index_digest, read_sha256

MODIFIED: Final = 315532800
"""Seconds since 1970 of 1980-01-01, the time of every entry: the earliest that a zip file, which some tools make of it, can hold."""

LEVEL: Final = 1
"""gzip's level; docs/decisions/0030-gzip-level.md has the measurements."""

_CHUNK: Final = 1 << 20


@dataclass(frozen=True)
class BuiltArchive:
    """An archive on the disk: its SHA-256 in hex, its size in bytes, its file index and that index's digest."""

    path: Path
    checksum: str
    size: int
    index_digest: str
    index: str


@dataclass(frozen=True)
class Member:
    """One file to pack: its path under the wrapper, what it is, how to open it (links have no content), its size in bytes."""

    entry: Entry
    size: int
    open: Callable[[], IO[bytes]]


class ArchiveError(Exception):
    """Raised for an archive that Argo Workflows would refuse, or would unpack to something else than its entries."""


def tree_members(root: Path) -> Iterable[Member]:
    """Every file and symbolic link under the directory `root`; content is hashed while it is packed."""
    for directory, folders, names in os.walk(root):
        for name in [*names, *(folder for folder in folders if os.path.islink(os.path.join(directory, folder)))]:
            file = Path(directory, name)
            path = file.relative_to(root).as_posix()
            if file.is_symlink():
                yield Member(LinkEntry(path, os.readlink(file)), 0, io.BytesIO)
            else:
                status = file.stat()
                yield Member(FileEntry(path, read_sha256(file), bool(status.st_mode & 0o111)), status.st_size, lambda file=file: file.open("rb"))


def content_member(path: str, content: bytes, executable: bool) -> Member:
    """A file that is held in memory."""
    return Member(FileEntry(path, hashlib.sha256(content).hexdigest(), executable), len(content), lambda: io.BytesIO(content))


def write_tarball(members: Iterable[Member], wrapper: str, into: Path, level: int = LEVEL) -> BuiltArchive:
    """Pack `members` under the one directory `wrapper` into the file `into`, which appears whole or not at all.

    The bytes depend on the members alone: order, times, owners and modes are fixed. Raises ArchiveError for a link that
    leaves the archive and ValueError for a path that cannot be indexed.
    """
    ordered = sorted(members, key=lambda member: member.entry.path.encode())
    for member in ordered:
        _check_link(member.entry)
    index = file_index(member.entry for member in ordered)
    into.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{into.name}.", dir=into.parent)
    try:
        with open(handle, "wb") as raw:
            with (
                gzip.GzipFile(filename="", mode="wb", fileobj=raw, compresslevel=level, mtime=0) as stream,
                tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT, copybufsize=_CHUNK) as archive,
            ):
                _write_members(archive, ordered, wrapper)
            raw.flush()
            os.fsync(raw.fileno())
        os.chmod(name, 0o644)
        checksum, size = read_sha256(name), os.path.getsize(name)
        os.replace(name, into)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(name)
        raise
    return BuiltArchive(into, checksum, size, index_digest(index), index)


def _write_members(archive: tarfile.TarFile, members: list[Member], wrapper: str) -> None:
    written: set[str] = set()
    _write_directory(archive, wrapper)
    for member in members:
        entry = member.entry
        for parent in reversed([posixpath.dirname(entry.path), *_parents(posixpath.dirname(entry.path))]):
            if parent and parent not in written:
                written.add(parent)
                _write_directory(archive, f"{wrapper}/{parent}")
        info = _header(f"{wrapper}/{entry.path}")
        if isinstance(entry, LinkEntry):
            info.type, info.linkname, info.mode = tarfile.SYMTYPE, entry.target, 0o777
            archive.addfile(info)
        else:
            info.size, info.mode = member.size, 0o755 if entry.executable else 0o644
            with member.open() as content:
                archive.addfile(info, content)


def _parents(path: str) -> list[str]:
    return [] if "/" not in path else [posixpath.dirname(path), *_parents(posixpath.dirname(path))]


def _write_directory(archive: tarfile.TarFile, path: str) -> None:
    info = _header(path)
    info.type, info.mode = tarfile.DIRTYPE, 0o755
    archive.addfile(info)


def _header(path: str) -> tarfile.TarInfo:
    info = tarfile.TarInfo(path)
    info.mtime = MODIFIED
    return info


def _check_link(entry: Entry) -> None:
    if not isinstance(entry, LinkEntry):
        return
    resolved = posixpath.normpath(posixpath.join(posixpath.dirname(entry.path), entry.target))
    if entry.target.startswith("/") or resolved in (".", "..") or resolved.startswith("../"):
        raise ArchiveError(f"the link {entry.path} -> {entry.target} leaves the archive")


def read_tarball(file: Path) -> BuiltArchive:
    """Read an archive without unpacking it: the same values as when it was written, as Argo Workflows would unpack it.

    Raises ArchiveError when Argo would refuse it, or drop or move an entry.
    """
    entries: list[Entry] = []
    tops: set[str] = set()
    try:
        with gzip.open(file) as stream:
            with tarfile.open(fileobj=stream, mode="r|") as archive:
                for info in archive:
                    tops.add(info.name.split("/")[0])
                    entry = _read_member(archive, info)
                    if entry is not None:
                        entries.append(entry)
            while stream.read(_CHUNK):  # the check sum stands at the end
                pass
    except (tarfile.TarError, EOFError, OSError, ValueError, zlib.error) as error:
        raise ArchiveError(f"not a gzip-tar archive that can be unpacked: {error}") from error
    if len(tops) != 1:
        raise ArchiveError(f"{len(tops)} entries at the top: Argo Workflows strips the wrapper only when it is alone")
    index = file_index(entries)
    return BuiltArchive(file, read_sha256(file), file.stat().st_size, index_digest(index), index)


def _read_member(archive: tarfile.TarFile, info: tarfile.TarInfo) -> Entry | None:
    check_path(info.name)
    path = info.name.partition("/")[2]
    if info.isdir():
        return None
    if not path:
        raise ArchiveError(f"{info.name} stands at the top and is no directory")
    if info.issym():
        link = LinkEntry(path, info.linkname)
        _check_link(link)
        return link
    if not info.isreg() or info.type == tarfile.GNUTYPE_SPARSE:
        raise ArchiveError(f"{info.name} is neither a file nor a directory nor a symbolic link, and is dropped in silence")
    digest = hashlib.sha256()
    content = archive.extractfile(info)
    assert content is not None  # isreg()
    while chunk := content.read(_CHUNK):
        digest.update(chunk)
    return FileEntry(path, digest.hexdigest(), bool(info.mode & 0o111))
