"""The packages of a model's environment, as its lock has them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from packaging.utils import canonicalize_name

from modelfleet.spec.requirements import lines_of, read_lock

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")


@dataclass(frozen=True)
class Package:
    """A package and its version; `asked` is whether the model's own requirements name it, rather than another package's."""

    name: str
    version: str
    asked: bool


def packages_of(lock: str, requirements: str) -> tuple[Package, ...]:
    """The packages of a lock, those that are asked for first, each part by name. Both arguments are whole files."""
    asked = {canonicalize_name(match[0]) for line in lines_of(requirements) if (match := _NAME.match(line.text))}
    versions = read_lock(lock, "", "").versions
    found = (Package(name, " or ".join(dict.fromkeys(pinned)), name in asked) for name, pinned in versions.items())
    return tuple(sorted(found, key=lambda package: (not package.asked, package.name)))
