"""The page of each model, word for word: what it tells a person to type is run, in the tree that a person has."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = next(directory for directory in Path(__file__).resolve().parents if (directory / "platform" / "stages").is_dir())
PARTS = ("platform/stages", "platform/src/modelfleet_runtime", "3rdparty/python")
MODELS = sorted(path.parent.name for path in ROOT.glob("models/*/README.md"))
SPARK_HOME = os.environ.get("SPARK_HOME", "")


def commands(page: Path) -> list[list[str]]:
    """The commands of the page's shell blocks, `./pants VERB WORDS` as the program gets it from the build tool."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    lines = [words for block in blocks for line in block.splitlines() if (words := shlex.split(line, comments=True))]
    program = [sys.executable, "-m", "modelfleet.cli.main"]
    return [[*program, *[word for word in words[1:] if word != "--"]] if words[0] == "./pants" else [sys.executable, *words[1:]] for words in lines]


@pytest.mark.parametrize("model", MODELS)
def test_a_page_does_what_it_says(model, tmp_path):
    if "spark:" in (ROOT / "models" / model / "model.yaml").read_text(encoding="utf-8") and not SPARK_HOME:
        pytest.skip("SPARK_HOME names no Spark: the jobs of this model that wait for its Spark job are not run")
    for part in (*PARTS, f"models/{model}"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__", ".venv"))
    shutil.copy(ROOT / "platform/owners.yaml", tmp_path / "platform/owners.yaml")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path)), "CARD_KEY": "any"}
    found = commands(ROOT / "models" / model / "README.md")
    assert {command[-1].rpartition(":")[2] for command in found} >= {"training", "monitoring"}
    for command in found:
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
