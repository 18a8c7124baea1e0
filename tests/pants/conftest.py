"""A small repository with the platform of this one, in which Pants runs."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from golden import root

PLATFORM = ("3rdparty", "clusterworkflowtemplates", "docs", "platform", "BUILD", "pants", "pants.toml", "ruff.toml")

MODEL = """\
name: {name}
description: Made for a test
owner: team-antifraud
python: {{version: "3.11"}}
jobs:
  score:
    entry_point: score.py
    schedule: {{cron: "0 2 * * *", timezone: UTC}}
"""
KERBEROS = "    kerberos: {principal: svc-fraud, keytab_secret: fraud-keytab}\n"


@dataclass(frozen=True)
class Checkout:
    """A work tree under Git with the models `plain` and `secure`; only `secure` uses Kerberos."""

    root: Path

    def pants(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `./pants` as a person would; both streams are in `stdout`."""
        return subprocess.run(["./pants", *words], cwd=self.root, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)

    def git(self, *words: str) -> None:
        """Run Git as a person who exists only here."""
        subprocess.run(["git", "-c", "user.name=Ada", "-c", "user.email=ada@example.invalid", *words], cwd=self.root, check=True, capture_output=True)

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace a text that occurs in the file."""
        file = self.root / path
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new), "utf-8")


def environment() -> dict[str, str]:
    """The variables of this process without those that Python and the outer Pants are steered by."""
    steering = ("PEX", "PYTHON", "PYTEST", "PANTS_", "MODELFLEET_PATH")
    return {name: value for name, value in os.environ.items() if not name.startswith(steering)}


def write_model(models: Path, name: str, more: str) -> None:
    directory = models / name
    directory.mkdir(parents=True)
    (directory / "model.yaml").write_text(MODEL.format(name=name) + more, "utf-8")
    (directory / "score.py").write_text("print('scored')\n", "utf-8")
    (directory / "requirements.txt").write_text("", "utf-8")
    (directory / "requirements.lock").write_text("", "utf-8")


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    tree = tmp_path_factory.mktemp("checkout")
    for name in PLATFORM:
        source = root() / name
        if source.is_dir():
            shutil.copytree(source, tree / name, ignore=shutil.ignore_patterns("__pycache__", "*_test.py", ".*"))
        else:
            shutil.copy(source, tree / name)
    shutil.copy(root() / ".gitignore", tree / ".gitignore")
    write_model(tree / "models", "plain", "")
    write_model(tree / "models", "secure", KERBEROS)
    place = Checkout(tree)
    place.git("init", "--quiet")
    try:
        yield place
    finally:
        for file in (tree / ".pids").rglob("pid"):
            os.kill(int(file.read_text()), signal.SIGTERM)
