"""An archive as bytes: its checksum, and the file index of what Argo Workflows would unpack from it."""

from __future__ import annotations

import hashlib
import io
import tarfile
import zlib
from collections.abc import Iterator

from modelfleet.archive.file_index import Entry, FileEntry, LinkEntry, file_index, index_digest


def checksum_of(content: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def index_digest_of(content: bytes) -> str | None:
    """The file-index digest of a packed archive, None when it is not one that we build.

    Nothing is written to the disk. The single wrapper directory is left out, as Argo leaves it out when it unpacks.
    """
    try:
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as packed:
            return index_digest(file_index(_entries(packed)))
    except (tarfile.TarError, zlib.error, EOFError, OSError, ValueError):
        return None


def _entries(packed: tarfile.TarFile) -> Iterator[Entry]:
    wrappers = set()
    for member in packed:
        wrapper, _, path = member.name.partition("/")
        wrappers.add(wrapper)
        if len(wrappers) > 1:
            raise ValueError("more than one wrapper directory")
        if member.isdir():
            continue
        if member.issym():
            yield LinkEntry(path, member.linkname)
        elif member.isreg():
            unpacked = packed.extractfile(member)
            assert unpacked is not None
            yield FileEntry(path, hashlib.file_digest(unpacked, "sha256").hexdigest(), bool(member.mode & 0o111))
        else:
            raise ValueError("neither a file, a link nor a directory")
