"""docs/guides/run-locally.md, word for word: what it tells a person to type is run, and what it promises happens."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = next(directory for directory in Path(__file__).resolve().parents if (directory / "platform" / "stages").is_dir())
PARTS = ("models/fraud-detection", "platform/stages", "platform/src/modelfleet_runtime", "3rdparty/python")


def guide() -> str:
    return (ROOT / "docs/guides/run-locally.md").read_text(encoding="utf-8")


def steps() -> list[list[str]]:
    """The commands of the guide's shell blocks, `./pants run ADDRESS -- WORDS` as the program gets it from the build tool."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", guide(), re.MULTILINE | re.DOTALL)
    commands = [words for block in blocks for line in block.splitlines() if (words := shlex.split(line, comments=True))]
    program = [sys.executable, "-m", "modelfleet.cli.main"]
    return [[*program, *[word for word in words[1:] if word != "--"]] if words[0] == "./pants" else [sys.executable, *words[1:]] for words in commands]


def without_figures(text: str) -> str:
    """The report of drift without the names of runs, which hold the time."""
    return re.sub(r"logical_date=\S+", "RUN", text)


def test_the_guide_does_what_it_says(tmp_path):
    for part in PARTS:
        shutil.copytree(ROOT / part, tmp_path / part)
    shutil.copy(ROOT / "platform/owners.yaml", tmp_path / "platform/owners.yaml")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path)), "CARD_KEY": "any"}
    codes, reports = [], []
    for command in steps():
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        codes.append(done.returncode)
        if ":monitoring" in command[-1]:
            reports.append(done.stdout)
        assert done.returncode in (0, 3), done.stderr
    assert codes == [0, 0, 0, 0, 0, 3, 0]
    assert (tmp_path / "models/fraud-detection/.venv/bin/python").exists()
    calm, drifted = reports
    assert "DRIFTED" not in calm
    assert calm.count(" ok\n") == 5
    assert without_figures(drifted) in without_figures(guide())
