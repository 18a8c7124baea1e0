"""archives/<digest>.json: what the deploy branch, the root of trust, says about one archive in the store."""

from __future__ import annotations

import json
from dataclasses import dataclass

from modelfleet.errors import UserError

DIRECTORY = "archives/"
IN_GIT = "git"
"""The format of code that pods clone: there is no object, so `keys` is empty and `checksum` repeats `index_digest`."""


@dataclass(frozen=True)
class Record:
    """One archive: `checksum` (SHA-256, 64 hex digits) and `size` (bytes) of the object, `index_digest` of what it unpacks to.

    Equal code of two models is one digest, one record and two objects with equal bytes: `keys` names all of them.
    """

    kind: str
    checksum: str
    size: int
    index_digest: str
    format: str
    keys: tuple[str, ...]


def path(digest: str) -> str:
    """Where the record of a digest is on the branch."""
    return f"{DIRECTORY}{digest}.json"


def to_json(record: Record) -> bytes:
    """The bytes of a record: sorted, so that equal records are equal bytes."""
    content = {
        "kind": record.kind,
        "checksum": record.checksum,
        "size": record.size,
        "index_digest": record.index_digest,
        "format": record.format,
        "keys": sorted(record.keys),
    }
    return (json.dumps(content, indent=2, sort_keys=True) + "\n").encode()


def from_json(content: bytes, where: str) -> Record:
    """The record in a file of the branch, which `where` names; raises UserError when it is not what `to_json` writes."""
    try:
        read = json.loads(content)
        return Record(read["kind"], read["checksum"], read["size"], read["index_digest"], read["format"], tuple(read["keys"]))
    except (ValueError, KeyError, TypeError):
        raise UserError.one(f"{where} is not what publish writes", hint="only publish may write to a deploy branch; reset it to its last good commit") from None
