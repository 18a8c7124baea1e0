"""Rows of borrowers, as the Spark job leaves them: the same columns for training and for inference."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

FEATURES = ("payments", "amount", "late_share", "longest_delay", "recent_delay")
# What a higher value may do to the probability of a default: 1 raise it, -1 lower it, 0 either.
DIRECTIONS = (0, 0, 1, 1, 1)


def load_borrowers(directory: Path) -> pd.DataFrame:
    """Read every CSV file below `directory`, sorted by borrower; exit with a message when there is nobody."""
    parts = [pd.read_csv(path, usecols=["borrower", *FEATURES]) for path in sorted(directory.rglob("*.csv"))]
    rows = pd.concat(parts).sort_values("borrower", ignore_index=True) if parts else pd.DataFrame()
    if rows.empty:
        raise SystemExit(f"{directory} holds no borrowers: did the job `features` end?")
    return rows
