"""First step of training: the weekly sales of each region, a file each."""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

from sales import daily_sales


def weekly(daily: pd.DataFrame) -> pd.Series:
    """Units by region and week, a week being named by its Monday; a week that misses a day is left out."""
    monday = daily["day"] - pd.to_timedelta(daily["day"].dt.weekday, unit="D")
    weeks = daily.groupby(["region", monday.rename("week")])["units"].agg(["sum", "count"])
    return weeks.loc[weeks["count"] == 7, "sum"].rename("units")


def prepare(daily: pd.DataFrame, out: Path) -> None:
    """Write `out`/<region>.csv (week, units) for each region."""
    out.mkdir(parents=True, exist_ok=True)
    for region, units in weekly(daily).groupby(level="region"):
        units.droplevel("region").to_csv(out / f"{region}.csv", lineterminator="\n")


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the weekly sales of each region.")
    parser.add_argument("--weeks", type=int, default=208)
    parser.add_argument("--seed", type=int, default=11)
    arguments = parser.parse_args()
    prepare(daily_sales(arguments.weeks, arguments.seed), Path("series"))


if __name__ == "__main__":
    main()
