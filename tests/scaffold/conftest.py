from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from modelfleet.cli.main import main


@pytest.fixture(scope="session")
def repository() -> Path:
    """The repository's root, or what mirrors it while the build tool runs the tests."""
    return next(directory for directory in Path(__file__).resolve().parents if (directory / "platform" / "stages").is_dir())


@pytest.fixture
def checkout(tmp_path, monkeypatch, repository) -> Path:
    """What the scaffold needs of the repository, in a directory where a test may write; it is the working directory."""
    root = tmp_path / "checkout"
    for part in ("templates/model", "platform/stages"):
        shutil.copytree(repository / part, root / part)
    shutil.copy(repository / "platform/owners.yaml", root / "platform/owners.yaml")
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def new(checkout, capsys):
    """`modelfleet new WORDS`: its exit code, what it printed, and what it complained about."""

    def call(*words: str) -> tuple[int, str, str]:
        code = main(["new", *words])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call


@pytest.fixture
def terminal():
    """Puts a real terminal in the place of the standard input; what the test writes to it is typed."""
    master, ours = os.openpty()
    saved, standard_input = os.dup(0), sys.stdin
    os.dup2(ours, 0)
    sys.stdin = os.fdopen(os.dup(0))
    yield lambda text: os.write(master, text.encode())
    sys.stdin.close()
    sys.stdin = standard_input
    os.dup2(saved, 0)
    for descriptor in (saved, master, ours):
        os.close(descriptor)
