"""Missing-value drift: how far the share of rows without a value has moved."""

from __future__ import annotations


def missing_share(missing: int, rows: int) -> float:
    """Share of rows without a value, 0 to 1; `rows` is at least 1."""
    return missing / rows


def missing_drift(reference: float, current: float) -> float:
    """The absolute difference of two shares, 0 to 1: a column that is suddenly complete is as odd as one that is suddenly empty."""
    return abs(current - reference)
