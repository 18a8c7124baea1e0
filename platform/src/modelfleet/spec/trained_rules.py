"""Rules of trained artifacts: they have a place, who takes them says of whom, and nothing lies where they arrive."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from modelfleet.spec.fault import Fault
from modelfleet.spec.graph import before, circle_in, last_step, steps_of
from modelfleet.spec.job import JobFields
from modelfleet.spec.messages import step as step_messages
from modelfleet.spec.messages import trained as messages
from modelfleet.spec.pod import PodFields
from modelfleet.spec.shape import Place
from modelfleet.spec.stage import StageSpec
from modelfleet.spec.trained import TrainedFields, split_pin
from modelfleet.spec.translate import suggestion
from modelfleet.spec.written import WrittenModel, WrittenMonitoring

Faults = Iterator[tuple[Place, Fault]]


def trained_faults(model: WrittenModel, stage: StageSpec) -> Faults:
    """What is wrong with the trained artifacts of a model whose fields are right one by one."""
    jobs: dict[str, JobFields] = dict(model.jobs.by_name)
    if "monitoring" in model.jobs.model_fields_set and model.jobs.monitoring.enabled:
        jobs["monitoring"] = model.jobs.monitoring
    for name, job in jobs.items():
        is_drift_check = isinstance(job, WrittenMonitoring) and job.entry_point is None
        for place, fault in _drift_faults(job) if is_drift_check else _job_faults(name, job, jobs, stage):
            yield ("jobs", name, *place), fault
    yield from _circle_faults(jobs)


def _circle_faults(jobs: Mapping[str, JobFields]) -> Faults:
    """A pin ends a circle: the run that it names is there."""
    follows = {name: [other for other in job.follow if other in jobs and other not in (name, *job.uses)] for name, job in jobs.items()}
    if circle := circle_in(follows):
        yield ("jobs", circle[1], "follow", circle[0]), messages.circle(circle[::-1])


def _drift_faults(job: WrittenMonitoring) -> Faults:
    for field in TrainedFields.model_fields:
        if field in job.model_fields_set:
            yield (field,), messages.not_for_drift_check(field)


def _job_faults(name: str, job: JobFields, jobs: Mapping[str, JobFields], stage: StageSpec) -> Faults:
    for position, artifact in enumerate(job.artifacts.out):
        if artifact in job.artifacts.out[:position]:
            yield ("artifacts", "out", position), step_messages.declared_twice(artifact)
    if stage.trained is None:
        for field in TrainedFields.model_fields:
            if (field == "artifacts" and job.artifacts.out) or (field != "artifacts" and getattr(job, field)):
                yield (field,), messages.no_place()
    if job.artifacts.out:
        yield from _last_step_faults(job)
    yield from _taken_faults(name, job, jobs)
    if stage.require_pinned:
        yield from _review_faults(job, jobs)


def _last_step_faults(job: JobFields) -> Faults:
    steps = steps_of(job)
    if not steps or circle_in({name: step.depends_on for name, step in steps.items()}):
        return
    last = last_step(steps)
    if last is None:
        followed = {other for name in steps for other in before(steps, name)}
        yield ("artifacts", "out"), messages.no_last_step(_list(sorted(steps.keys() - followed)))
    elif steps[last].for_each:
        yield ("artifacts", "out"), messages.last_step_loops(last)


def _taken_faults(name: str, job: JobFields, jobs: Mapping[str, JobFields]) -> Faults:
    leaving = sorted(other for other, one in jobs.items() if one.artifacts.out and other != name)
    for field in ("uses", "follow"):
        for other in getattr(job, field):
            if other == name:
                yield (field, other), messages.own_run()
            elif other not in jobs:
                yield (field, other), messages.unknown_job(other, _list(leaving), suggestion(other, leaving or jobs))
            elif not jobs[other].artifacts.out:
                yield (field, other), messages.no_artifacts(other)
    seen = _places(job)
    for other in sorted({*job.uses, *job.follow}):
        for artifact in jobs[other].artifacts.out if other in jobs and other != name else ():
            if (holder := seen.setdefault(artifact, f"`{artifact}` of `{other}`")) != f"`{artifact}` of `{other}`":
                yield ("uses" if other in job.uses else "follow", other), messages.same_place(artifact, holder)


def _places(job: JobFields) -> dict[str, str]:
    """First part of a path in the working directory → what of the job is there."""
    places = {artifact: "the artifact that this job leaves" for artifact in job.artifacts.out}
    pods: list[PodFields] = [job, *steps_of(job).values()]
    for pod in pods:
        places |= {item.to.split("/")[0]: f"the input `{item.name}`" for item in pod.inputs}
    for step, one in steps_of(job).items():
        places |= {artifact: f"the artifact `{step}.{artifact}`" for artifact in one.artifacts.out}
    return places


def _review_faults(job: JobFields, jobs: Mapping[str, JobFields]) -> Faults:
    for other in job.follow:
        # A job that there is not has no runs to review, and is named for that already.
        if other not in job.uses and other in jobs:
            yield ("follow", other), messages.not_pinned(other)
    for other, pin in job.uses.items():
        run, digest = split_pin(pin)
        if digest is None:
            yield ("uses", other), messages.pinned_by_name(run)


def _list(names: Collection[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
