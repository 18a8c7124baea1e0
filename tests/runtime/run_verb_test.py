"""`modelfleet run` in a small repository: what a person sees, and where the results are."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from runtime.tiny import PYTHON, environ, make_repository, run, shown

MODEL = f"""\
name: tiny
description: Counts what it gets
owner: team-antifraud
python: {{version: "{PYTHON}"}}
parameters: {{window: 7d, rows: 10, fast: false}}
jobs:
  training:
    entry_point: train.py
    outputs:
      - {{name: model, from: out/model/, uri: "s3://bank-models/tiny/model/"}}
      - {{name: reference, from: out/reference/, uri: "s3://bank-models/tiny/reference/"}}
  inference:
    entry_point: predict.py
    args: ["${{rows}}", "${{fast}}", "${{logical_date}}"]
    inputs:
      - {{name: transactions, uri: "s3://bank-dwh/transactions/", to: data/transactions/}}
      - {{name: model, uri: "s3://bank-models/tiny/model/", to: data/model/, select: latest_complete}}
    outputs: [{{name: scores, from: out/, uri: "s3://bank-dwh/tiny/"}}]
    secrets: [{{env: DB_PASSWORD, ref: fraud-db/password}}]
    kerberos: {{principal: svc-fraud, keytab_secret: fraud-keytab}}
"""

TRAIN = """\
import os
for name, file in (("model", "model.txt"), ("reference", "reference.csv")):
    os.makedirs(f"out/{name}")
    with open(f"out/{name}/{file}", "w") as text:
        text.write("score\\n1\\n2\\n")
"""

PREDICT = """\
import os, sys
print(sys.argv[1:], os.environ.get("DB_PASSWORD"), sorted(os.listdir("data/transactions")), sorted(os.listdir("data/model")))
os.makedirs("out")
with open("out/scores.csv", "w") as text:
    text.write("score\\n1\\n2\\n")
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """What `run` reads of the repository, with one model whose environment is empty."""
    model = make_repository(tmp_path, {"model.yaml": MODEL, "train.py": TRAIN, "predict.py": PREDICT})
    (model / "sample").mkdir()
    (model / "sample" / "rows.csv").write_text("row\n1\n", encoding="utf-8")
    return tmp_path


def test_training_inference_and_monitoring(repository: Path) -> None:
    done = run(repository, "models/tiny:training")
    assert (done.returncode, shown(done.stderr)) == (
        0,
        "run: tiny training in .modelfleet/run/tiny/training/RUN; no limits of CPU, memory, disk and time here\n"
        "extra-params: tiny training, run RUN, logical date TIME\n"
        "extra-params: data interval TIME to TIME, 0 inputs, debug false\n"
        "transfer-in: 0 inputs are in place\n"
        "launcher: train.py ended with exit code 0\n"
        "launcher: output model: s3://bank-models/tiny/model/logical_date=STAMP/run=RUN/\n"
        "launcher: output reference: s3://bank-models/tiny/reference/logical_date=STAMP/run=RUN/\n"
        "run: model is in .modelfleet/data/bank-models/tiny/model/logical_date=STAMP/run=RUN/\n"
        "run: reference is in .modelfleet/data/bank-models/tiny/reference/logical_date=STAMP/run=RUN/\n",
    )
    words = ["tiny:inference", "--input", "transactions=models/tiny/sample", "-p", "rows=5", "-p", "fast=true", "--logical-date", "2026-11-20"]
    done = run(repository, *words, "--output", "scores=mine", DB_PASSWORD="secret")
    assert (done.returncode, done.stdout) == (0, "['5', 'true', '2026-11-20'] secret ['rows.csv'] ['model.txt']\n")
    assert shown(done.stderr).splitlines()[1] == "run: no Kerberos ticket of svc-fraud; one of your own is used if the job looks for it"
    assert shown(done.stderr).splitlines()[-1] == "run: scores is in mine/logical_date=STAMP/run=RUN/"
    assert (repository / "mine" / "logical_date=2026-11-20T000000Z").is_dir()
    done = run(repository, "models/tiny:monitoring", "--input", "scores=mine")
    assert (done.returncode, done.stdout.splitlines()[-2]) == (0, "score   numeric  0.0000  0.0%            0.0%  ok")
    # What runs is the code archive's view: neither the description, nor the lock, nor tests.
    (code,) = (repository / ".modelfleet" / "run" / "tiny" / "inference").glob("*/code")
    assert sorted(path.name for path in code.iterdir()) == ["predict.py", "requirements.txt", "sample", "train.py"]


def test_missing_inputs_say_what_to_type(repository: Path) -> None:
    done = run(repository, "models/tiny:inference")
    assert done.returncode == 1
    assert shown(done.stderr).split("debug false\n")[1] == (
        "models/tiny/model.yaml: jobs.inference.inputs.model: there is no .modelfleet/data/bank-models/tiny/model\n"
        "  hint: inference reads what training writes, so first: ./pants run models/tiny:training\n"
        "models/tiny/model.yaml: jobs.inference.inputs.transactions: there is no .modelfleet/data/bank-dwh/transactions\n"
        "  hint: ./pants run models/tiny:inference -- --input transactions=models/tiny/sample\n"
    )
    assert "run: DB_PASSWORD is not set: a pod takes it from the secret fraud-db, here your shell must set it\n" in done.stderr


