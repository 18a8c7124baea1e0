"""What requirements.lock may say: packages pinned by version and hashes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from modelfleet.archive.requirements import logical_lines, normal_name
from modelfleet.errors import Problem, UserError

_PIN: Final = re.compile(
    r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==(?P<version>[^\s;,]+)\s*(?:;(?P<marker>.*?))?(?P<hashes>(?:\s+--hash=\w+:[0-9a-f]+)*)\s*"
)


@dataclass(frozen=True)
class Pin:
    """One package of a lock: normal name, version, the line on which it starts (from 1)."""

    name: str
    version: str
    line: int


def parse_lock(text: str, file: str, hint: str) -> tuple[Pin, ...]:
    """The pins of a lock, in the order of the file.

    `file` is the lock's name in messages, `hint` says how to write it anew. Raises UserError with every line that is no
    pin or that has no hash: without hashes the same lock could give two environments.
    """
    pins: list[Pin] = []
    problems: list[Problem] = []
    for number, line in logical_lines(text):
        match = _PIN.fullmatch(line)
        if match is None:
            problems.append(Problem(file, number, "", "the line is not a package that is pinned by version and hashes", hint))
        elif not match["hashes"]:
            problems.append(Problem(file, number, "", f"{match['name']} has no hash", hint))
        else:
            pins.append(Pin(normal_name(match["name"]), match["version"], number))
    if problems:
        raise UserError(problems)
    return tuple(pins)


def line_of(pins: tuple[Pin, ...], text: str) -> int | None:
    """The line of the first pin that `text`, a message of the packager, names; None when it names none."""
    words = {normal_name(word) for word in re.findall(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?", text)}
    return next((pin.line for pin in pins if pin.name in words), None)
