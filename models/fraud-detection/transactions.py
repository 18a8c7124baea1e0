"""Card transactions that look real and belong to nobody, from the standard library alone.

`python3 transactions.py --rows 500 --seed 3 --out night` writes a night of them; `--shift 1` makes customers who spend
more and travel more than those that the model was trained on.
"""

from __future__ import annotations

import argparse
import csv
import math
import random
from collections.abc import Iterator
from pathlib import Path

COLUMNS = ("transaction", "card", "amount", "category", "hour", "abroad")
CATEGORIES = {"grocery": 40, "restaurant": 22, "fuel": 14, "clothing": 12, "electronics": 7, "travel": 5}
# Logarithm of the usual amount.
USUAL = {"grocery": 3.2, "restaurant": 3.4, "fuel": 3.7, "clothing": 4.0, "electronics": 5.2, "travel": 5.8}
# Shares of the 24 hours: few people pay at night.
HOURS = (1, 1, 1, 1, 1, 2, 4, 8, 12, 14, 16, 18, 22, 20, 18, 18, 20, 24, 26, 22, 14, 8, 4, 2)
CARDS = 3000


def transactions(rows: int, seed: int, shift: float = 0.0, missing: float = 0.01) -> Iterator[tuple[dict[str, str], bool]]:
    """Yield `rows` transactions, each with the truth about it: is it a fraud?

    The same `seed` gives the same transactions. `shift` moves the logarithm of the amounts and the share of payments
    abroad; `missing` is the share of amounts that the terminal did not report, from 0 to 1.
    """
    chance = random.Random(seed)
    for number in range(rows):
        category = chance.choices(list(CATEGORIES), list(CATEGORIES.values()))[0]
        hour = chance.choices(range(24), HOURS)[0]
        abroad = chance.random() < min(0.9, (0.25 if category == "travel" else 0.04) + 0.2 * shift)
        amount = math.exp(chance.gauss(USUAL[category] + shift, 0.8))
        odds = -10.0 + 1.2 * math.log(amount) + 2.2 * abroad + 2.0 * (hour < 6) + 1.5 * (category == "electronics")
        fraud = chance.random() < 1 / (1 + math.exp(-odds))
        row = {
            "transaction": f"{seed:04d}-{number:06d}",
            "card": f"40000000{chance.randrange(CARDS):08d}",
            "amount": "" if chance.random() < missing else f"{amount:.2f}",
            "category": category,
            "hour": str(hour),
            "abroad": str(int(abroad)),
        }
        yield row, fraud


def write_transactions(path: Path, rows: int, seed: int, shift: float = 0.0) -> None:
    """Write transactions without the truth, as the warehouse delivers them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(row for row, _ in transactions(rows, seed, shift))


def main() -> None:
    parser = argparse.ArgumentParser(description="Make a night of card transactions.")
    parser.add_argument("--rows", type=int, default=500)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--shift", type=float, default=0.0, help="0: customers as ever; 1: customers who changed")
    parser.add_argument("--out", type=Path, default=Path("night"), help="directory to write to")
    arguments = parser.parse_args()
    path = arguments.out / "transactions.csv"
    write_transactions(path, arguments.rows, arguments.seed, arguments.shift)
    print(path)


if __name__ == "__main__":
    main()
