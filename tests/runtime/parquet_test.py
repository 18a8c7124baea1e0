"""The drift check on Parquet, read by a real pyarrow as a model's environment brings it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import uv

PYARROW = "pyarrow==26.0.1"

WRITE = """
import sys
from datetime import datetime
from decimal import Decimal
import pyarrow as pa
from pyarrow.parquet import write_table
rows = 900
amounts = [float(row % 100 + int(sys.argv[2])) for row in range(rows)]
columns = {
    "amount": amounts, "abroad": [row % 3 == 0 for row in range(rows)], "at": [datetime(2026, 11, 20)] * rows,
    "limit": [Decimal("1.50")] * rows, "score": [None if row % 9 == 0 else row / rows for row in range(rows)],
}
write_table(pa.table(columns), sys.argv[1])
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Variables of a process that finds pyarrow and the runtime."""
    tree = tmp_path_factory.mktemp("pyarrow")
    command = [uv.find_uv_bin(), "pip", "install", "--quiet", "--python", sys.executable, "--only-binary", ":all:", "--target", str(tree), PYARROW]
    subprocess.run(command, check=True)
    source = next(parent for parent in Path(__file__).resolve().parents if (parent / "platform/src/modelfleet_runtime").is_dir()) / "platform/src"
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(tree), str(source)])}


def compared(work: Path, environment: dict[str, str], moved: int) -> tuple[int, dict[str, object]]:
    """Exit code and report of the drift check, where the scores' amounts are `moved` against the reference's."""
    for side, shift in (("reference", 0), ("scores", moved)):
        folder = work / "data" / side
        folder.mkdir(parents=True)
        subprocess.run([sys.executable, "-c", WRITE, str(folder / "part-0.parquet"), str(shift)], env=environment, check=True)
    params = {
        "model": "m",
        "job": "monitoring",
        "run": "r",
        "logical_date": "2026-11-20T00:00:00+00:00",
        "inputs": [{"name": side, "uri": f"s3://x/{side}/", "to": f"data/{side}/", "select": None, "selected": None} for side in ("reference", "scores")],
        "outputs": [{"name": "report", "from": "report/", "uri": "s3://x/drift/"}],
        "drift": {"thresholds": {"psi": 0.2, "missing": 0.05}, "columns": {}},
    }
    (work / "params.json").write_text(json.dumps(params), encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "modelfleet_runtime.drift"], cwd=work, env={**environment, "MODELFLEET_PARAMS": str(work / "params.json")})
    return done.returncode, json.loads((work / "report/report.json").read_text(encoding="utf-8"))


def test_the_same_tables_have_not_drifted(tmp_path: Path, environment: dict[str, str]) -> None:
    code, report = compared(tmp_path, environment, 0)
    assert (code, report["drifted"]) == (0, [])
    assert {column["name"]: column["psi"] for column in report["columns"]} == {"abroad": 0, "amount": 0, "at": 0, "limit": 0, "score": 0}


def test_a_moved_column_is_named(tmp_path: Path, environment: dict[str, str]) -> None:
    code, report = compared(tmp_path, environment, 50)
    assert (code, report["drifted"]) == (3, ["amount"])
