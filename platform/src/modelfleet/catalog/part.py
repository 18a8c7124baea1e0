"""The parts of a job that run by themselves: its steps, or the job alone."""

from __future__ import annotations

from dataclasses import dataclass

from modelfleet.spec.data import Input, Output
from modelfleet.spec.graph import items_of, ordered
from modelfleet.spec.job import Job
from modelfleet.spec.pod import PodFields


@dataclass(frozen=True)
class Part:
    """One part: what it runs in a few words, the parts that it waits for, and what its pod gets. `step` is "" for a job alone."""

    step: str
    program: str
    after: tuple[str, ...]
    pod: PodFields


def parts_of(job: Job) -> tuple[Part, ...]:
    """The parts of a complete job, each after all that it waits for."""
    if not job.steps:
        return (Part("", _alone(job), (), job),)
    order = ordered({name: step.depends_on for name, step in job.steps.items()})
    return tuple(Part(name, _program(job, name), tuple(sorted(job.steps[name].depends_on)), job.steps[name]) for name in order)


def program_of(job: Job) -> str:
    """What a job runs, in a few words."""
    parts = parts_of(job)
    return parts[0].program if not job.steps else f"{len(parts)} step{'' if len(parts) == 1 else 's'}"


def inputs_of(job: Job) -> tuple[Input, ...]:
    """What all parts of a job read."""
    return tuple(item for part in parts_of(job) for item in part.pod.inputs)


def outputs_of(job: Job) -> tuple[Output, ...]:
    """What all parts of a job write."""
    return tuple(output for part in parts_of(job) for output in part.pod.outputs)


def steps_text(job: Job) -> str:
    """The steps of a job with what they wait for and what they get; empty for a job without steps."""
    return "; ".join(f"{part.step} ({_pod(part)}){f' after {_and(part.after)}' if part.after else ''}" for part in parts_of(job) if part.step)


def _pod(part: Part) -> str:
    resources = part.pod.resources
    image = f", image {part.pod.image}" if part.pod.image else ""
    return f"{part.program}, {resources.cpu} CPU, {resources.memory}{image}"


def _and(names: tuple[str, ...]) -> str:
    return " and ".join(names)


def _alone(job: Job) -> str:
    return f"{job.spark.entry_point} on Spark" if job.spark else job.entry_point or "drift check of the platform"


def _program(job: Job, name: str) -> str:
    step = job.steps[name]
    times = len(items_of(step))
    return f"{step.entry_point} for {times} × {next(iter(step.for_each))}" if step.for_each else step.entry_point
