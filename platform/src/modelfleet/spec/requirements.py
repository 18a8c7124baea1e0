"""`requirements.txt` and `requirements.lock`: what is asked for, what is pinned, and whether they fit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from modelfleet.errors import Problem
from modelfleet.spec.fault import Fault
from modelfleet.spec.messages import files as messages

_HASH = re.compile(r"\s--hash=sha256:[0-9a-f]{64}(?=\s|$)")
_PLACE = re.compile(r"(://|^\.{0,2}/|^[^\s;<>=!~\[]*\.(whl|tar\.gz|zip)\b)")


class Line(NamedTuple):
    """One requirement as it is written, continuation lines joined, comments left out."""

    number: int
    text: str


def lines_of(text: str) -> Iterator[Line]:
    """The requirements of a file in pip's format; `number` is the line where one begins, counted from 1."""
    pending, start = "", 0
    for number, row in enumerate(text.splitlines(), start=1):
        row = re.sub(r"(^|\s)#.*", "", row).rstrip()
        start = start if pending else number
        if row.endswith("\\"):
            pending += row[:-1] + " "
            continue
        if joined := (pending + row).strip():
            yield Line(start, joined)
        pending = ""
    if pending.strip():
        yield Line(start, pending.strip())


class Pinned(NamedTuple):
    """The versions of each package in a lock (several when they differ by a marker), by normalised name."""

    versions: dict[str, tuple[str, ...]]
    problems: tuple[Problem, ...]


def read_lock(text: str, file: str, directory: str) -> Pinned:
    """Check that every requirement is pinned to one version by SHA-256 and comes from no place but the index.

    `file` is the lock's name in messages, `directory` the model's, for the hints.
    """
    versions: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    for line in lines_of(text):
        fault, requirement = _locked(line.text, directory)
        if fault is not None:
            problems.append(Problem(file, line.number, "", fault.what, fault.hint))
        if requirement is not None:
            name = canonicalize_name(requirement.name)
            versions[name] = (*versions.get(name, ()), next((pin.version for pin in requirement.specifier), ""))
    return Pinned(versions, tuple(problems))


def _locked(text: str, directory: str) -> tuple[Fault | None, Requirement | None]:
    if text.startswith("-"):
        return messages.lock_with_option(text.split()[0], directory), None
    wanted = re.split(r"\s--", text, maxsplit=1)[0].strip()
    if _PLACE.search(wanted):
        return messages.lock_with_url(wanted, directory), None
    try:
        requirement = Requirement(wanted)
    except InvalidRequirement:
        return messages.lock_line(wanted, directory), None
    if [pin.operator for pin in requirement.specifier] != ["=="] or "*" in str(requirement.specifier):
        return messages.not_pinned(requirement.name, directory), requirement
    options = text[len(wanted) :]
    if not _HASH.search(options) or _HASH.sub("", options).strip():
        return messages.no_hash(requirement.name, directory), requirement
    return None, requirement


def unmet(text: str, file: str, pinned: Pinned, directory: str) -> Iterator[Problem]:
    """Requirements that a lock does not fulfil, as far as names and versions go; options such as `-r` are left to the resolver."""
    for line in lines_of(text):
        fault = None if line.text.startswith("-") else _unmet(line.text, pinned, directory)
        if fault is not None:
            yield Problem(file, line.number, "", fault.what, fault.hint)


def _unmet(text: str, pinned: Pinned, directory: str) -> Fault | None:
    if _PLACE.search(text):
        return messages.requirement_with_url(text)
    try:
        requirement = Requirement(re.split(r"\s--", text, maxsplit=1)[0])
    except InvalidRequirement:
        return messages.bad_requirement(text)
    locked = pinned.versions.get(canonicalize_name(requirement.name))
    if locked is None:
        # A requirement for another platform or Python is rightly left out of the lock.
        return None if requirement.marker is not None else messages.not_locked(requirement.name, directory)
    if not any(requirement.specifier.contains(version, prereleases=True) for version in locked if version):
        return messages.not_satisfied(requirement.name, text, " and ".join(sorted(set(locked))), directory)
    return None