def test_hints_stay_on_the_stage(repository: Path) -> None:
    done = run(repository, "models/tiny:inference", "--stage", "dev")
    assert [line.rpartition("./pants ")[2] for line in done.stderr.splitlines() if "hint: " in line] == [
        "run models/tiny:training -- --stage dev",
        "run models/tiny:inference -- --input transactions=models/tiny/sample --stage dev",
    ]


def test_a_job_that_fails(repository: Path) -> None:
    (repository / "models" / "tiny" / "train.py").write_text(TRAIN + "raise SystemExit(17)\n", encoding="utf-8")
    done = run(repository, "models/tiny:training")
    assert (done.returncode, shown(done.stderr).splitlines()[-3:]) == (
        17,
        [
            f"run: {name} was not published; what there is of it is in .modelfleet/data/modelfleet-scratch/tiny/training/logical_date=STAMP/run=RUN/{name}/"
            for name in ("model", "reference")
        ]
        + ["run: ended with exit code 17; the workspace stays in .modelfleet/run/tiny/training/RUN"],
    )


def test_an_interrupted_run(repository: Path) -> None:
    (repository / "models" / "tiny" / "train.py").write_text("import time; print('ready', flush=True); time.sleep(60)", encoding="utf-8")
    command = [sys.executable, "-m", "modelfleet.cli.main", "run", "models/tiny:training"]
    process = subprocess.Popen(command, cwd=repository, env=environ(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    # A terminal sends Ctrl-C to all processes in front: this one and the launcher.
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "launcher: SIGINT received and forwarded" in err
    assert shown(err).splitlines()[-1] == "run: ended with exit code 130; the workspace stays in .modelfleet/run/tiny/training/RUN"


def test_only_the_newest_workspaces_stay(repository: Path) -> None:
    runs = repository / ".modelfleet" / "run" / "tiny" / "training"
    for number in range(8):
        (runs / f"local-20200101-00000{number}").mkdir(parents=True)
    assert run(repository, "models/tiny:training").returncode == 0
    left = sorted(path.name for path in runs.iterdir())
    assert len(left) == 5
    assert left[:4] == [f"local-20200101-00000{number}" for number in (4, 5, 6, 7)]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["models/tiny"], "`models/tiny` names no job\n  hint: write models/NAME:JOB, for example models/tiny:inference\n"),
        (["models/tinny:training"], 'there is no model `tinny` below models/\n  hint: did you mean "tiny"?\n'),
        (["fraud:training"], "there is no model `fraud` below models/\n  hint: one of: tiny\n"),
        (["tiny:trainig"], 'models/tiny/model.yaml: the model has no job `trainig`\n  hint: did you mean "training"?\n'),
        (["tiny:x"], "models/tiny/model.yaml: the model has no job `x`\n  hint: one of: inference, monitoring, training\n"),
        (["tiny:training", "--stage", "production"], "there is no stage `production`\n  hint: one of: dev, local, prod\n"),
        (
            ["tiny:inference", "--input", "transaction=.", "--input", "model", "--input", "transactions=nowhere", "--output", "score=x"],
            "--input model: is not NAME=VALUE\n  hint: for example --input model=VALUE\n"
            '--input transaction=.: the job has no input `transaction`\n  hint: did you mean "transactions"?\n'
            "--input transactions=nowhere: there is no nowhere\n  hint: paths are relative to the repository's root\n"
            '--output score=x: the job has no output `score`\n  hint: did you mean "scores"?\n',
        ),
        (
            ["tiny:training", "-p", "row=1", "-p", "rows=many", "-p", "fast=yes", "-p", "window"],
            "-p fast=yes: is not true or false\n  hint: model.yaml has false\n"
            '-p row=1: the job has no parameter `row`\n  hint: did you mean "rows"?\n'
            "-p rows=many: is not a number\n  hint: model.yaml has 10\n"
            "-p window: is not NAME=VALUE\n  hint: for example -p window=VALUE\n",
        ),
    ],
)
def test_misspelt(repository: Path, words: list[str], message: str) -> None:
    done = run(repository, *words)
    assert (done.returncode, done.stderr) == (1, message)
    assert not (repository / ".modelfleet").exists()


def test_a_date_that_is_none(repository: Path) -> None:
    done = run(repository, "tiny:training", "--logical-date", "tomorrow")
    assert (done.returncode, done.stderr.splitlines()[1:]) == (
        1,
        [
            "extra-params: the workflow parameter `logical-date`: `tomorrow` is not a date or a time",
            "  hint: write 2026-11-20 or 2026-11-20T04:00:00+03:00",
        ],
    )
