"""The settings of a job: what the runtime in the pod is told about it, as one JSON document."""

from __future__ import annotations

from typing import Any

from modelfleet.render.archives import ArchiveDigests
from modelfleet.render.trained import trained_settings
from modelfleet.spec.graph import Task
from modelfleet.spec.model import ModelSpec
from modelfleet.spec.stage import StageSpec

# The runtime refuses a format that it does not know.
FORMAT = 1

# Every field that a job can have here: a runtime that a channel holds back must know those that its models need.
KEYS = (
    *("args", "artifacts", "code_directory", "digests", "drift", "entry_point", "env", "format", "inputs", "job", "model", "outputs"),
    *("parameters", "python", "schedule", "scratch", "step", "uses"),
)


def settings_of(model: ModelSpec, name: str, task: Task, stage: StageSpec, digests: ArchiveDigests) -> dict[str, Any]:
    """What the runtime reads about one task. Parameters are merged as far as they are known: model, then stage, then job."""
    job = task.job
    scratch = "/".join([stage.scratch.rstrip("/"), model.name, name, *([] if task.step is None else [task.name])])
    return {
        "format": FORMAT,
        "model": model.name,
        "job": name,
        "python": model.python.version,
        "entry_point": job.entry_point if job.spark is None else job.spark.entry_point,
        "args": list(job.args),
        "parameters": {**model.parameters, **stage.parameters, **job.parameters},
        "schedule": {"cron": job.schedule.cron, "timezone": job.schedule.timezone} if job.schedule else None,
        "inputs": [{"name": one.name, "uri": one.uri, "to": one.to, "select": one.select} for one in job.inputs],
        "outputs": [{"name": one.name, "from": one.from_, "uri": one.uri} for one in job.outputs],
        "scratch": f"{scratch}/",
        "drift": {"thresholds": job.drift.thresholds.model_dump(), "columns": dict(job.drift.columns)} if job.drift else None,
        "env": dict(job.env),
        "digests": digests.as_mapping(),
        # Only where the code is a part of a repository: what all others are told does not change.
        **({"code_directory": model.code.directory} if model.code and model.code.directory else {}),
        **({} if task.step is None else {"step": step_of(task)}),
        **trained_settings(model, name, job, stage),
    }


def step_of(task: Task) -> dict[str, Any]:
    """What makes a task a step: its loop's value, the artifacts that it receives (slot by slot) and those that it hands on."""
    return {
        "name": task.step,
        "task": task.name,
        "item": dict(task.item),
        "receives": [{"slot": slot_name(slot), "names": list(one.names), "below": one.item} for slot, one in enumerate(task.receipts)],
        "hands_on": list(task.hands_on),
    }


def slot_name(number: int) -> str:
    """The optional artifact of a template that takes a task's receipt of this number, as modelfleet/step.libsonnet calls it."""
    return f"in-{number:02d}"
