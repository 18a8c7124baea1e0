"""What one cell of a table means, whatever format it was read from: missing, a number, or a category."""

from __future__ import annotations

import math
import re

_MISSING_WORDS = frozenset({"", "nan", "null", "none", "na", "n/a", "<na>"})
_WHOLE = re.compile(r"([+-]?\d+)\.0+")


def is_missing(cell: object) -> bool:
    """Whether a cell has no value: null, not-a-number, an empty text, or a text that tools write for these."""
    if isinstance(cell, float):
        return math.isnan(cell)
    return cell is None or (isinstance(cell, str) and cell.strip().lower() in _MISSING_WORDS)


def number(cell: object) -> float | None:
    """The value of a numeric cell, or None: a truth value is a category, and so is `1_000`."""
    if isinstance(cell, (bool, bytes)) or cell is None:
        return None
    # Python also reads underscores and the digits of other scripts, which no table means as numbers.
    if isinstance(cell, str) and ("_" in cell or not cell.isascii()):
        return None
    try:
        value = float(cell)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    except OverflowError:
        return math.inf if cell > 0 else -math.inf  # type: ignore[operator]
    return value if value == value else None


def category(cell: object) -> str:
    """The name of a category, equal for formats that write one value differently (`True` and true, `1.0` and 1)."""
    text = cell.strip() if isinstance(cell, str) else str(cell)
    if text in ("True", "False", "TRUE", "FALSE"):
        return text.lower()
    whole = _WHOLE.fullmatch(text)
    return whole[1] if whole else text
