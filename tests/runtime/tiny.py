"""A small repository with one model `tiny`, and `modelfleet run` in it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"


def root() -> Path:
    return next(parent for parent in Path(__file__).resolve().parents if (parent / "platform" / "stages").is_dir())


def make_repository(top: Path, files: Mapping[str, str]) -> Path:
    """What `run` reads of the repository, with one model that has `files` and an empty environment; returns the model's directory."""
    for path in ("platform/stages", "platform/src/modelfleet_runtime"):
        shutil.copytree(root() / path, top / path, ignore=shutil.ignore_patterns("__pycache__", "BUILD"))
    for path in ("platform/owners.yaml", "3rdparty/python/runtime.lock"):
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root() / path, top / path)
    model = top / "models" / "tiny"
    model.mkdir(parents=True)
    for name, text in {"requirements.txt": "", "requirements.lock": "", **files}.items():
        (model / name).write_text(text, encoding="utf-8")
    return model


def environ() -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("MODELFLEET_") and name != "DB_PASSWORD"}
    return {**inherited, "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))}


def run(repository: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "modelfleet.cli.main", "run", *words]
    return subprocess.run(command, cwd=repository, env={**environ(), **variables}, capture_output=True, text=True, timeout=300, check=False)


def shown(text: str) -> str:
    """The log with its moments and the progress of installations taken out."""
    text = re.sub(r"^(installing|compiling) .*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"local-\d{8}-\d{6}(-\d+)?", "RUN", text)
    text = re.sub(r"\d{4}-\d\d-\d\dT\d{6}Z", "STAMP", text)
    return re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", "TIME", text)
