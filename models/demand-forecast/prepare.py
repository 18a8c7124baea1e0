"""First step of training: the weekly sales of each region, a file each."""

from __future__ import annotations

import argparse
from pathlib import Path

from sales import weekly_sales


def prepare(regions: list[str], weeks: int, seed: int, out: Path) -> None:
    """Write `out`/<region>.csv for each region."""
    out.mkdir(parents=True, exist_ok=True)
    for region in regions:
        weekly_sales(region, weeks, seed).to_csv(out / f"{region}.csv", lineterminator="\n")


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the weekly sales of each region.")
    parser.add_argument("--regions", default="north,south,west")
    parser.add_argument("--weeks", type=int, default=208)
    parser.add_argument("--seed", type=int, default=11)
    arguments = parser.parse_args()
    prepare(arguments.regions.split(","), arguments.weeks, arguments.seed, Path("series"))


if __name__ == "__main__":
    main()
