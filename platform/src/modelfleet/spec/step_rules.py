"""Rules of a job's steps: names that exist, an order that exists, artifacts that arrive, loops that stay small."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from modelfleet.spec.fault import Fault
from modelfleet.spec.graph import MAXIMUM_SOURCES, MAXIMUM_TASKS, before, circle_in, items_of, sources_of, task_name
from modelfleet.spec.inheritance import OWN
from modelfleet.spec.messages import step as messages
from modelfleet.spec.placeholders import names_in
from modelfleet.spec.shape import Place
from modelfleet.spec.step import Step
from modelfleet.spec.translate import suggestion
from modelfleet.spec.written import WrittenJob, WrittenModel

Faults = Iterator[tuple[Place, Fault]]


def graph_faults(model: WrittenModel, parameters: Collection[str]) -> Faults:
    """What is wrong with the graphs of a model whose fields are right one by one. `parameters` are those of the stage."""
    for name, job in model.jobs.by_name.items():
        if job.steps:
            for place, fault in _job_faults(job, {*model.parameters, *parameters, *job.parameters}):
                yield ("jobs", name, *place), fault


def _job_faults(job: WrittenJob, parameters: Collection[str]) -> Faults:
    steps = job.steps
    for field in OWN:
        if field in job.model_fields_set:
            yield (field,), messages.belongs_to_a_step(field, _list(steps))
    circle = circle_in({name: [other for other in step.depends_on if other != name] for name, step in steps.items()})
    if circle:
        yield ("steps", min(circle), "depends_on"), messages.circle(" → ".join(_from_smallest(circle)))
    for name, step in steps.items():
        for place, fault in _faults_of(name, step, steps, parameters, bool(circle)):
            yield ("steps", name, *place), fault
    yield from _size_faults(steps)


def _from_smallest(circle: tuple[str, ...]) -> tuple[str, ...]:
    # graphlib begins anywhere; a message must not depend on it.
    start = circle.index(min(circle))
    turned = circle[start:-1] + circle[:start]
    return (*turned, turned[0])


def _faults_of(name: str, step: Step, steps: Mapping[str, Step], parameters: Collection[str], circle: bool) -> Faults:
    for position, other in enumerate(step.depends_on):
        place = ("depends_on", position)
        if other == name:
            yield place, messages.waits_for_itself(name)
        elif other not in steps:
            yield place, messages.unknown_step(other, _list(steps), suggestion(other, steps))
        elif other in step.depends_on[:position]:
            yield place, messages.waits_twice(other)
    yield from _loop_faults(name, step, steps, parameters)
    yield from _received_faults(name, step, steps, circle)
    yield from _handed_on_faults(name, step, steps)


def _loop_faults(name: str, step: Step, steps: Mapping[str, Step], parameters: Collection[str]) -> Faults:
    for parameter, items in step.for_each.items():
        if parameter in parameters:
            yield ("for_each", parameter), messages.loop_over_parameter(parameter)
        for other in sorted(before(steps, name) - {name}):
            if set(steps[other].for_each.get(parameter, items)) != set(items):
                yield ("for_each", parameter), messages.other_items(parameter, other)
        for position, output in enumerate(step.outputs):
            if parameter not in names_in(output.uri):
                yield ("outputs", position, "uri"), messages.same_uri_for_items(parameter)


def _received_faults(name: str, step: Step, steps: Mapping[str, Step], circle: bool) -> Faults:
    earlier = before(steps, name)
    seen: dict[str, str] = {one.to.split("/")[0]: f"the input `{one.name}`" for one in step.inputs}
    for position, reference in enumerate(step.artifacts.in_):
        place = ("artifacts", "in", position)
        other, _, artifact = reference.partition(".")
        if other not in steps:
            yield place, messages.unknown_step(other, _list(steps), suggestion(other, steps))
            continue
        if artifact not in (known := steps[other].artifacts.out):
            yield place, messages.unknown_artifact(other, artifact, _list(known), suggestion(artifact, known))
        elif reference in step.artifacts.in_[:position]:
            yield place, messages.taken_twice(reference)
        elif artifact in seen:
            yield place, messages.same_place(artifact, seen[artifact])
        if other not in earlier and not circle:
            yield place, messages.not_before(other)
        seen.setdefault(artifact, f"`{reference}`")


def _handed_on_faults(name: str, step: Step, steps: Mapping[str, Step]) -> Faults:
    arriving = {reference.partition(".")[2]: f"`{reference}`" for reference in step.artifacts.in_}
    taken = {reference for other in steps.values() for reference in other.artifacts.in_}
    for position, artifact in enumerate(step.artifacts.out):
        place = ("artifacts", "out", position)
        if artifact in step.artifacts.out[:position]:
            yield place, messages.declared_twice(artifact)
        elif artifact in arriving:
            yield place, messages.same_place(artifact, arriving[artifact])
        elif f"{name}.{artifact}" not in taken:
            yield place, messages.unused_artifact(name, artifact)


def _size_faults(steps: Mapping[str, Step]) -> Faults:
    count = sum(len(items_of(step)) for step in steps.values())
    if count > MAXIMUM_TASKS:
        yield ("steps",), messages.too_many_tasks(count, MAXIMUM_TASKS)
    owners = {name: name for name, step in steps.items() if not step.for_each}
    for name, step in steps.items():
        for task in (task_name(name, item) for item in items_of(step)):
            if owners.setdefault(task, name) != name:
                yield ("steps", name, "for_each"), messages.same_task(task, owners[task])
        sources = {reference.partition(".")[0] for reference in step.artifacts.in_} & steps.keys()
        pods = sum(len(sources_of(name, items_of(step)[0], steps[other])) for other in sources)
        if pods > MAXIMUM_SOURCES:
            yield ("steps", name, "artifacts", "in"), messages.too_many_sources(pods, MAXIMUM_SOURCES)


def _list(names: Collection[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
