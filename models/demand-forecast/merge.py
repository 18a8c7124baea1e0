"""Last step of training: one model of all regions, its metrics, and the reference of monitoring."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from sales import YEAR
from smoothing import outlook


def merge(parts: Path, out: Path) -> dict[str, float]:
    """Gather `parts`/<region>/ into `out`/model/, `out`/metrics.json and `out`/reference/; return the metrics."""
    regions = sorted(path for path in parts.iterdir() if path.is_dir())
    if not regions:
        raise SystemExit(f"no region was fitted: {parts} is empty")
    model, reference = out / "model", out / "reference"
    model.mkdir(parents=True, exist_ok=True)
    reference.mkdir(parents=True, exist_ok=True)
    states = {region.name: json.loads((region / "model.json").read_text()) for region in regions}
    measures = {region.name: json.loads((region / "measures.json").read_text()) for region in regions}
    (model / "regions.json").write_text(json.dumps(states, indent=2) + "\n")
    metrics = {
        "regions": float(len(regions)),
        "error_share": round(sum(one["error_share"] for one in measures.values()) / len(regions), 4),
        "worst_error_share": max(one["error_share"] for one in measures.values()),
        "error_share_last_year": round(sum(one["error_share_last_year"] for one in measures.values()) / len(regions), 4),
    }
    (out / "metrics.json").write_text(json.dumps(metrics, indent=2) + "\n")
    expected = pd.concat({name: outlook(state, YEAR) for name, state in states.items()}, names=["region"])
    expected.reset_index()[["region", "change"]].to_csv(reference / "reference.csv", index=False, lineterminator="\n")
    return metrics


def main() -> None:
    print(json.dumps(merge(Path("part"), Path())))


if __name__ == "__main__":
    main()
