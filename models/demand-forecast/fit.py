"""A branch of training: fits one region, and measures it on the weeks that it has not seen."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pandas as pd

from sales import YEAR
from smoothing import error_share, fit, forecast


def fit_region(series: Path, horizon: int, out: Path) -> dict[str, float]:
    """Fit the sales of one file, keep the state in `out`/model.json, and return the measures, which go to `out`/measures.json.

    The peer is what a person would do: the sales of the same week one year before.
    """
    if not series.is_file():
        raise SystemExit(f"there are no sales of {series.stem}; there are those of {', '.join(sorted(path.stem for path in series.parent.glob('*.csv')))}")
    units = pd.read_csv(series, index_col="week", parse_dates=["week"])["units"].asfreq("W-MON")
    if len(units) < 2 * YEAR + horizon:
        raise SystemExit(f"{series.name} holds {len(units)} weeks; two years and {horizon} weeks are needed")
    seen, unseen = units.iloc[:-horizon], units.iloc[-horizon:]
    peer = pd.Series(units.iloc[-horizon - YEAR : -YEAR].to_numpy(), index=unseen.index)
    measures = {
        "error_share": round(error_share(forecast(fit(seen), horizon), unseen), 4),
        "error_share_last_year": round(error_share(peer, unseen), 4),
    }
    out.mkdir(parents=True, exist_ok=True)
    (out / "model.json").write_text(json.dumps(fit(units), indent=2) + "\n")
    (out / "measures.json").write_text(json.dumps(measures, indent=2) + "\n")
    return measures


def main() -> None:
    parser = argparse.ArgumentParser(description="Fit one region.")
    parser.add_argument("--region", required=True)
    parser.add_argument("--horizon", type=int, default=8)
    arguments = parser.parse_args()
    print(arguments.region, json.dumps(fit_region(Path("series", f"{arguments.region}.csv"), arguments.horizon, Path("part"))))


if __name__ == "__main__":
    main()
