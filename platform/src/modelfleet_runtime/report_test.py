from __future__ import annotations

from modelfleet_runtime.columns import Bins
from modelfleet_runtime.report import ColumnReport, table

BINS = Bins(("a", "(unseen)", "(missing)"), (8, 0, 2), (5, 0, 5))


def column(name: str, psi: float | None, *faults: str) -> ColumnReport:
    return ColumnReport(name, "text" if psi is None else "categorical", psi, None if psi is None else BINS, 0.2, 0.5, 0.3, faults)


def test_what_has_drifted_stands_first() -> None:
    columns = [
        column("calm", 0.01),
        column("note", None),
        column("amount", 0.31, "psi"),
        column("hour", 0.05, "missing"),
        column("country", 0.9, "psi", "missing"),
    ]
    assert table(columns, {"psi": 0.2, "missing": 0.05}) == (
        "column   type         PSI     missing before  now    verdict\n"
        "---------------------------------------------------------------------------\n"
        "country  categorical  0.9000  20.0%           50.0%  DRIFTED (psi, missing)\n"
        "amount   categorical  0.3100  20.0%           50.0%  DRIFTED (psi)\n"
        "hour     categorical  0.0500  20.0%           50.0%  DRIFTED (missing)\n"
        "calm     categorical  0.0100  20.0%           50.0%  ok\n"
        "note     text         -       20.0%           50.0%  ok\n"
        "thresholds: PSI 0.2, missing 0.05"
    )


def test_json() -> None:
    assert column("country", 0.9, "psi").as_json() == {
        "name": "country",
        "type": "categorical",
        "psi": 0.9,
        "missing": {"reference": 0.2, "scores": 0.5, "drift": 0.3},
        "drifted": True,
        "over": ["psi"],
        "bins": [
            {"bin": "a", "reference": 8, "scores": 5},
            {"bin": "(unseen)", "reference": 0, "scores": 0},
            {"bin": "(missing)", "reference": 2, "scores": 5},
        ],
    }
    assert column("note", None).as_json()["bins"] == []
