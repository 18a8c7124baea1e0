"""Score new rows with the newest trained model."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from train import make_rows


def predict(rows: int, seed: int, model: Path, out: Path) -> None:
    """Write `out`/scores.csv: the columns of the reference."""
    line = json.loads((model / "line.json").read_text())
    x = make_rows(rows, seed)[:, 0]
    table = np.column_stack([x, line["slope"] * x + line["intercept"]])
    out.mkdir(parents=True, exist_ok=True)
    np.savetxt(out / "scores.csv", table, fmt="%.6f", delimiter=",", header="x,score", comments="")


def main() -> None:
    parser = argparse.ArgumentParser(description="Score new rows.")
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--model", type=Path, default=Path("data/model"))
    parser.add_argument("--out", type=Path, default=Path("out"))
    arguments = parser.parse_args()
    predict(arguments.rows, arguments.seed, arguments.model, arguments.out)


if __name__ == "__main__":
    main()
