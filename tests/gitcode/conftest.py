"""A server with one repository, and a fleet with one model whose code is there."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from gitcode.fleet import Fleet
from gitcode.git_server import GitServer, serving
from gitcode.repository import Remote, make_remote
from golden import root

PARTS = ("platform/argocd", "platform/jsonnet", "platform/schema/upstream", "platform/stages", "platform/src/modelfleet_runtime", "clusterworkflowtemplates")
FILES = ("platform/owners.yaml", "3rdparty/python/runtime.lock")


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all tests: the environment of the runtime is installed once, and code is kept by its digest."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def nobody(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No progress lines, and a person without credentials, whoever runs the tests."""
    monkeypatch.setattr("modelfleet.archive.progress.PATIENCE", 3600.0)
    for name in [name for name in os.environ if name.startswith(("GIT_", "SSH_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[GitServer]:
    (tmp_path / "served").mkdir(exist_ok=True)
    with serving(tmp_path / "served") as started:
        yield started


@pytest.fixture
def private(tmp_path: Path) -> Iterator[GitServer]:
    """The same repositories for people with a password."""
    (tmp_path / "served").mkdir(exist_ok=True)
    with serving(tmp_path / "served", private=True) as started:
        yield started


@pytest.fixture
def remote(tmp_path: Path) -> Remote:
    """A repository `scoring` with one commit on `main`."""
    made = make_remote(tmp_path / "theirs", tmp_path / "served", "scoring")
    made.push({"train.py": "import lib.math\nprint('trained', lib.math.two())\n", "lib/math.py": "def two():\n    return 2\n", "run.sh": "#!/bin/sh\n"})
    return made


@pytest.fixture
def fleet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fleet:
    """A repository with the platform of this one, as working directory."""
    here, there = root(), tmp_path / "fleet"
    for part in PARTS:
        shutil.copytree(here / part, there / part, ignore=shutil.ignore_patterns("__pycache__", "BUILD"))
    for file in FILES:
        (there / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(here / file, there / file)
    monkeypatch.chdir(there)
    return Fleet(there, f"{sys.version_info.major}.{sys.version_info.minor}")
