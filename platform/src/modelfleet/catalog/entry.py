"""What the catalog says of one model, complete: pages only set it in type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from modelfleet.catalog.fact import Fact, Variant, facts, variants
from modelfleet.catalog.job_fact import JOB_FACTS
from modelfleet.catalog.layout import Layout
from modelfleet.catalog.lineage import End, Lineage
from modelfleet.catalog.package import Package
from modelfleet.catalog.part import inputs_of, outputs_of, program_of
from modelfleet.clock.fire import next_fires
from modelfleet.clock.listing import COUNT
from modelfleet.spec.job import Job
from modelfleet.spec.model import ModelSpec
from modelfleet.spec.schedule import Schedule


@dataclass(frozen=True)
class Runs:
    """A schedule and its next fires, soonest first; none when it is suspended."""

    cron: str
    timezone: str
    suspended: bool
    fires: tuple[datetime, ...]


@dataclass(frozen=True)
class Data:
    """An input or an output: its place in the working directory, and the jobs at the other end."""

    name: str
    uri: str
    place: str
    note: str
    ends: tuple[End, ...]


@dataclass(frozen=True)
class JobEntry:
    """One job. `runs` says None for a stage on which only people start it."""

    name: str
    program: str
    runs: tuple[Variant[Runs | None], ...]
    facts: tuple[Fact, ...]
    inputs: tuple[Data, ...]
    outputs: tuple[Data, ...]


@dataclass(frozen=True)
class ModelEntry:
    """One model. `next` is its first run on the stage of the catalog."""

    name: str
    source: str
    description: str
    owner: str
    tags: tuple[str, ...]
    code: str
    channel: str
    python: str
    requirements: str
    lock: str
    packages: tuple[Package, ...]
    routes: tuple[str, ...]
    jobs: tuple[JobEntry, ...]
    layout: Layout
    next: datetime | None


def entry_of(source: str, on: Mapping[str, ModelSpec], stage: str, lineage: Lineage, packages: tuple[Package, ...], layout: Layout, at: datetime) -> ModelEntry:
    """The entry of a model. `on` is the complete model of each stage, `stage` the one whose data and next run are told."""
    model = on[stage]
    jobs = tuple(_job(name, {one: spec.jobs[name] for one, spec in on.items()}, stage, model, lineage, at) for name in model.jobs)
    first = [fires[0] for job in model.jobs.values() if (fires := _fires(job.schedule, at, 1))]
    return ModelEntry(
        name=model.name,
        source=source,
        description=model.description,
        owner=model.owner,
        tags=model.tags,
        code=_code(model),
        channel=model.channel if model.channel != "stable" else "",
        python=model.python.version,
        requirements=model.python.requirements,
        lock=model.python.lock,
        packages=packages,
        routes=model.alerts.on_failure,
        jobs=jobs,
        layout=layout,
        next=min(first, default=None),
    )


def _job(name: str, on: Mapping[str, Job], stage: str, model: ModelSpec, lineage: Lineage, at: datetime) -> JobEntry:
    job = on[stage]
    inputs = tuple(
        Data(one.name, one.uri, one.to, "the newest complete run" if one.select else "", lineage.writers_of(one.uri, model.name)) for one in inputs_of(job)
    )
    outputs = tuple(Data(one.name, one.uri, one.from_, "", lineage.readers_of(one.uri, model.name)) for one in outputs_of(job))
    return JobEntry(name, program_of(job), variants(on, lambda one: _runs(one.schedule, at)), facts(on, JOB_FACTS), inputs, outputs)


def _code(model: ModelSpec) -> str:
    """Where code is that is not beside the model's file, with the commit that runs."""
    if model.code is None:
        return ""
    git = model.code.git
    return f"{git.repo}{f', {git.path}' if git.path else ''} at {model.code.lock.commit[:12]}"


def _runs(schedule: Schedule | None, at: datetime) -> Runs | None:
    return None if schedule is None else Runs(schedule.cron, schedule.timezone, schedule.suspend, _fires(schedule, at, COUNT))


def _fires(schedule: Schedule | None, at: datetime, count: int) -> tuple[datetime, ...]:
    return () if schedule is None or schedule.suspend else next_fires(schedule.cron, schedule.timezone, at, count)
