"""The repository of the fleet in a test, and what its person types."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from modelfleet.cli.main import main

MODEL = "models/scoring"
FILE = f"{MODEL}/model.yaml"
LOCK = f"{MODEL}/code.lock"


def described(python: str, code: str = "", entry_point: str = "train.py") -> str:
    """A model.yaml with one job. `code` is the whole field, as it is written."""
    field = f"code: {code}\n" if code else ""
    return (
        f'name: scoring\ndescription: Scores applicants\nowner: team-antifraud\npython: {{version: "{python}"}}\n'
        f"{field}jobs:\n  training: {{entry_point: {entry_point}}}\n"
    )


@dataclass(frozen=True)
class Fleet:
    """The working directory of a test. `python` is the version that runs it."""

    root: Path
    python: str

    def describe(self, code: str = "", entry_point: str = "train.py") -> None:
        """Write the model, without a lock."""
        self.write(described(self.python, code, entry_point))

    def write(self, text: str) -> None:
        """Write model.yaml; the environment is empty."""
        directory = self.root / MODEL
        directory.mkdir(parents=True, exist_ok=True)
        for name, content in (("model.yaml", text), ("requirements.txt", ""), ("requirements.lock", "")):
            (directory / name).write_text(content)

    def lock(self, *words: str) -> int:
        """`./pants lock models/scoring`."""
        return main(["lock", *words, MODEL])

    def render(self) -> dict[str, Any]:
        """Render the model; returns its inventory. The manifests are below `out`."""
        assert main(["render", "--out", "out", FILE]) == 0
        return json.loads(Path("out/inventory/scoring.json").read_text())

    def manifest(self, stage: str = "local") -> Any:
        """The WorkflowTemplate of the job `training`."""
        return YAML(typ="safe").load(Path(f"out/{stage}/models/scoring/manifests/workflowtemplate-scoring-training.yaml"))

    def artifact(self) -> dict[str, Any]:
        """The argument `code` of the job's only task."""
        (task,) = self.manifest()["spec"]["templates"][0]["dag"]["tasks"]
        (artifact,) = [one for one in task["arguments"]["artifacts"] if one["name"] == "code"]
        return artifact
