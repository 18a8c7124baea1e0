"""A repository of the made-up fleet, for tests that run the verbs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from golden import root
from render.made_up import HERE

PARTS = ("platform/argocd", "platform/jsonnet", "platform/schema/upstream", "platform/src/modelfleet_runtime", "clusterworkflowtemplates")

BAD = """\
name: bad
description: A model with a mistake
owner: team-one
python: {version: "3.11"}
jobs:
  training:
    entry_point: train.py
    scedule: {cron: "0 4 * * 0", timezone: Etc/UTC}
"""


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of the made-up fleet with two models, one good, one bad; it is the working directory."""
    here, there = root(), tmp_path / "checkout"
    for part in PARTS:
        shutil.copytree(here / part, there / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(HERE / "fleet" / "platform", there / "platform", dirs_exist_ok=True)
    (there / "3rdparty" / "python").mkdir(parents=True)
    shutil.copy(here / "3rdparty" / "python" / "runtime.lock", there / "3rdparty" / "python" / "runtime.lock")
    for name, text in (("one-job", (HERE / "one-job" / "model.yaml").read_text()), ("bad", BAD)):
        (there / "models" / name).mkdir(parents=True)
        (there / "models" / name / "model.yaml").write_text(text)
        for file in ("train.py", "requirements.txt", "requirements.lock"):
            (there / "models" / name / file).write_text("")
    monkeypatch.chdir(there)
    return there
