"""What is allowed and probably not meant: said while rendering, never a reason to stop."""

from __future__ import annotations

from collections.abc import Iterator

from modelfleet.spec.cron import restricts_both_days, shortest_interval, times_of_day
from modelfleet.spec.fault import Fault
from modelfleet.spec.graph import outputs_of
from modelfleet.spec.job import Job
from modelfleet.spec.messages import demand as demand_messages
from modelfleet.spec.messages import reference as reference_messages
from modelfleet.spec.messages import schedule as messages
from modelfleet.spec.model import ModelSpec
from modelfleet.spec.pod import PodFields
from modelfleet.spec.quantity import format_duration
from modelfleet.spec.schedule import Schedule
from modelfleet.spec.shape import Place
from modelfleet.spec.timezone import ClockChange, clock_changes


def model_warnings(model: ModelSpec) -> Iterator[tuple[Place, Fault]]:
    """Warnings about a complete model, each with the place that it is about."""
    published = {output.uri.rstrip("/"): f"`{name}.{output.name}`" for name, job in model.jobs.items() for _, output in outputs_of(job)}
    for name, job in model.jobs.items():
        for place, fault in _job_warnings(job, published):
            yield ("jobs", name, *place), fault
    yield from _lonely_mutexes(model)


def _job_warnings(job: Job, published: dict[str, str]) -> Iterator[tuple[Place, Fault]]:
    pods: dict[Place, PodFields] = {(): job, **{("steps", name): step for name, step in job.steps.items()}}
    for place, pod in pods.items():
        for position, item in enumerate(pod.inputs):
            if item.select is None and item.uri.rstrip("/") in published:
                yield (*place, "inputs", position, "uri"), reference_messages.reads_all_runs(published[item.uri.rstrip("/")])
    if job.schedule is not None:
        yield from _clock_warnings(job.schedule)
        yield from _interval_warnings(job, job.schedule)


def _lonely_mutexes(model: ModelSpec) -> Iterator[tuple[Place, Fault]]:
    named = [lock for job in model.jobs.values() for lock in job.synchronization.mutexes]
    for name, job in model.jobs.items():
        for position, lock in enumerate(job.synchronization.mutexes):
            if named.count(lock) == 1:
                yield ("jobs", name, "synchronization", "mutexes", position), demand_messages.lonely_mutex(lock)


def _clock_warnings(schedule: Schedule) -> Iterator[tuple[Place, Fault]]:
    if restricts_both_days(schedule.cron):
        yield ("schedule", "cron"), messages.day_or_weekday(schedule.cron)
    minutes = [hour * 60 + minute for hour, minute in times_of_day(schedule.cron)]
    for change in clock_changes(schedule.timezone):
        if any(change.start <= minute < change.end for minute in minutes):
            yield ("schedule", "cron"), _clock_fault(schedule, change)


def _clock_fault(schedule: Schedule, change: ClockChange) -> Fault:
    # robfig/cron, which Argo uses, leaves out a time that the clocks jump over and runs one that comes twice twice.
    fault = messages.time_in_gap if change.missing else messages.time_in_overlap
    return fault(schedule.cron, schedule.timezone, change.month, _clock(change.start), _clock(change.end))


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def _interval_warnings(job: Job, schedule: Schedule) -> Iterator[tuple[Place, Fault]]:
    # The interval is computed for those who chose one of the two only: for most schedules nobody has to ask.
    if "starting_deadline" not in schedule.model_fields_set and "timeout" not in job.model_fields_set:
        return
    interval = int(shortest_interval(schedule.cron).total_seconds())
    # The defaults are longer than an hour's interval; only what somebody has chosen is worth a word.
    if "starting_deadline" in schedule.model_fields_set and schedule.starting_deadline > interval:
        yield ("schedule", "starting_deadline"), messages.deadline_over_interval(format_duration(schedule.starting_deadline), format_duration(interval))
    if "timeout" in job.model_fields_set and job.timeout > interval and schedule.concurrency == "forbid":
        yield ("timeout",), messages.timeout_over_interval(format_duration(job.timeout), format_duration(interval))
