"""`modelfleet run` of a job with steps: artifacts reach those who take them, loops run, one step runs alone."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from runtime.tiny import PYTHON, make_repository, run, shown

MODEL = f"""\
name: tiny
description: Counts by region
owner: team-antifraud
python: {{version: "{PYTHON}"}}
parameters: {{window: 7d}}
jobs:
  training:
    env: {{LEVEL: info}}
    steps:
      prepare: {{entry_point: prepare.py, artifacts: {{out: [features, names]}}}}
      fit:
        entry_point: fit.py
        args: ["${{region}}"]
        depends_on: [prepare]
        for_each: {{region: [north, south]}}
        artifacts: {{in: [prepare.features], out: [part]}}
      check:
        entry_point: check.py
        args: ["${{region}}"]
        depends_on: [fit]
        for_each: {{region: [north, south]}}
        artifacts: {{in: [fit.part]}}
      merge:
        entry_point: merge.py
        depends_on: [check, prepare]
        artifacts: {{in: [fit.part, prepare.names]}}
        outputs: [{{name: model, from: out/, uri: "s3://bank-models/tiny/model/"}}]
"""

FILES = {
    # A directory with a link inside, and an artifact that is one file.
    "prepare.py": "import os; os.makedirs('features'); open('features/a.csv', 'w').write('1'); os.symlink('a.csv', 'features/b.csv')\n"
    "open('names', 'w').write('north south')\n",
    "fit.py": "import json, os, sys; params = json.load(open(os.environ['MODELFLEET_PARAMS']))\n"
    "os.makedirs('part'); text = open('features/b.csv').read() + sys.argv[1] + params['parameters']['region'] + os.environ['LEVEL']\n"
    "open('part/model.txt', 'w').write(text); open('features/a.csv', 'w').write('changed')\n",
    "check.py": "import sys; assert sys.argv[1] in open('part/model.txt').read()\n",
    "merge.py": "import os; os.makedirs('out')\n"
    "open('out/all.txt', 'w').write(' '.join(open(f'part/{name}/model.txt').read() for name in open('names').read().split()))\n",
}


@pytest.fixture
def steps(tmp_path: Path) -> Path:
    make_repository(tmp_path, {"model.yaml": MODEL, **FILES})
    return tmp_path


def lines_of(done: subprocess.CompletedProcess[str], *starts: str) -> list[str]:
    return [line for line in shown(done.stderr).splitlines() if line.startswith(starts)]


def test_all_steps(steps: Path) -> None:
    done = run(steps, "models/tiny:training")
    assert (done.returncode, lines_of(done, "run:", "extra-params: step", "launcher: artifact")) == (
        0,
        [
            f"run: tiny training, step {task}, in .modelfleet/run/tiny/training/RUN/{task}; no limits of CPU, memory, disk and time here"
            for task in ("prepare", "fit-north", "fit-south", "check-north", "check-south", "merge")
        ]
        + [
            "run: steps run one after the other here, each once; in the cluster side by side, with retries",
            "extra-params: step prepare, artifacts: none",
            "launcher: artifact features: handed on",
            "launcher: artifact names: handed on",
            "extra-params: step fit-north, artifacts: features",
            "launcher: artifact part: handed on",
            "extra-params: step fit-south, artifacts: features",
            "launcher: artifact part: handed on",
            "extra-params: step check-north, artifacts: part",
            "extra-params: step check-south, artifacts: part",
            "extra-params: step merge, artifacts: part/north, part/south, names",
            "run: model is in .modelfleet/data/bank-models/tiny/model/logical_date=STAMP/run=RUN/",
        ],
    )
    (model,) = (steps / ".modelfleet/data/bank-models/tiny/model").rglob("all.txt")
    assert model.read_text() == "1northnorthinfo 1southsouthinfo"


def test_one_step_takes_what_earlier_runs_left(steps: Path) -> None:
    done = run(steps, "models/tiny:training", "--step", "merge")
    assert (done.returncode, done.stderr) == (
        1,
        "no local run has left fit-north.part\n  hint: run all steps first: ./pants run models/tiny:training\n"
        "no local run has left fit-south.part\n  hint: run all steps first: ./pants run models/tiny:training\n"
        "no local run has left prepare.names\n  hint: run all steps first: ./pants run models/tiny:training\n",
    )
    assert run(steps, "models/tiny:training").returncode == 0
    # More newer runs than workspaces are kept: what a step takes stays all the same.
    for number in range(6):
        (steps / f".modelfleet/run/tiny/training/local-29991231-00000{number}").mkdir()
    done = run(steps, "models/tiny:training", "--step", "merge")
    assert (done.returncode, lines_of(done, "extra-params: step")) == (0, ["extra-params: step merge, artifacts: part/north, part/south, names"])


def test_nothing_runs_after_a_step_that_fails(steps: Path) -> None:
    (steps / "models/tiny/fit.py").write_text("raise SystemExit(7)\n")
    done = run(steps, "models/tiny:training")
    assert (done.returncode, lines_of(done, "run:")[-2:]) == (
        7,
        [
            "run: ended with exit code 7; the workspace stays in .modelfleet/run/tiny/training/RUN/fit-north",
            "run: not run after that: fit-south, check-north, check-south, merge",
        ],
    )


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("pass", "launcher: artifact part: the step made no file in `part`"),
        ("import os; os.makedirs('part'); os.symlink('/etc/hostname', 'part/name')", "launcher: artifact part: the link `part/name` leaves it"),
        ("import os; os.makedirs('part'); os.symlink('../../code/fit.py', 'part/name')", "launcher: artifact part: the link `part/name` leaves it"),
        ("import os; open('p', 'w').write(''); os.symlink('p', 'part')", "launcher: artifact part: the link `part` leaves it"),
    ],
)
def test_an_artifact_that_would_not_arrive(steps: Path, code: str, said: str) -> None:
    (steps / "models/tiny/fit.py").write_text(code + "\n")
    done = run(steps, "models/tiny:training")
    assert (done.returncode, lines_of(done, "launcher: artifact part")) == (1, [said])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--step", "fitt"], '--step fitt: tiny:training has no such step\n  hint: did you mean "fit"?\n'),
        (["--step", "load"], "--step load: tiny:training has no such step\n  hint: one of: check, fit, merge, prepare\n"),
        (["--debug"], "--debug waits for a debugger in each step\n  hint: say in which: --step check\n"),
        (["-p", "region=north"], "-p region=north: the job has no parameter `region`\n  hint: one of: window\n"),
    ],
)
def test_what_a_person_may_get_wrong(steps: Path, words: list[str], said: str) -> None:
    done = run(steps, "models/tiny:training", *words)
    assert (done.returncode, done.stderr) == (1, said)
