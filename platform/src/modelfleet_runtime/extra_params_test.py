from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from modelfleet_runtime.extra_params import debug_wanted, logical_date_of, settle, transfers_of
from modelfleet_runtime.failure import Failure
from modelfleet_runtime.logical_date import UTC
from modelfleet_runtime.workspace import Workspace

SETTINGS = {
    "format": 1,
    "model": "fraud",
    "job": "inference",
    "python": "3.11",
    "entry_point": "predict.py",
    "args": ["--window=${window}", "--until=${data_interval_end}"],
    "parameters": {"window": "7d"},
    "schedule": {"cron": "17 2 * * *", "timezone": "Europe/Moscow"},
    "inputs": [
        {"name": "transactions", "uri": "s3://dwh/transactions/date=${data_interval_start}/", "to": "data/", "select": None},
        {"name": "model", "uri": "s3://models/fraud/", "to": "model/", "select": "latest_complete"},
    ],
    "outputs": [{"name": "scores", "from": "out/", "uri": "s3://dwh/scores/${model}/"}],
    "scratch": "s3://scratch/fraud/inference/",
    "drift": None,
    "env": {"WINDOW": "${window}"},
    "digests": {"code": "c", "environment": "e", "runtime": "r"},
}
ENVIRON = {"MODELFLEET_SETTINGS": json.dumps(SETTINGS), "MODELFLEET_RUN": "fraud-inference-1763590620"}


