"""The next runs of jobs, as a person reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from modelfleet.clock.fire import next_fires
from modelfleet.clock.scheduled import ScheduledJob

COUNT = 5
"""How many runs are told unless somebody asks for another number."""


def listing(jobs: Iterable[ScheduledJob], stages: Iterable[str], after: datetime, count: int = COUNT) -> Iterator[str]:
    """A line for each job and schedule, and one below it for its next fires.

    `stages` are all there are: a line names its stages only where others differ. `after` has a time zone.
    """
    everywhere = tuple(sorted(stages))
    for first, on in _merged(jobs):
        where = "" if on == everywhere else f" on {', '.join(on)}"
        yield f"{first.title}: `{first.cron}` in {first.timezone}{where}"
        yield f"  {_fires(first, after, count)}"


def to_records(jobs: Iterable[ScheduledJob], after: datetime, count: int = COUNT) -> list[dict[str, Any]]:
    """The same for a machine: ISO 8601 times with their offset; none for a suspended job."""
    return [
        {
            "model": job.model,
            "job": job.job,
            "stages": list(on),
            "cron": job.cron,
            "timezone": job.timezone,
            "suspended": job.suspended,
            "next": [] if job.suspended else [moment.isoformat() for moment in next_fires(job.cron, job.timezone, after, count)],
        }
        for job, on in _merged(jobs)
    ]


def _merged(jobs: Iterable[ScheduledJob]) -> list[tuple[ScheduledJob, tuple[str, ...]]]:
    """One of the jobs that differ in nothing but their stage, with the stages of all of them."""
    found: dict[tuple[str, str, str, str, bool], list[ScheduledJob]] = {}
    for job in sorted(jobs):
        found.setdefault((job.model, job.job, job.cron, job.timezone, job.suspended), []).append(job)
    return [(same[0], tuple(job.stage for job in same)) for _, same in sorted(found.items())]


def _fires(job: ScheduledJob, after: datetime, count: int) -> str:
    if job.suspended:
        return "suspended: runs only when somebody starts it"
    return ", ".join(f"{moment:%a %Y-%m-%d %H:%M}" for moment in next_fires(job.cron, job.timezone, after, count)) or "never"
