"""All models at once: what the catalog says of a fleet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from modelfleet.catalog.entry import ModelEntry, entry_of
from modelfleet.catalog.graph import graph_of
from modelfleet.catalog.layout import layout_of
from modelfleet.catalog.lineage import lineage_of
from modelfleet.catalog.package import packages_of
from modelfleet.catalog.week import Week, week_of
from modelfleet.clock.scheduled import ScheduledJob, scheduled_jobs
from modelfleet.clock.warning import crowd_warnings
from modelfleet.errors import Problem
from modelfleet.spec.load import LoadedModel


@dataclass(frozen=True)
class Described:
    """A model as it is in the repository: its complete specification, and the texts of its requirements and its lock."""

    loaded: LoadedModel
    requirements: str
    lock: str


@dataclass(frozen=True)
class Fleet:
    """Everything that the pages say, as of `at`: `week` is None when no job runs by the clock, `running` is how many do."""

    stage: str
    stages: tuple[str, ...]
    at: datetime
    models: tuple[ModelEntry, ...]
    refused: Mapping[str, tuple[Problem, ...]]
    week: Week | None
    crowds: tuple[Problem, ...]
    running: int

    @property
    def owners(self) -> tuple[str, ...]:
        """The owners that have a model."""
        return tuple(sorted({model.owner for model in self.models}))


def fleet_of(described: Iterable[Described], refused: Mapping[str, tuple[Problem, ...]], stages: Sequence[str], stage: str | None, at: datetime) -> Fleet:
    """The fleet on one stage: `stage`, or the one on which most jobs run by the clock.

    `stages` are all there are, `refused` are the models with problems, by name. `at` has a time zone.
    """
    models = sorted(described, key=lambda one: one.loaded.source)
    jobs = [job for one in models for job in scheduled_jobs(one.loaded)]
    told = stage or busiest(jobs, stages)
    lineage = lineage_of(one.loaded.on[told] for one in models)
    of_stage = [job for job in jobs if job.stage == told]
    return Fleet(
        stage=told,
        stages=tuple(stages),
        at=at,
        models=tuple(
            entry_of(
                one.loaded.source,
                one.loaded.on,
                told,
                lineage,
                packages_of(one.lock, one.requirements),
                layout_of(graph_of(one.loaded.on[told])),
                at,
            )
            for one in models
        ),
        refused=dict(sorted(refused.items())),
        week=week_of(of_stage, at),
        crowds=crowd_warnings(of_stage),
        running=sum(not job.suspended for job in of_stage),
    )


def busiest(jobs: Iterable[ScheduledJob], stages: Iterable[str]) -> str:
    """The stage on which most jobs run by the clock; of equal ones the last by name."""
    running = Counter(job.stage for job in jobs if not job.suspended)
    return max(stages, key=lambda stage: (running[stage], stage))
