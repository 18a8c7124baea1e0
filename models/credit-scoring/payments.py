"""Makes payments of borrowers, and who of them did not pay back, from a seed and with the standard library alone."""

from __future__ import annotations

import argparse
import csv
import math
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

PAYMENT = ("borrower", "due", "amount", "days_late")
OUTCOME = ("borrower", "defaulted")
FIRST = date(2024, 1, 15)


def borrowers(count: int, seed: int) -> Iterator[tuple[list[tuple[str, str, str, int]], tuple[str, int]]]:
    """The monthly payments of each of `count` borrowers, and whether the borrower defaulted in the end."""
    chance = random.Random(seed)
    for number in range(count):
        name, strain = f"B{number:06d}", chance.gauss(0, 1)
        amount, months = math.exp(chance.gauss(6, 0.5)), chance.randint(6, 24)
        rows = []
        for month in range(months):
            late = chance.random() < 1 / (1 + math.exp(2 - 1.6 * strain))
            # Who will not pay back is late more and more.
            days = round(chance.expovariate(1 / (6 + 4 * max(strain, 0) * month / months))) if late else 0
            rows.append((name, (FIRST + timedelta(days=30 * month)).isoformat(), f"{amount:.2f}", days))
        odds = -3.0 + 2.0 * strain + 0.3 * math.log(amount / 400)
        yield rows, (name, int(chance.random() < 1 / (1 + math.exp(-odds))))


def write_rows(path: Path, header: tuple[str, ...], rows: list[tuple]) -> None:
    """Write one CSV file, and the directories above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_borrowers(count: int, seed: int, out: Path) -> tuple[Path, Path]:
    """Write `out`/payments/payments.csv and `out`/loan-outcomes/outcomes.csv, and return both."""
    made = list(borrowers(count, seed))
    payments, outcomes = out / "payments" / "payments.csv", out / "loan-outcomes" / "outcomes.csv"
    write_rows(payments, PAYMENT, [row for rows, _ in made for row in rows])
    write_rows(outcomes, OUTCOME, [outcome for _, outcome in made])
    return payments, outcomes


def main() -> None:
    parser = argparse.ArgumentParser(description="Make payments and outcomes of borrowers.")
    parser.add_argument("--borrowers", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--out", type=Path, default=Path("bank-dwh"), help="directory to write to")
    arguments = parser.parse_args()
    print(*write_borrowers(arguments.borrowers, arguments.seed, arguments.out), sep="\n")


if __name__ == "__main__":
    main()
