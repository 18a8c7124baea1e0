"""`./pants adopt` on real runs: local ones are written by the runtime itself."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from adopt import trainer
from adopt.trainer import FILE, MODEL
from golden import root

from modelfleet.cli.main import main
from modelfleet_runtime.folders import Folders


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(root() / "platform" / "stages", tmp_path / "platform" / "stages")
    shutil.copy(root() / "platform" / "owners.yaml", tmp_path / "platform")
    (tmp_path / FILE).parent.mkdir(parents=True)
    (tmp_path / FILE).write_text(MODEL)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def train(tree: Path, identifier: str, metrics: dict[str, float]) -> str:
    return trainer.train(tree, Folders(tree / ".modelfleet" / "data", {}), identifier, metrics)


def adopt(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(["adopt", *words])
    out, err = capsys.readouterr()
    return code, re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "PUBLISHED-IN-UTC", out), err


def test_runs_stand_beside_the_one_in_use(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    train(tree, "2026-11-13-0400", {"auc": 0.91, "rows": 1000})
    train(tree, "2026-11-20-0400", {"auc": 0.9325, "rows": 1200})
    assert adopt(capsys, "demo", "training", "2026-11-13-0400")[0] == 0
    code, out, err = adopt(capsys, "models/demo", "training")
    assert (code, err) == (0, "")
    assert out == (
        "run              published, UTC    auc               rows\n"
        "2026-11-20-0400  PUBLISHED-IN-UTC  0.9325 (+0.0225)  1200 (+200)\n"
        "2026-11-13-0400  PUBLISHED-IN-UTC  0.91              1000         in use: scoring\n"
    )


def test_one_line_is_written_and_shown(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pin = train(tree, "2026-11-20-0400", {})
    (tree / FILE).chmod(0o664)
    code, out, _ = adopt(capsys, "demo", "training", "latest")
    added = f"  local: {{jobs: {{scoring: {{uses: {{training: {pin}}}}}}}}}\n"
    assert code == 0
    assert (tree / FILE).read_text() == MODEL + added
    assert (tree / FILE).stat().st_mode & 0o777 == 0o664
    assert out == (
        "--- models/demo/model.yaml\n+++ models/demo/model.yaml\n@@ -14 +14,2 @@\n   prod: {jobs: {scoring: {follow: {training: null}}}}\n"
        f"+{added}models/demo/model.yaml: written, scoring on local uses 2026-11-20-0400; have it reviewed\n"
    )
    assert adopt(capsys, "demo", "training", "latest")[1] == "models/demo/model.yaml: unchanged, scoring on local uses 2026-11-20-0400 already\n"


def test_a_machine_reads_json(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pin = train(tree, "2026-11-20-0400", {"auc": 0.9})
    written = json.loads(adopt(capsys, "demo", "training", "latest", "--output", "json")[1])
    assert written == {"file": FILE.as_posix(), "stage": "local", "pin": pin, "jobs": ["scoring"], "changed": True}
    listed = json.loads(adopt(capsys, "demo", "training", "--output", "json")[1])
    (run,) = listed["runs"]
    assert listed["used"] == {"scoring": "2026-11-20-0400"}
    assert (run["run"], run["pin"], run["metrics"], run["artifacts"], run["used_by"]) == ("2026-11-20-0400", pin, {"auc": 0.9}, ["model"], ["scoring"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["demo", "training"],
            "no run of training is complete in file://.modelfleet/data/modelfleet-trained/demo/training\n  hint: ./pants run models/demo:training\n",
        ),
        (["demo", "trainin"], 'models/demo/model.yaml: the model has no job `trainin`\n  hint: did you mean "training"?\n'),
        (["demo", "scoring"], "models/demo/model.yaml: `scoring` leaves no artifacts\n  hint: add what it leaves: `scoring: {artifacts: {out: [model]}}`\n"),
        (["demo", "training", "--stage", "prd"], 'there is no stage `prd`\n  hint: did you mean "prod"?\n'),
    ],
)
def test_what_is_said(tree: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str) -> None:
    assert adopt(capsys, *words) == (1, "", said)
    assert (tree / FILE).read_text() == MODEL


def test_a_run_that_is_not_there(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    train(tree, "2026-11-20-0400", {})
    (tree / ".modelfleet/data/modelfleet-trained/demo/training/2026-11-27-0400/model").mkdir(parents=True)
    said = (
        "no complete run of training is called `2026-11-27-0400` in file://.modelfleet/data/modelfleet-trained/demo/training\n"
        '  hint: did you mean "2026-11-20-0400"?\n'
    )
    assert adopt(capsys, "demo", "training", "2026-11-27-0400") == (1, "", said)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"format": 1', "1"),
        ('"auc": 0.5', '"auc": NaN'),
        ('"auc": 0.5', '"auc": 1' + 400 * "0"),
        ('"auc": 0.5', '"\\u001b[2J": 1'),
        ('"published": "', '"published": "\\u001b[2J'),
    ],
)
def test_a_marker_that_no_run_has_written(tree: Path, capsys: pytest.CaptureFixture[str], before: str, after: str) -> None:
    train(tree, "2026-11-20-0400", {"auc": 0.5})
    marker = tree / ".modelfleet/data/modelfleet-trained/demo/training/2026-11-20-0400/_SUCCESS"
    text = marker.read_text()
    assert text.count(before) == 1
    marker.write_text(text.replace(before, after))
    said = (
        "file://.modelfleet/data/modelfleet-trained/demo/training/2026-11-20-0400/_SUCCESS was not written by a run\n"
        "  hint: somebody must look at that directory, and remove it\n"
    )
    assert adopt(capsys, "demo", "training") == (1, "", said)


def test_nobody_takes_what_the_job_leaves(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alone = MODEL[: MODEL.index("  scoring:")]
    (tree / FILE).write_text(alone)
    said = "models/demo/model.yaml: no job takes the artifacts of `training`\n  hint: add `follow: {training: latest}` to the job that needs them, then adopt\n"
    assert adopt(capsys, "demo", "training", "latest") == (1, "", said)


def test_a_file_with_problems_is_not_touched(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    train(tree, "2026-11-20-0400", {})
    (tree / FILE).write_text(MODEL + "stage: {}\n")
    code, out, err = adopt(capsys, "demo", "training", "latest")
    assert (code, out) == (1, "")
    assert err.startswith("models/demo/model.yaml:15: stage: unknown field\n")
    assert (tree / FILE).read_text() == MODEL + "stage: {}\n"
