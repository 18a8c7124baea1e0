"""The drift check: compares the last scores with the reference that training left, column by column.

It is the entry point of a generated monitoring job. Inputs `scores` and `reference`, output `report`
(`report.json` and `report.txt`). Exit code 3 when a column is over a threshold: the run is red, and its report is in
scratch and in the log.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import chain
from pathlib import Path
from typing import Any

from modelfleet_runtime.columns import TEXT, Column, bins_of, columns_of, kinds_of
from modelfleet_runtime.failure import BROKEN, DRIFTED, Failure, exit_code, say
from modelfleet_runtime.missing import missing_drift, missing_share
from modelfleet_runtime.params import read_params
from modelfleet_runtime.report import FORMAT, ColumnReport, table
from modelfleet_runtime.tables import Row, read_rows, table_files

PROGRAM = "drift"


def rows_of(files: Sequence[Path]) -> Iterator[Row]:
    """The rows of all files, one after the other."""
    return chain.from_iterable(map(read_rows, files))


def chosen_kinds(declared: Mapping[str, str], reference: Mapping[str, str], scores: Mapping[str, str]) -> dict[str, str]:
    """Column -> type of what is compared: what is declared, else every column that both tables have, as the reference has it.

    Raises Failure, naming all, for declared columns that a table lacks, and when nothing is shared.
    """
    lacking = []
    for name in sorted(declared):
        for side, columns in (("reference", reference), ("scores", scores)):
            if name not in columns:
                close = get_close_matches(name, columns, n=1)
                lacking.append(f"{side} has no column `{name}`" + (f" (it has `{close[0]}`)" if close else ""))
    if lacking:
        raise Failure("; ".join(lacking), hint="`monitoring.columns` in model.yaml names columns that both tables have")
    kinds = dict(declared) or {name: kind for name, kind in sorted(reference.items()) if name in scores}
    if not kinds:
        raise Failure(
            f"reference ({', '.join(sorted(reference))}) and scores ({', '.join(sorted(scores))}) share no column",
            hint="training's `reference` and inference's `scores` must have columns of the same names",
        )
    return kinds


def compare(kinds: Mapping[str, str], reference: Mapping[str, Column], scores: Mapping[str, Column], thresholds: Mapping[str, float]) -> list[ColumnReport]:
    """The report of every column of `kinds`, in order of names."""
    reports = []
    for name, kind in sorted(kinds.items()):
        before, after = reference[name], scores[name]
        bins = None if kind == TEXT else bins_of(kind, before, after)
        index = None if bins is None else bins.psi
        share_before, share_after = missing_share(before.missing, before.rows), missing_share(after.missing, after.rows)
        moved = missing_drift(share_before, share_after)
        faults = tuple(fault for fault, value in (("psi", index or 0.0), ("missing", moved)) if value > thresholds[fault])
        reports.append(ColumnReport(name, kind, index, bins, share_before, share_after, moved, faults))
    return reports


def run(params: Mapping[str, Any], work: Path) -> tuple[dict[str, Any], str]:
    """Read both tables below `work` and return the report as JSON and as text."""
    drift = params["drift"]
    if not drift:
        raise Failure("MODELFLEET_SETTINGS: drift is missing", hint="publish again", code=BROKEN)
    inputs = {one["name"]: one for one in params["inputs"]}
    files = {side: table_files(work / inputs[side]["to"]) for side in ("reference", "scores")}
    detected = {side: kinds_of(rows_of(paths)) for side, paths in files.items()}
    for side in files:
        if not detected[side]:
            raise Failure(f"{side}: the table has no rows: {', '.join(path.name for path in files[side])}")
    names = {side: {name: kind.name for name, kind in found.items()} for side, found in detected.items()}
    kinds = chosen_kinds(drift["columns"], names["reference"], names["scores"])
    columns = {side: columns_of(rows_of(paths), kinds) for side, paths in files.items()}
    reports = compare(kinds, columns["reference"], columns["scores"], drift["thresholds"])
    sides = {
        side: {
            "run": inputs[side]["selected"],
            "files": [path.relative_to(work / inputs[side]["to"]).as_posix() for path in paths],
            "rows": next(iter(columns[side].values())).rows,
            "columns_not_compared": sorted(set(names[side]) - set(kinds)),
        }
        for side, paths in files.items()
    }
    report = {
        "format": FORMAT,
        **{key: params[key] for key in ("model", "job", "run", "logical_date")},
        "thresholds": drift["thresholds"],
        **sides,
        "drifted": [one.name for one in reports if one.faults],
        "columns": [one.as_json() for one in reports],
    }
    rows = f"reference: {sides['reference']['rows']} rows, {sides['reference']['run'] or 'as given'}\n"
    rows += f"scores:    {sides['scores']['rows']} rows, {sides['scores']['run'] or 'as given'}\n"
    return report, rows + table(reports, drift["thresholds"])


def main() -> int:
    """Compare, write the report, and say by the exit code whether anything has drifted."""
    params = read_params(Path(os.environ["MODELFLEET_PARAMS"]))
    work = Path.cwd()
    report, text = run(params, work)
    target = work / {one["name"]: one["from"] for one in params["outputs"]}["report"]
    target.mkdir(parents=True, exist_ok=True)
    (target / "report.json").write_text(json.dumps(report, indent=2, allow_nan=False) + "\n", encoding="utf-8")
    (target / "report.txt").write_text(text + "\n", encoding="utf-8")
    print(text, flush=True)
    drifted = report["drifted"]
    if drifted:
        say(PROGRAM, f"{len(drifted)} of {len(report['columns'])} columns have drifted: {', '.join(drifted)}")
        return DRIFTED
    return 0


if __name__ == "__main__":
    sys.exit(exit_code(PROGRAM, main))
