"""Values of a stage that still have to be filled in: hosts under `.invalid` (RFC 2606, section 2) and digests of zeros.

They let a repository be rendered and checked before its cluster exists; publishing refuses them, except on stage `local`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from modelfleet.spec.stage import StageSpec

ZERO_DIGEST = "0" * 64

_HOST = re.compile(r"(^|[/.@])[a-z0-9-]+\.invalid([:/]|$)")


def placeholders_of(spec: StageSpec) -> dict[str, str]:
    """Field → value, for every value of a stage that is a placeholder; empty when the stage is complete."""
    return {path: value for path, value in _strings(spec.model_dump(mode="json"), "") if is_placeholder(value)}


def is_placeholder(value: str) -> bool:
    """Whether a value names nothing that can exist."""
    return ZERO_DIGEST in value or bool(_HOST.search(value))


def _strings(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _strings(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, str):
        yield path, value
