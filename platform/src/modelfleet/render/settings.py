"""The settings of a job: what the runtime in the pod is told about it, as one JSON document."""

from __future__ import annotations

from typing import Any

from modelfleet.render.archives import ArchiveDigests
from modelfleet.spec.job import Job
from modelfleet.spec.model import ModelSpec
from modelfleet.spec.stage import StageSpec

# The runtime refuses a format that it does not know.
FORMAT = 1


def settings_of(model: ModelSpec, name: str, job: Job, stage: StageSpec, digests: ArchiveDigests) -> dict[str, Any]:
    """What the runtime reads. Parameters are merged as far as they are known: model, then stage, then job."""
    return {
        "format": FORMAT,
        "model": model.name,
        "job": name,
        "python": model.python.version,
        "entry_point": job.entry_point,
        "args": list(job.args),
        "parameters": {**model.parameters, **stage.parameters, **job.parameters},
        "schedule": {"cron": job.schedule.cron, "timezone": job.schedule.timezone} if job.schedule else None,
        "inputs": [{"name": one.name, "uri": one.uri, "to": one.to, "select": one.select} for one in job.inputs],
        "outputs": [{"name": one.name, "from": one.from_, "uri": one.uri} for one in job.outputs],
        "scratch": f"{stage.scratch.rstrip('/')}/{model.name}/{name}/",
        "drift": {"thresholds": job.drift.thresholds.model_dump(), "columns": dict(job.drift.columns)} if job.drift else None,
        "env": dict(job.env),
        "digests": digests.as_mapping(),
        # Only where the code is a part of a repository: what all others are told does not change.
        **({"code_directory": model.code.directory} if model.code and model.code.directory else {}),
    }
