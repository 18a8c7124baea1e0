"""What the runtime is told about trained artifacts: where a run leaves its own, and whose it takes from where."""

from __future__ import annotations

from typing import Any

from modelfleet.spec.job import Job
from modelfleet.spec.model import ModelSpec
from modelfleet.spec.stage import StageSpec
from modelfleet.spec.trained import split_pin


def has_trained(job: Job) -> bool:
    """Whether a run of the job leaves artifacts or takes some."""
    return bool(job.artifacts.out or job.uses or job.follow)


def place_of(stage: StageSpec, model: str, job: str) -> str:
    """The directory of a job's runs. The stage must have a place for trained artifacts: the rules of a model say so."""
    return f"{(stage.trained or '').rstrip('/')}/{model}/{job}/"


def trained_settings(model: ModelSpec, name: str, job: Job, stage: StageSpec) -> dict[str, Any]:
    """Additions to the settings of one task; none for a job without trained artifacts.

    A job that `uses` names is pinned there, whatever `follow` says of it.
    """
    settings: dict[str, Any] = {}
    if job.artifacts.out:
        settings["artifacts"] = {"names": sorted(job.artifacts.out), "place": place_of(stage, model.name, name)}
    if job.uses or job.follow:
        settings["uses"] = [_use(model, other, job.uses.get(other), stage) for other in sorted({*job.uses, *job.follow})]
    return settings


def _use(model: ModelSpec, other: str, pin: str | None, stage: StageSpec) -> dict[str, Any]:
    run, digest = (None, None) if pin is None else split_pin(pin)
    names = sorted(model.jobs[other].artifacts.out)
    return {"job": other, "names": names, "place": place_of(stage, model.name, other), "run": run, "digest": digest}
