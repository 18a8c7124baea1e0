"""Names in a sentence: all of a few, the first of many."""

from __future__ import annotations

from collections.abc import Sequence

NAMED = 10


def listed(names: Sequence[str]) -> str:
    """`a, b, c`, and after ten names how many more there are."""
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
