from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from modelfleet_runtime import drift
from modelfleet_runtime.failure import Failure
from modelfleet_runtime.params import write_params

THRESHOLDS = {"psi": 0.2, "missing": 0.05}


def params_in(work: Path, columns: dict[str, str] | None = None) -> dict[str, Any]:
    inputs = [
        {"name": "scores", "uri": "s3://x/scores/", "to": "data/scores/", "select": "latest_complete", "selected": "logical_date=2/run=b"},
        {"name": "reference", "uri": "s3://x/reference/", "to": "data/reference/", "select": "latest_complete", "selected": None},
    ]
    for one in inputs:
        (work / str(one["to"])).mkdir(parents=True)
    return {
        "model": "m",
        "job": "monitoring",
        "run": "r",
        "logical_date": "2026-11-20T00:00:00+00:00",
        "inputs": inputs,
        "outputs": [{"name": "report", "from": "report/", "uri": "s3://x/scores-drift/"}],
        "drift": {"thresholds": THRESHOLDS, "columns": columns or {}},
    }


def write(work: Path, side: str, text: str, name: str = "t.csv") -> None:
    (work / "data" / side / name).write_text(text, encoding="utf-8")


def failure(params: dict[str, Any], work: Path) -> str:
    with pytest.raises(Failure) as caught:
        drift.run(params, work)
    return str(caught.value).replace(str(work), "WORK")


def test_figures_by_hand(tmp_path: Path) -> None:
    params = params_in(tmp_path)
    write(tmp_path, "reference", "kind,only_here\n" + "a,1\n" * 50 + "b,1\n" * 50)
    write(tmp_path, "scores", "".join(json.dumps({"kind": kind}) + "\n" for kind in ["a"] * 60 + ["b"] * 36 + [None] * 4), "t.jsonl")
    report, text = drift.run(params, tmp_path)
    # Shares a .5 -> .6, b .5 -> .36, missing 0 (counted as 0.0001) -> .04
    expected = 0.1 * math.log(0.6 / 0.5) + (-0.14) * math.log(0.36 / 0.5) + (0.04 - 1e-4) * math.log(0.04 / 1e-4)
    (column,) = report["columns"]
    assert column["psi"] == pytest.approx(expected, abs=1e-9)
    assert column["missing"] == {"reference": 0.0, "scores": 0.04, "drift": 0.04}
    assert (column["over"], report["drifted"]) == (["psi"], ["kind"])
    assert report["scores"] == {"run": "logical_date=2/run=b", "files": ["t.jsonl"], "rows": 100, "columns_not_compared": []}
    assert report["reference"] == {"run": None, "files": ["t.csv"], "rows": 100, "columns_not_compared": ["only_here"]}
    assert text == (
        "reference: 100 rows, as given\n"
        "scores:    100 rows, logical_date=2/run=b\n"
        "column  type         PSI     missing before  now   verdict\n"
        "----------------------------------------------------------------\n"
        "kind    categorical  0.3033  0.0%            4.0%  DRIFTED (psi)\n"
        "thresholds: PSI 0.2, missing 0.05"
    )


def test_the_same_table_does_not_drift_in_any_format(tmp_path: Path) -> None:
    params = params_in(tmp_path)
    rows = [{"amount": number * 1.5, "abroad": number % 3 == 0, "note": f"n{number}"} for number in range(200)]
    write(tmp_path, "reference", "amount,abroad,note\n" + "".join(f"{row['amount']},{row['abroad']},{row['note']}\n" for row in rows))
    write(tmp_path, "scores", "".join(json.dumps(row) + "\n" for row in reversed(rows)), "t.jsonl")
    report, _ = drift.run(params, tmp_path)
    assert {one["name"]: (one["type"], one["psi"]) for one in report["columns"]} == {
        "abroad": ("categorical", 0.0),
        "amount": ("numeric", 0.0),
        "note": ("text", None),
    }


def test_a_declared_column_is_compared_as_declared(tmp_path: Path) -> None:
    params = params_in(tmp_path, {"hour": "categorical"})
    write(tmp_path, "reference", "hour,amount\n1,1\n2,2\n")
    write(tmp_path, "scores", "hour,amount\n3,1\n3,2\n")
    report, _ = drift.run(params, tmp_path)
    assert [bin["bin"] for bin in report["columns"][0]["bins"]] == ["1", "2", "(unseen)", "(missing)"]
    assert report["drifted"] == ["hour"]


def test_a_declared_column_that_is_not_there(tmp_path: Path) -> None:
    params = params_in(tmp_path, {"amonut": "numeric"})
    write(tmp_path, "reference", "amount\n1\n")
    write(tmp_path, "scores", "x\n1\n")
    assert failure(params, tmp_path) == (
        "reference has no column `amonut` (it has `amount`); scores has no column `amonut`\n"
        "  hint: `monitoring.columns` in model.yaml names columns that both tables have"
    )


def test_nothing_in_common(tmp_path: Path) -> None:
    params = params_in(tmp_path)
    write(tmp_path, "reference", "a\n1\n")
    write(tmp_path, "scores", "b\n1\n")
    assert failure(params, tmp_path) == (
        "reference (a) and scores (b) share no column\n  hint: training's `reference` and inference's `scores` must have columns of the same names"
    )


def test_a_table_without_rows(tmp_path: Path) -> None:
    params = params_in(tmp_path)
    write(tmp_path, "reference", "a\n1\n")
    write(tmp_path, "scores", "a\n")
    assert failure(params, tmp_path) == "scores: the table has no rows: t.csv"


@pytest.mark.parametrize(("scores", "code"), [("a\n1\n2\n3\n", 0), ("a\n7\n8\n9\n", 3)])
def test_the_exit_code_and_the_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], scores: str, code: int) -> None:
    params = params_in(tmp_path)
    write(tmp_path, "reference", "a\n1\n2\n3\n")
    write(tmp_path, "scores", scores)
    write_params(tmp_path / "params.json", params)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MODELFLEET_PARAMS", str(tmp_path / "params.json"))
    assert drift.main() == code
    report = json.loads((tmp_path / "report" / "report.json").read_text(encoding="utf-8"))
    assert report["drifted"] == (["a"] if code else [])
    out, err = capfd.readouterr()
    assert (tmp_path / "report" / "report.txt").read_text(encoding="utf-8") == out
    assert err == ("drift: 1 of 1 columns have drifted: a\n" if code else "")
