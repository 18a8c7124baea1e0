"""A run as a pod makes it, in a directory of the test: the same modules, started as processes with the same variables."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import go_program
import pytest

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"


@pytest.fixture(scope="session")
def repository() -> Path:
    """The repository's root, or what mirrors it in a sandbox."""
    for directory in Path(__file__).resolve().parents:
        if (directory / "pants.toml").is_file() or (directory / "clusterworkflowtemplates").is_dir():
            return directory
    raise AssertionError("no repository around this file")


def settings_of(**changes: Any) -> dict[str, Any]:
    """Complete settings of a job without inputs and outputs, with `changes`."""
    return {
        "format": 1,
        "model": "fraud",
        "job": "inference",
        "python": PYTHON,
        "entry_point": "predict.py",
        "args": [],
        "parameters": {},
        "schedule": None,
        "inputs": [],
        "outputs": [],
        "scratch": "s3://scratch/fraud/inference/",
        "drift": None,
        "env": {},
        "digests": {"code": "c", "environment": "e", "runtime": "r"},
        **changes,
    }


@dataclass
class Pod:
    """A workspace and the folders that stand for the store of data."""

    workspace: Path
    data: Path
    settings: dict[str, Any] = field(default_factory=settings_of)
    variables: dict[str, str] = field(default_factory=dict)

    def write(self, path: str, content: str) -> Path:
        """Write a file below the workspace, for example `code/predict.py`."""
        file = self.workspace / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
        return file

    def environ(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("MODELFLEET_", "RCLONE_", "PYTHON"))}
        return {
            **inherited,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "MODELFLEET_WORKSPACE": str(self.workspace),
            "MODELFLEET_FOLDERS": str(self.data),
            "MODELFLEET_SETTINGS": json.dumps(self.settings),
            "MODELFLEET_RUN": "r1",
            "MODELFLEET_LOGICAL_DATE": "2026-11-20T00:00:00Z",
            **self.variables,
        }

    def start(self, step: str) -> subprocess.Popen[str]:
        """Start a step of the run, such as `launcher`, without waiting for it."""
        command = [sys.executable, "-m", f"modelfleet_runtime.{step}"]
        return subprocess.Popen(command, env=self.environ(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def run(self, step: str) -> subprocess.CompletedProcess[str]:
        process = self.start(step)
        out, err = process.communicate(timeout=120)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def run_all(self) -> subprocess.CompletedProcess[str]:
        """All steps of the run; the result is that of the first one that fails, else of the launcher."""
        for step in ("extra_params", "transfer_in"):
            done = self.run(step)
            if done.returncode:
                return done
        return self.run("launcher")

    def params(self) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads((self.workspace / "run" / "params.json").read_text(encoding="utf-8"))
        return loaded

    def stored(self) -> Mapping[str, str]:
        """Path below the folders -> content."""
        files = sorted(path for path in self.data.rglob("*") if path.is_file())
        return {path.relative_to(self.data).as_posix(): path.read_text(encoding="utf-8") for path in files}


@pytest.fixture
def pod(tmp_path: Path) -> Pod:
    pod = Pod(tmp_path / "workspace", tmp_path / "data")
    (pod.workspace / "env").mkdir(parents=True)
    pod.data.mkdir()
    return pod


@pytest.fixture
def verify_script(repository: Path) -> str:
    return (repository / "clusterworkflowtemplates" / "verify.py").read_text(encoding="utf-8")


@pytest.fixture
def transfer_in_script(repository: Path) -> str:
    return (repository / "clusterworkflowtemplates" / "transfer-in.sh").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def rclone() -> Path:
    """A real rclone, built from its Go module."""
    go = go_program.find_go()
    if go is None:
        pytest.skip("no Go toolchain: rclone is built from its Go module (install Go and put `go` on PATH)")
    return go_program.built(Path(__file__).resolve().parent / "rclone", "rclone", go)
