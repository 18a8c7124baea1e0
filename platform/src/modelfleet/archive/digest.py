"""Digests that name archives: computed from what goes in, before and without building anything.

Each digest covers the kind of the archive and the number of the format in which the builder lays it out. A change of the
layout raises the number of that kind only, so that a new way to write code archives rebuilds no environment.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from modelfleet.archive.file_index import FileEntry, file_index

CODE_FORMAT: Final = 1
GIT_CODE_FORMAT: Final = 1
ENVIRONMENT_FORMAT: Final = 1
RUNTIME_FORMAT: Final = 1

PLATFORM: Final = "manylinux_2_28_x86_64"
"""The platform tag of the wheels in environments: the C library and processor of the images that run them."""


@dataclass(frozen=True)
class SourceFile:
    """One file that goes into a code or runtime archive. `executable`: any execute bit is set."""

    content: bytes
    executable: bool = False


def code_digest(files: Mapping[str, SourceFile]) -> str:
    """Name of a code archive: 64 hex.

    `files` maps POSIX paths relative to the model's directory to files, as `read_code` returns them.
    """
    return _digest("code", CODE_FORMAT, _index(files).encode())


def git_code_digest(index: str) -> str:
    """Name of code that a pod takes from a Git repository: 64 hex. `index` is the file index of the whole commit."""
    return _digest("git code", GIT_CODE_FORMAT, index.encode())


def environment_digest(lock: bytes, python: str) -> str:
    """Name of an environment archive: 64 hex.

    `lock` is the content of requirements.lock, `python` a minor version such as "3.11".
    """
    return _digest("environment", ENVIRONMENT_FORMAT, f"{interpreter_tag(python)}\n{PLATFORM}\n".encode() + lock)


def runtime_digest(files: Mapping[str, SourceFile], lock: bytes) -> str:
    """Name of the runtime archive: 64 hex. `files` and `lock` are what `read_runtime` returns."""
    return _digest("runtime", RUNTIME_FORMAT, _index(files).encode() + b"\n" + lock)


def interpreter_tag(python: str) -> str:
    """The interpreter tag of a minor version, cp311 of 3.11. Raises ValueError when `python` is not a minor version."""
    match = re.fullmatch(r"(\d+)\.(\d+)", python)
    if match is None:
        raise ValueError(f"not a minor version of Python: {python!r}")
    return f"cp{match[1]}{match[2]}"


def _index(files: Mapping[str, SourceFile]) -> str:
    return file_index(FileEntry(path, hashlib.sha256(file.content).hexdigest(), file.executable) for path, file in files.items())


def _digest(kind: str, number: int, content: bytes) -> str:
    return hashlib.sha256(f"modelfleet {kind} archive {number}\n".encode() + content).hexdigest()
