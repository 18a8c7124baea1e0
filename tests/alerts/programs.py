"""The programs that judge what is rendered: Prometheus' own, kube-state-metrics, an evaluator of network policies."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import go_program

HERE = Path(__file__).resolve().parent
PROMTOOL = "github.com/prometheus/prometheus/cmd/promtool"

_SAMPLE = re.compile(r"^(?P<name>[a-z_]+)\{(?P<labels>.*)\} (?P<value>\S+)$")
_LABEL = re.compile(r'([a-z_]+)="((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True)
class Sample:
    """One line of what Prometheus reads: a series and its value."""

    name: str
    labels: Mapping[str, str]
    value: float

    @property
    def series(self) -> str:
        """The series as promtool names it."""
        return series(self.name, self.labels)


def series(name: str, labels: Mapping[str, str]) -> str:
    """A series in the notation of Prometheus."""
    return f"{name}{{{', '.join(f'{key}={json.dumps(value)}' for key, value in sorted(labels.items()))}}}"


def promtool(go: str) -> Path:
    """Prometheus' own tool, without its service discovery, which is most of what there is to build."""
    return go_program.built(HERE / "promtool", "promtool", go, PROMTOOL, tags="remove_all_sd")


def state_metrics(go: str, configuration: Path, objects: Iterable[Mapping[str, Any]]) -> list[Sample]:
    """What kube-state-metrics says of objects of a cluster."""
    program = go_program.built(HERE / "state-metrics", "state-metrics", go)
    done = subprocess.run([program, configuration], input=json.dumps(list(objects)), capture_output=True, text=True, check=True, timeout=60)
    return [_sample(line) for line in done.stdout.splitlines()]


def flows(go: str, policies: Sequence[Mapping[str, Any]], asked: Sequence[Mapping[str, Any]]) -> list[bool]:
    """Whether each flow passes, given the policies of all namespaces."""
    program = go_program.built(HERE / "flows", "flows", go)
    question = json.dumps({"policies": policies, "flows": asked})
    done = subprocess.run([program], input=question, capture_output=True, text=True, check=True, timeout=60)
    answers: list[bool] = json.loads(done.stdout)
    return answers


def _sample(line: str) -> Sample:
    found = _SAMPLE.match(line)
    assert found is not None, line
    return Sample(found["name"], dict(_LABEL.findall(found["labels"])), float(found["value"]))
