"""What the model sees of a transaction: the same numbers in training and in inference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

CATEGORIES = ("clothing", "electronics", "fuel", "grocery", "restaurant", "travel")
NAMES = ("log_amount", "night", "abroad", *(f"category_{category}" for category in CATEGORIES))


def matrix(rows: Sequence[Mapping[str, str]]) -> np.ndarray:
    """Turn rows of the CSV into an array of shape (rows, features), in the order of NAMES.

    An empty field becomes NaN, which the model fills; an unknown category is none of the known ones. Raises ValueError
    with the transaction's name when a number is not one.
    """
    values = np.empty((len(rows), len(NAMES)))
    for index, row in enumerate(rows):
        try:
            amount, hour, abroad = (float(row[name]) if row[name] else np.nan for name in ("amount", "hour", "abroad"))
        except ValueError as error:
            raise ValueError(f"transaction {row['transaction']}: {error}") from error
        night = np.nan if np.isnan(hour) else float(hour < 6)
        values[index] = [np.log1p(amount), night, abroad, *(float(row["category"] == category) for category in CATEGORIES)]
    return values
