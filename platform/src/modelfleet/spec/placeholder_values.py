"""Values of a stage that still have to be filled in: hosts under `.invalid` (RFC 2606, section 2), digests of zeros, and
networks that stand in documentation only (RFC 5737, RFC 3849).

They let a repository be rendered and checked before its cluster exists; publishing refuses them, except on stage `local`.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Mapping
from typing import Any

from modelfleet.spec.owners import Owner
from modelfleet.spec.record import Record
from modelfleet.spec.stage import StageSpec

ZERO_DIGEST = "0" * 64

_HOST = re.compile(r"(^|[/.@])[a-z0-9-]+\.invalid([:/]|$)")
_NETWORKS = tuple(map(ipaddress.ip_network, ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")))


def placeholders_of(spec: StageSpec) -> dict[str, str]:
    """Field → value, for every value of a stage that is a placeholder; empty when the stage is complete."""
    return _placeholders(spec, "")


def placeholders_of_owners(owners: Mapping[str, Owner], stage: str) -> dict[str, str]:
    """Field → value, for every placeholder of what the owners say about one stage."""
    return {
        path: value
        for name, owner in owners.items()
        if stage in owner.network
        for path, value in _placeholders(owner.network[stage], f"{name}.network.{stage}").items()
    }


def _placeholders(record: Record, path: str) -> dict[str, str]:
    return {where: value for where, value in _strings(record.model_dump(mode="json"), path) if is_placeholder(value)}


def is_placeholder(value: str) -> bool:
    """Whether a value names nothing that can exist."""
    return ZERO_DIGEST in value or bool(_HOST.search(value)) or is_documentation_network(value)


def is_documentation_network(value: str) -> bool:
    """Whether a value is a network inside one that nobody has."""
    try:
        network = ipaddress.ip_network(value)
    except ValueError:
        return False
    return any(network.version == other.version and network.subnet_of(other) for other in _NETWORKS)  # type: ignore[arg-type]


def _strings(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _strings(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _strings(inner, f"{path}[{index}]")
    elif isinstance(value, str):
        yield path, value
