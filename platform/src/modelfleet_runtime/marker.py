"""The marker of a trained run, written when all else is there: what the run was, and the SHA-256 of every file that it left.

The digest of a run is that of its marker, so who knows the digest knows every byte. Readers of the marker are the
runtime and `adopt`; it comes from a store that others can write to, so nothing in it is believed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from modelfleet_runtime.failure import Failure

FORMAT = 1
MAXIMUM_FILES = 4096
MAXIMUM_BYTES = 4 << 20
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Marker:
    """What is known of a complete run. `digest` has 64 hexadecimal digits; `files` maps a path below the run's directory to SHA-256."""

    digest: str
    run: str
    published: str
    metrics: Mapping[str, float]
    files: Mapping[str, str]


def marker_text(params: Mapping[str, Any], published: str, metrics: Mapping[str, float], files: Mapping[str, str]) -> str:
    """The text of a marker; `published` is an ISO 8601 moment in UTC."""
    known = {key: params[key] for key in ("model", "job", "run", "logical_date", "parameters", "digests")}
    uses = [{key: one[key] for key in ("job", "run", "digest")} for one in params["uses"]]
    content = {"format": FORMAT, **known, "uses": uses, "published": published, "metrics": metrics, "files": dict(sorted(files.items()))}
    return json.dumps(content, indent=1, sort_keys=True, ensure_ascii=True) + "\n"


def parse_marker(data: bytes) -> Marker:
    """A marker from its bytes. Raises ValueError, with the reason, for what no run of this platform has written."""
    try:
        content = json.loads(data)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ValueError(f"it is not of format {FORMAT}")
    run, published, metrics, files = (content.get(key) for key in ("run", "published", "metrics", "files"))
    if not isinstance(run, str) or not isinstance(published, str) or not isinstance(metrics, dict) or not isinstance(files, dict):
        raise ValueError("run, published, metrics or files are missing")
    if not all(isinstance(value, int | float) and not isinstance(value, bool) for value in metrics.values()):
        raise ValueError("a metric is no number")
    for path, digest in files.items():
        if not is_plain(path) or not isinstance(digest, str) or len(digest) != 64:
            raise ValueError(f"`{path[:200]!s}` is no file of a run")
    return Marker(hashlib.sha256(data).hexdigest(), run, published, metrics, files)


def is_plain(path: str) -> bool:
    """Whether a path stays below the directory that it starts from, and fits into one line."""
    parts = PurePosixPath(path).parts
    return bool(parts) and path == "/".join(parts) and path.isprintable() and not path.startswith("/") and ".." not in parts


def files_of(source: Path, name: str) -> dict[str, str]:
    """Path below the run's directory → SHA-256 of every file of an artifact, which is a file or a directory.

    Raises Failure for what an object store cannot hold: links, and names with line breaks or other control characters.
    """
    paths = [source] if not source.is_dir() or source.is_symlink() else sorted(source.rglob("*"))
    found: dict[str, str] = {}
    for path in paths:
        below = f"{name}/{path.relative_to(source).as_posix()}" if path != source else name
        if path.is_symlink():
            raise Failure(f"artifact {name}: `{below}` is a link, which an object store does not hold", hint="copy the file to its place instead")
        if path.is_file():
            if not is_plain(below):
                raise Failure(f"artifact {name}: {below!r} cannot be the name of an object", hint="use letters, digits and the like in names of files")
            found[below] = sha256_of(path)
    return found


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file of any size."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
