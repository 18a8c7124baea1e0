"""The scaffold cannot rot: what it makes is loaded, rendered and tested like any other model."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from modelfleet.cli.main import main
from modelfleet.spec.load import load_model, load_platform

EIGHT = [
    "BUILD",
    "README.md",
    "model.yaml",
    "predict.py",
    "requirements.lock",
    "requirements.txt",
    "tests/model_test.py",
    "train.py",
]


def tree(directory: Path) -> dict[str, bytes]:
    return {path.relative_to(directory).as_posix(): path.read_bytes() for path in sorted(directory.rglob("*")) if path.is_file()}


def cookiecutter(checkout: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Plain cookiecutter, without the platform's packages in sight of its hook, and with a home of its own."""
    environment = {**os.environ, "HOME": str(checkout.parent), "PYTHONPATH": os.pathsep.join(path for path in sys.path if "platform/src" not in path)}
    command = [sys.executable, "-m", "cookiecutter", "templates/model", "-o", "models", "--no-input", *words]
    return subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, check=False)


def test_it_is_eight_files(checkout, new):
    assert new("churn", "--no-input")[0] == 0
    assert sorted(tree(checkout / "models/churn")) == EIGHT


def test_plain_cookiecutter_makes_the_same_bytes(checkout, new):
    words = ["owner=team-antifraud", "timezone=America/New_York", "python=3.13", "description=Кто уйдёт & почему: 50 % <b>"]
    done = cookiecutter(checkout, "name=churn", *words)
    assert done.returncode == 0, done.stderr
    plain = tree(checkout / "models/churn")
    shutil.rmtree(checkout / "models/churn")
    assert new("churn", "--no-input", *words)[0] == 0
    assert tree(checkout / "models/churn") == plain


def test_plain_cookiecutter_refuses_and_leaves_nothing(checkout):
    done = cookiecutter(checkout, "name=Churn", "owner=nobody")
    assert done.returncode != 0
    assert "name: `Churn` is no name of a model\n" in done.stderr
    assert "owner: `nobody` is not in platform/owners.yaml\n  hint: one of team-antifraud, team-platform\n" in done.stderr
    assert not (checkout / "models/Churn").exists()


def test_plain_cookiecutter_overwrites_no_model(checkout, new):
    assert new("churn", "--no-input")[0] == 0
    before = tree(checkout / "models/churn")
    done = cookiecutter(checkout, "name=churn", "description=Other")
    assert done.returncode != 0
    assert tree(checkout / "models/churn") == before


def test_it_has_no_logic(checkout):
    scaffold = checkout / "templates/model"
    for path in scaffold.joinpath("{{cookiecutter.name}}").rglob("*"):
        if path.is_file():
            assert "{%" not in path.read_text(), f"{path.name} has logic"
    assert sorted(path.name for path in scaffold.joinpath("hooks").glob("*.py")) == ["pre_gen_project.py"]


@pytest.mark.parametrize("name", ["churn", "true", "a" * 39])
@pytest.mark.parametrize("python", ["3.10", "3.13"])
def test_what_it_makes_is_a_whole_model_on_every_stage(checkout, new, name, python):
    assert new(name, "--no-input", f"python={python}")[0] == 0
    platform = load_platform(Path())
    loaded = load_model(Path("models", name, "model.yaml"), platform, root=Path())
    assert set(loaded.on) == set(platform.stages)
    for model in loaded.on.values():
        assert model.name == name
        assert model.python.version == python
        assert list(model.jobs) == ["inference", "monitoring", "training"]
        published = {output.uri for job in model.jobs.values() for output in job.outputs}
        assert {source.uri for job in model.jobs.values() for source in job.inputs} <= published, "an input that nobody makes"


def test_every_python_that_it_offers_is_one_of_the_spec(checkout):
    from typing import get_args

    from modelfleet.spec.model import PythonVersion

    questions = json.loads((checkout / "templates/model/cookiecutter.json").read_text())
    assert sorted(questions["python"]) == sorted(get_args(PythonVersion))
    assert questions["owner"] in load_platform(Path()).owners


def test_its_build_file_is_that_of_every_model(checkout, repository):
    scaffold = (checkout / "templates/model/{{cookiecutter.name}}/BUILD").read_bytes()
    assert scaffold == (repository / "models/fraud-detection/BUILD").read_bytes()


@pytest.mark.parametrize("python", ["3.10", "3.11", "3.12", "3.13"])
def test_its_lock_is_what_lock_would_write(checkout, new, python, capsys):
    assert new("churn", "--no-input", f"python={python}")[0] == 0
    assert main(["lock", "models/churn", "--check"]) == 0, capsys.readouterr().err


def test_its_jobs_work_one_after_the_other(checkout, repository, capfd):
    """New, test, train, predict, monitor, as a newcomer would, in the environment of its own lock."""
    for part in ("platform/src/modelfleet_runtime", "3rdparty/python"):
        shutil.copytree(repository / part, checkout / part)
    assert main(["new", "churn", "--no-input"]) == 0
    assert main(["pytest-in-environment", "models/churn"]) == 0
    for job in ("training", "inference", "monitoring"):
        assert main(["run", f"models/churn:{job}"]) == 0, capfd.readouterr().err
    published = sorted((checkout / ".modelfleet/data/bank-models/churn/scores").rglob("scores.csv"))
    assert len(published) == 1
    assert published[0].read_text().splitlines()[0] == "x,score"
    assert (published[0].parent / "_SUCCESS").is_file()
