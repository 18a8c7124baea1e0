"""Forecasts the units of each region for the next weeks."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pandas as pd

from smoothing import outlook


def predict(model: Path, weeks: int, out: Path) -> int:
    """Write `out`/forecast.csv (region, week, units, change) by the states in `model`/regions.json; return the number of rows."""
    states = json.loads((model / "regions.json").read_text())
    rows = pd.concat({region: outlook(state, weeks) for region, state in sorted(states.items())}, names=["region"])
    out.mkdir(parents=True, exist_ok=True)
    rows.to_csv(out / "forecast.csv", lineterminator="\n")
    return len(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description="Forecast the next weeks.")
    parser.add_argument("--weeks", type=int, default=8)
    parser.add_argument("--model", type=Path, default=Path("model"))
    arguments = parser.parse_args()
    print(f"{predict(arguments.model, arguments.weeks, Path('out'))} rows")


if __name__ == "__main__":
    main()
