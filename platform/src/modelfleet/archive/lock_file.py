"""What a lock holds, asked from its text: packages pinned by version and hashes, each with its line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

from packaging.utils import canonicalize_name

from modelfleet.errors import UserError
from modelfleet.spec.requirements import Line, Pinned, lines_of, read_lock

_WORD: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")


def load_lock(lock: Path) -> bytes:
    """The bytes of a lock. Raises UserError when it is missing or has a line that is not pinned by version and hash."""
    file = lock.as_posix()
    try:
        content = lock.read_bytes()
        check_lock(content.decode(), lock)
    except FileNotFoundError:
        raise UserError.one("the lock is missing", file=file, hint=lock_hint(lock)) from None
    except UnicodeDecodeError:
        raise UserError.one("the lock is not UTF-8", file=file, hint=lock_hint(lock)) from None
    return content


def check_lock(text: str, lock: Path) -> Pinned:
    """The pins of a lock. Raises UserError with all lines that are none: without hashes one lock gives two environments."""
    pinned = read_lock(text, lock.as_posix(), lock.parent.as_posix())
    if pinned.problems:
        raise UserError(replace(problem, hint=lock_hint(lock)) if _is_of_the_platform(lock) else problem for problem in pinned.problems)
    return pinned


def lock_hint(lock: Path) -> str:
    """How to get a right lock."""
    return "restore the file from Git" if _is_of_the_platform(lock) else f"`./pants lock {lock.parent.as_posix()}` writes it anew"


def _is_of_the_platform(lock: Path) -> bool:
    return lock.parent.parts[-2:] == ("3rdparty", "python")


def line_naming(text: str, message: str) -> Line | None:
    """The first line of a requirements file or lock whose package `message` names; None without one."""
    words = _names(_WORD.findall(message))
    for line in lines_of(text):
        match = _WORD.match(line.text)
        if match is not None and _names([match[0]]) <= words:
            return line
    return None


def _names(words: Iterable[str]) -> frozenset[str]:
    return frozenset(canonicalize_name(word) for word in words)
