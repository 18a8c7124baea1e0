"""The graph of a job: its tasks in an order in which they can run, each with what it waits for and what it receives.

A task is one pod. A job without steps is one task; a step is one task, or one for each item of its loop. Rendering, local
runs and drawings all go by this list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from modelfleet.spec.data import Output
from modelfleet.spec.job import Job, JobFields
from modelfleet.spec.pod import PodFields
from modelfleet.spec.step import Step
from modelfleet.spec.trained import JobArtifacts

MAXIMUM_TASKS = 64
# As many optional artifacts as the templates `step` and `step-kerberos` take, `in-00` and so on (modelfleet/step.libsonnet).
MAXIMUM_SOURCES = 32


@dataclass(frozen=True)
class Receipt:
    """What a task receives of one other task: `names` of its artifacts, each below a directory `item` of that name if there is one."""

    task: str
    names: tuple[str, ...]
    item: str | None


@dataclass(frozen=True)
class Task:
    """One pod of a job. `job` is what runs in it, as if it were a job of its own; `step` is None for a job without steps.

    `item` holds the loop's parameter with its value, and is empty without a loop.
    """

    name: str
    step: str | None
    item: Mapping[str, str | int]
    dependencies: tuple[str, ...]
    receipts: tuple[Receipt, ...]
    hands_on: tuple[str, ...]
    job: Job


def tasks_of(name: str, job: Job) -> tuple[Task, ...]:
    """The tasks of a complete job called `name`; each stands after all that it waits for, and steps side by side go by name."""
    if not job.steps:
        return (Task(name, None, {}, (), (), (), job),)
    order = ordered({step: one.depends_on for step, one in job.steps.items()})
    return tuple(_task(step, item, job) for step in order for item in items_of(job.steps[step]))


def ordered(waits: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Names such that each stands after those that it waits for; whatever may stand side by side is sorted. There must be no circle."""
    sorter = TopologicalSorter(waits)
    sorter.prepare()
    found: list[str] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        found += ready
        sorter.done(*ready)
    return tuple(found)


def circle_in(waits: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Names that wait for each other, the first one also last; empty when there are none."""
    try:
        TopologicalSorter(waits).prepare()
    except CycleError as error:
        return tuple(error.args[1])
    return ()


def before(steps: Mapping[str, Step], name: str) -> frozenset[str]:
    """All steps that have succeeded when a step starts. There must be no circle."""
    found: set[str] = set()
    waiting = list(steps[name].depends_on)
    while waiting:
        one = waiting.pop()
        if one in steps and one not in found:
            found.add(one)
            waiting.extend(steps[one].depends_on)
    return frozenset(found)


def last_step(steps: Mapping[str, Step]) -> str | None:
    """The step that comes after all others, None when there is none. There must be no circle."""
    return next((name for name in steps if len(before(steps, name) - {name}) == len(steps) - 1), None)


def items_of(step: Step) -> tuple[Mapping[str, str | int], ...]:
    """The loop's parameter with each of its values; one empty mapping for a step without a loop."""
    return tuple({name: item} for name, items in step.for_each.items() for item in items) or ({},)


def task_name(step: str, item: Mapping[str, str | int]) -> str:
    """The step's name, and after a hyphen the item."""
    return "-".join([step, *map(str, item.values())])


def sources_of(name: str, item: Mapping[str, str | int], step: Step) -> tuple[Mapping[str, str | int], ...]:
    """The items of `step` that a task with `item` waits for: its own where both loop over the same name, else all."""
    return (item,) if item and step.for_each.keys() == item.keys() else items_of(step)


def steps_of(job: JobFields) -> Mapping[str, Step]:
    """The steps of a job, written or complete; empty for a job that cannot have any."""
    return getattr(job, "steps", {})


def outputs_of(job: JobFields) -> Iterator[tuple[tuple[str | int, ...], Output]]:
    """Every output of a job and of its steps, with its place in the job."""
    yield from ((("outputs", position), output) for position, output in enumerate(job.outputs))
    for name, step in steps_of(job).items():
        yield from ((("steps", name, "outputs", position), output) for position, output in enumerate(step.outputs))


def _task(name: str, item: Mapping[str, str | int], job: Job) -> Task:
    step = job.steps[name]
    waits = [task_name(other, one) for other in sorted(step.depends_on) for one in sources_of(name, item, job.steps[other])]
    return Task(task_name(name, item), name, item, tuple(waits), _receipts(name, item, job), step.artifacts.out, _alone(name, job))


def _receipts(name: str, item: Mapping[str, str | int], job: Job) -> tuple[Receipt, ...]:
    taken: dict[str, list[str]] = {}
    for reference in job.steps[name].artifacts.in_:
        step, _, artifact = reference.partition(".")
        taken.setdefault(step, []).append(artifact)
    found = []
    for step, artifacts in sorted(taken.items()):
        together = item and job.steps[step].for_each.keys() == item.keys()
        for one in sources_of(name, item, job.steps[step]):
            directory = None if together or not one else str(next(iter(one.values())))
            found.append(Receipt(task_name(step, one), tuple(sorted(artifacts)), directory))
    return tuple(found)


def _alone(name: str, job: Job) -> Job:
    step = job.steps[name]
    pod = {field: getattr(step, field) for field in PodFields.model_fields}
    # What a run leaves for later ones is left by its last step, when all others have ended well.
    artifacts = job.artifacts if name == last_step(job.steps) else JobArtifacts()
    return job.model_copy(update={**pod, "entry_point": step.entry_point, "steps": {}, "artifacts": artifacts})
