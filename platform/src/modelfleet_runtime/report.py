"""The drift report: for a machine as JSON, for on-call as a table in the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from modelfleet_runtime.columns import Bins

FORMAT = 1


@dataclass(frozen=True)
class ColumnReport:
    """The figures of one column; `psi` and `bins` are None for free text, where only missing values are compared."""

    name: str
    kind: str
    psi: float | None
    bins: Bins | None
    missing_reference: float
    missing_current: float
    missing_drift: float
    faults: tuple[str, ...]
    """Which thresholds it is over: `psi`, `missing`."""

    def as_json(self) -> dict[str, Any]:
        bins = self.bins
        return {
            "name": self.name,
            "type": self.kind,
            "psi": self.psi,
            "missing": {"reference": self.missing_reference, "scores": self.missing_current, "drift": self.missing_drift},
            "drifted": bool(self.faults),
            "over": list(self.faults),
            "bins": []
            if bins is None
            else [{"bin": label, "reference": before, "scores": after} for label, before, after in zip(bins.labels, bins.reference, bins.current, strict=True)],
        }


def table(columns: Sequence[ColumnReport], thresholds: dict[str, float]) -> str:
    """The figures as text, what has drifted first, then the greatest index first."""
    ordered = sorted(columns, key=lambda one: (not one.faults, -(one.psi or 0.0), one.name))
    rows = [("column", "type", "PSI", "missing before", "now", "verdict")]
    for one in ordered:
        index = "-" if one.psi is None else f"{one.psi:.4f}"
        verdict = f"DRIFTED ({', '.join(one.faults)})" if one.faults else "ok"
        rows.append((one.name, one.kind, index, f"{one.missing_reference:.1%}", f"{one.missing_current:.1%}", verdict))
    widths = [max(len(row[index]) for row in rows) for index in range(6)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    limits = f"thresholds: PSI {thresholds['psi']:g}, missing {thresholds['missing']:g}"
    return "\n".join([lines[0], "-" * max(map(len, lines)), *lines[1:], limits])
