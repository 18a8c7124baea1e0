"""The schedules of a fleet, apart from everything else that its models say: small enough to ask all models for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from modelfleet.spec.load import LoadedModel

FORMAT = 1


@dataclass(frozen=True, order=True)
class ScheduledJob:
    """A job that runs by the clock on one stage. `cron` has five plain fields; a suspended job keeps its schedule and never runs."""

    stage: str
    model: str
    job: str
    cron: str
    timezone: str
    suspended: bool = False

    @property
    def title(self) -> str:
        """What `./pants run` takes after `models/`."""
        return f"{self.model}:{self.job}"


def scheduled_jobs(loaded: LoadedModel) -> tuple[ScheduledJob, ...]:
    """The jobs of a model that have a schedule, on each stage."""
    return tuple(
        ScheduledJob(stage, model.name, name, job.schedule.cron, job.schedule.timezone, job.schedule.suspend)
        for stage, model in sorted(loaded.on.items())
        for name, job in model.jobs.items()
        if job.schedule is not None
    )


def by_stage(jobs: Iterable[ScheduledJob]) -> dict[str, tuple[ScheduledJob, ...]]:
    """Stage → its jobs, both sorted."""
    found: dict[str, list[ScheduledJob]] = {}
    for job in sorted(jobs):
        found.setdefault(job.stage, []).append(job)
    return {stage: tuple(of_stage) for stage, of_stage in found.items()}


def to_json(jobs: Iterable[ScheduledJob]) -> str:
    """What rendering leaves of one model for those who ask about the clock."""
    return json.dumps({"format": FORMAT, "jobs": [asdict(job) for job in sorted(jobs)]}, indent=2, sort_keys=True) + "\n"


def from_json(document: Mapping[str, Any]) -> Iterator[ScheduledJob]:
    """The jobs that `to_json` wrote."""
    for job in document["jobs"]:
        yield ScheduledJob(**job)


def load_scheduled(directory: Path) -> tuple[ScheduledJob, ...]:
    """All jobs of the files `<model>.json` of a directory that rendering wrote."""
    return tuple(job for file in sorted(directory.glob("*.json")) for job in from_json(json.loads(file.read_bytes())))
