"""A repository of four models, as working directory: the example, one that reads of it, one whose every text is hostile, and a broken one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from catalog.made_up import READER, hostile_model
from golden import root


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The root of the repository, in which the test runs."""
    there = tmp_path / "repository"
    shutil.copytree(root() / "platform" / "stages", there / "platform" / "stages")
    shutil.copyfile(root() / "platform" / "owners.yaml", there / "platform" / "owners.yaml")
    example = shutil.ignore_patterns(".*", "__pycache__")
    shutil.copytree(root() / "models" / "fraud-detection", there / "models" / "fraud-detection", ignore=example)
    for name, text, code in (("card-report", READER, "report.py"), ("hostile", hostile_model(), "a<script>&.py"), ("broken", "name: broken\n", "x.py")):
        (there / "models" / name).mkdir()
        (there / "models" / name / "model.yaml").write_text(text, "utf-8")
        for file in (code, "requirements.txt", "requirements.lock"):
            (there / "models" / name / file).write_text("")
    monkeypatch.chdir(there)
    return there
