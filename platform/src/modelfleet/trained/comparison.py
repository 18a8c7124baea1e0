"""Runs side by side: what `adopt` shows before anybody decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from modelfleet.trained.history import TrainedRun

IN_USE = "in use"


def rows_of(runs: Sequence[TrainedRun], used: Mapping[str, str]) -> tuple[list[str], list[list[str]]]:
    """Titles and rows: name, date, each metric with its distance from the run in use, and who uses the run.

    `used` maps a job to the name of the run that it uses. Distances are shown only when all jobs use the same run.
    """
    names = sorted({name for run in runs for name in run.metrics})
    base = next((run for run in runs if set(used.values()) == {run.name}), None)
    rows = []
    for run in runs:
        users = [job for job, name in sorted(used.items()) if name == run.name]
        metrics = [_metric(run, name, None if run is base else base) for name in names]
        rows.append([run.name, run.published.replace("T", " ")[:16], *metrics, f"{IN_USE}: {', '.join(users)}" if users else ""])
    return ["run", "published, UTC", *names, ""], rows


def as_document(runs: Sequence[TrainedRun], used: Mapping[str, str]) -> list[dict[str, Any]]:
    """The same for a machine."""
    return [
        {
            "run": run.name,
            "pin": run.pin,
            "logical_date": run.logical_date,
            "published": run.published,
            "artifacts": list(run.artifacts),
            "code": run.code,
            "metrics": dict(run.metrics),
            "used_by": sorted(job for job, name in used.items() if name == run.name),
        }
        for run in runs
    ]


def plain_text(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in spaces: for a pipe, a log, and a terminal without colours."""
    table = [list(titles), *map(list, rows)]
    widths = [max(len(row[column]) for row in table) for column in range(len(titles))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table)


def _metric(run: TrainedRun, name: str, base: TrainedRun | None) -> str:
    value = run.metrics.get(name)
    if value is None:
        return ""
    other = None if base is None else base.metrics.get(name)
    return f"{value:.6g}" if other is None else f"{value:.6g} ({value - other:+.3g})"
