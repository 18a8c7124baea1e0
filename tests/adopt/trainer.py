"""A model and runs of its training, left by the runtime itself."""

from __future__ import annotations

import json
from pathlib import Path

from modelfleet_runtime.trained import complete, leave
from modelfleet_runtime.transfer import Transfer
from modelfleet_runtime.workspace import Workspace

MODEL = """\
name: demo
description: A model
owner: team-platform
python: {version: "3.11"}
jobs:
  training:
    entry_point: train.py
    artifacts: {out: [model]}
  scoring:
    # every night
    entry_point: score.py
    follow: {training: latest}   # the newest
stages:
  prod: {jobs: {scoring: {follow: {training: null}}}}
"""
PLACE = "s3://modelfleet-trained/demo/training/"
FILE = Path("models/demo/model.yaml")


def train(root: Path, transfer: Transfer, identifier: str, metrics: dict[str, float], place: str = PLACE, run: str = "") -> str:
    """Leave one run and return its pin. `root` is a directory for workspaces."""
    workspace = Workspace(root / "workspaces" / identifier)
    (workspace.work / "model").mkdir(parents=True)
    workspace.run.mkdir()
    (workspace.work / "model" / "weight").write_text(identifier)
    (workspace.work / "metrics.json").write_text(json.dumps(metrics))
    params = {
        "model": "demo",
        "job": "training",
        "run": run or f"demo-training-{identifier}",
        "logical_date": "2026-11-20T04:00:00+00:00",
        "parameters": {},
        "digests": {"code": "c0de"},
        "uses": [],
        "artifacts": {"names": ["model"], "place": place, "run": identifier},
    }
    complete("launcher", leave("launcher", params, workspace, transfer), workspace, transfer)
    return (workspace.run / "trained").read_text().strip()
