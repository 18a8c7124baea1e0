"""Fit a line through rows that it makes; leave the line, and a reference for monitoring."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np


def make_rows(rows: int, seed: int) -> np.ndarray:
    """Stand-in for real data: an array of shape (rows, 2), what is known and what is to be predicted."""
    chance = np.random.default_rng(seed)
    x = chance.normal(10.0, 2.0, rows)
    return np.column_stack([x, 3.0 * x + 1.0 + chance.normal(0.0, 0.5, rows)])


def train(rows: int, seed: int, out: Path) -> None:
    """Write `out`/model/line.json and `out`/reference/reference.csv."""
    x, y = make_rows(rows, seed).T
    slope, intercept = np.polyfit(x, y, 1)

    model = out / "model"
    model.mkdir(parents=True, exist_ok=True)
    (model / "line.json").write_text(json.dumps({"slope": slope, "intercept": intercept}) + "\n")

    reference = out / "reference"
    reference.mkdir(parents=True, exist_ok=True)
    table = np.column_stack([x, slope * x + intercept])
    np.savetxt(reference / "reference.csv", table, fmt="%.6f", delimiter=",", header="x,score", comments="")


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the model.")
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("out"))
    arguments = parser.parse_args()
    train(arguments.rows, arguments.seed, arguments.out)


if __name__ == "__main__":
    main()
