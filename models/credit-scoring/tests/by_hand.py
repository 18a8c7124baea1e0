"""The features of borrowers without Spark: what the Spark job is compared with, and what the other tests work on."""

from __future__ import annotations

from pathlib import Path
from statistics import mean

from borrowers import FEATURES
from payments import borrowers, write_rows


def rows_by_hand(count: int, seed: int) -> list[tuple]:
    """A row for each borrower: the name, and FEATURES."""
    rows = []
    for payments, (name, _) in borrowers(count, seed):
        late = [days for _, _, _, days in payments]
        amount = mean(float(amount) for _, _, amount, _ in payments)
        share = mean(days > 0 for days in late)
        rows.append((name, len(payments), round(amount, 2), round(share, 4), max(late), round(mean(late[-3:]), 4)))
    return rows


def write_by_hand(count: int, seed: int, out: Path) -> None:
    """Write them as two CSV files, as Spark leaves several."""
    rows = rows_by_hand(count, seed)
    for part in range(2):
        write_rows(out / f"part-{part}.csv", ("borrower", *FEATURES), rows[part::2])