def run(workspace: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("MODELFLEET_")}
    return subprocess.run(
        [sys.executable, "-m", "modelfleet_runtime.extra_params"],
        env={**inherited, "PYTHONPATH": os.pathsep.join(sys.path), **ENVIRON, "MODELFLEET_WORKSPACE": str(workspace), **environ},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_scheduled_run(tmp_path: Path) -> None:
    done = run(tmp_path, MODELFLEET_SCHEDULED_TIME="2026-11-19T23:17:00Z", MODELFLEET_PARAMETERS='{"window": "9d"}', MODELFLEET_DEBUG="false")
    assert (done.returncode, done.stderr) == (
        0,
        "extra-params: fraud inference, run fraud-inference-1763590620, logical date 2026-11-20T02:17:00+03:00\n"
        "extra-params: data interval 2026-11-19T02:17:00+03:00 to 2026-11-20T02:17:00+03:00, 2 inputs, debug false\n",
    )
    params = json.loads((tmp_path / "run" / "params.json").read_text(encoding="utf-8"))
    assert params == {
        "format": 1,
        "model": "fraud",
        "job": "inference",
        "run": "fraud-inference-1763590620",
        "parameters": {"window": "9d"},
        "logical_date": "2026-11-20T02:17:00+03:00",
        "data_interval": {"start": "2026-11-19T02:17:00+03:00", "end": "2026-11-20T02:17:00+03:00"},
        "debug": False,
        "inputs": [
            {"name": "transactions", "uri": "s3://dwh/transactions/date=2026-11-19/", "to": "data/", "select": None, "selected": None},
            {"name": "model", "uri": "s3://models/fraud/", "to": "model/", "select": "latest_complete", "selected": None},
        ],
        "outputs": [{"name": "scores", "from": "out/", "uri": "s3://dwh/scores/fraud/"}],
        "args": ["--window=9d", "--until=2026-11-20"],
        "env": {"WINDOW": "9d"},
        "python": "3.11",
        "entry_point": "predict.py",
        "code_directory": "",
        "drift": None,
        "step": None,
        "artifacts": None,
        "uses": [],
        "created": None,
        "scratch": "s3://scratch/fraud/inference/",
        "run_path": "logical_date=2026-11-19T231700Z/run=fraud-inference-1763590620",
        "digests": {"code": "c", "environment": "e", "runtime": "r"},
    }
    assert (tmp_path / "run" / "transfers.tsv").read_text(encoding="utf-8") == (
        f"transactions\ts3:dwh/transactions/date=2026-11-19/\t{tmp_path}/work/data\t-\nmodel\ts3:models/fraud/\t{tmp_path}/work/model\tlatest_complete\n"
    )
    assert (tmp_path / "work" / "data").is_dir()


@pytest.mark.parametrize(
    ("environ", "code", "message"),
    [
        ({"MODELFLEET_RUN": ""}, 2, "MODELFLEET_RUN is not set\n  hint: the template sets it; publish the templates again"),
        ({"MODELFLEET_RUN": "../x"}, 2, "MODELFLEET_RUN: `../x` cannot be a part of a path"),
        ({"MODELFLEET_DEBUG": "yes"}, 1, "the workflow parameter `debug` is `yes`\n  hint: submit with -p debug=true or leave it out"),
        ({"MODELFLEET_PARAMETERS": '{"windw": 1}'}, 1, 'the model has no parameter `windw`\n  hint: did you mean "window"?'),
        (
            {"MODELFLEET_LOGICAL_DATE": "today"},
            1,
            "the workflow parameter `logical-date`: `today` is not a date or a time\n  hint: write 2026-11-20 or 2026-11-20T04:00:00+03:00",
        ),
        (
            {"MODELFLEET_SCHEDULED_TIME": "{{workflow.scheduledTime}}"},
            2,
            "MODELFLEET_SCHEDULED_TIME: `{{workflow.scheduledTime}}` is not a date or a time\n  hint: write 2026-11-20 or 2026-11-20T04:00:00+03:00",
        ),
        (
            {"MODELFLEET_SETTINGS": json.dumps({**SETTINGS, "inputs": [{"name": "x", "uri": "s3://a/b", "to": "../../code", "select": None}]})},
            2,
            "the path `../../code` leaves the working directory of the job",
        ),
    ],
)
def test_failures_write_nothing(tmp_path: Path, environ: dict[str, str], code: int, message: str) -> None:
    done = run(tmp_path / "workspace", **environ)
    assert (done.returncode, done.stderr) == (code, f"extra-params: {message}\n")
    assert not (tmp_path / "workspace").exists()


def test_where_the_logical_date_comes_from() -> None:
    environ = {"MODELFLEET_CREATED": "2026-01-03T00:00:00Z", "MODELFLEET_SCHEDULED_TIME": "2026-01-02T00:00:00Z", "MODELFLEET_LOGICAL_DATE": "2026-01-01"}
    assert logical_date_of(environ, UTC) == datetime(2026, 1, 1, tzinfo=UTC)
    environ["MODELFLEET_LOGICAL_DATE"] = ""
    assert logical_date_of(environ, UTC) == datetime(2026, 1, 2, tzinfo=UTC)
    del environ["MODELFLEET_SCHEDULED_TIME"]
    assert logical_date_of(environ, UTC) == datetime(2026, 1, 3, tzinfo=UTC)
    assert abs(logical_date_of({}, UTC) - datetime.now(UTC)).total_seconds() < 60


def test_hostile_parameters_stay_in_their_columns(tmp_path: Path) -> None:
    settings = {**SETTINGS, "inputs": [{"name": "x", "uri": "s3://dwh/${window}/", "to": "data dir/", "select": None}]}
    environ = {**ENVIRON, "MODELFLEET_SETTINGS": json.dumps(settings)}
    params = settle({**environ, "MODELFLEET_PARAMETERS": json.dumps({"window": "a b'\"$(id)`id`"})})
    assert transfers_of(params, Workspace(tmp_path)) == f"x\ts3:dwh/a b'\"$(id)`id`/\t{tmp_path}/work/data dir\t-\n"
    with pytest.raises(Failure):
        settle({**environ, "MODELFLEET_PARAMETERS": json.dumps({"window": "a\tb\nc"})})


def test_debug() -> None:
    assert [debug_wanted(text) for text in ("true", "True", "false", "")] == [True, True, False, False]
