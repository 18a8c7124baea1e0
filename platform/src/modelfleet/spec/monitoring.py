"""The monitoring job: written by the model, or the platform's drift check, which is generated where there is an inference."""

from __future__ import annotations

from collections.abc import Iterator

from modelfleet.spec.data import Input, Output
from modelfleet.spec.drift import Drift
from modelfleet.spec.fault import Fault
from modelfleet.spec.graph import outputs_of
from modelfleet.spec.job import Job, JobFields
from modelfleet.spec.messages import monitoring as messages
from modelfleet.spec.placeholders import DATES, PLACEHOLDER, names_in
from modelfleet.spec.schedule import Schedule
from modelfleet.spec.shape import Place
from modelfleet.spec.translate import suggestion
from modelfleet.spec.written import WrittenJob, WrittenJobs, WrittenMonitoring

PLACE: Place = ("jobs", "monitoring")
PURPOSES = ("scores", "reference")

# When the drift check runs if nothing is written: after the nights' inference, in its time zone.
DEFAULT_CRON = "H 9 * * *"


def is_wanted(jobs: WrittenJobs) -> bool:
    """Whether the model has a monitoring job at all."""
    return jobs.monitoring.enabled and ("inference" in jobs.by_name or "monitoring" in jobs.model_fields_set)


def monitoring_faults(jobs: WrittenJobs) -> Iterator[tuple[Place, Fault]]:
    """What is wrong with the monitoring job and with what it reads."""
    written = jobs.monitoring
    yield from _switch_faults(written)
    if not is_wanted(jobs):
        return
    if written.entry_point is not None:
        for field in ("thresholds", "columns", *PURPOSES):
            if field in written.model_fields_set:
                yield (*PLACE, field), messages.only_for_drift(field)
        return
    if written.image is not None:
        yield (*PLACE, "image"), messages.image_of_drift()
    yield from _data_faults(written)
    for purpose in PURPOSES:
        if purpose not in {item.name for item in written.inputs}:
            yield from _reference_faults(jobs, purpose)


def _switch_faults(written: WrittenMonitoring) -> Iterator[tuple[Place, Fault]]:
    for field in ("reason", "until"):
        value = getattr(written, field)
        if written.enabled and value is not None:
            yield (*PLACE, field), messages.only_when_disabled(field)
        if not written.enabled and not value:
            yield (*PLACE, "enabled"), messages.disabled_without(field)


def _data_faults(written: WrittenMonitoring) -> Iterator[tuple[Place, Fault]]:
    for position, item in enumerate(written.inputs):
        if item.name not in PURPOSES:
            yield (*PLACE, "inputs", position, "name"), messages.unknown_drift_data("input", item.name, "`scores` and `reference`")
    for position, output in enumerate(written.outputs):
        if output.name != "report":
            yield (*PLACE, "outputs", position, "name"), messages.unknown_drift_data("output", output.name, "`report`")


def _reference_faults(jobs: WrittenJobs, purpose: str) -> Iterator[tuple[Place, Fault]]:
    reference = str(getattr(jobs.monitoring, purpose))
    output = find_output(jobs, reference)
    if output is None:
        known = [f"{name}.{item.name}" for name, job in jobs.by_name.items() for _, item in outputs_of(job)]
        if purpose in jobs.monitoring.model_fields_set:
            yield (*PLACE, purpose), messages.no_such_output(reference, purpose, ", ".join(known) or "none", suggestion(reference, known))
        else:
            yield PLACE, messages.generated_without(reference, purpose)
        return
    loops = {parameter for step in jobs.by_name[reference.partition(".")[0]].steps.values() for parameter in step.for_each}
    for name in names_in(output.uri):
        if name in DATES or name in loops:
            yield PLACE, messages.dated_output(reference, name) if name in DATES else messages.looped_output(reference, name)
            return


def find_output(jobs: WrittenJobs, reference: str) -> Output | None:
    """The output that `job.output` names."""
    job, _, name = reference.partition(".")
    outputs = outputs_of(jobs.by_name[job]) if job in jobs.by_name else ()
    return next((output for _, output in outputs if output.name == name), None)


def complete_monitoring(jobs: WrittenJobs) -> Job | None:
    """The monitoring job with everything that is generated; None if the model has none.

    `jobs` must have passed `monitoring_faults`.
    """
    written = jobs.monitoring
    if not is_wanted(jobs):
        return None
    fields = {name: getattr(written, name) for name in JobFields.model_fields}
    chosen = set(written.model_fields_set) & set(JobFields.model_fields)
    if written.entry_point is not None:
        return Job.model_construct(_fields_set=chosen, **fields, entry_point=written.entry_point, drift=None)
    fields["inputs"] = tuple(_input(jobs, purpose) for purpose in PURPOSES)
    scores = next(item.uri for item in fields["inputs"] if item.name == "scores")
    report = Output.model_construct(name="report", from_="report/", uri=f"{scores.rstrip('/')}-drift/")
    fields["outputs"] = written.outputs or (report,)
    if written.schedule is None:
        fields["schedule"] = _default_schedule(jobs.by_name.get("inference"))
    drift = Drift.model_construct(thresholds=written.thresholds, columns=dict(sorted(written.columns.items())))
    return Job.model_construct(_fields_set=chosen, **fields, entry_point=None, drift=drift)


def _input(jobs: WrittenJobs, purpose: str) -> Input:
    for item in jobs.monitoring.inputs:
        if item.name == purpose:
            return item
    reference = str(getattr(jobs.monitoring, purpose))
    output = find_output(jobs, reference)
    assert output is not None, reference
    uri = _as_published(output.uri, reference.partition(".")[0], jobs)
    return Input.model_construct(name=purpose, uri=uri, to=f"data/{purpose}/", select="latest_complete")


def _as_published(uri: str, name: str, jobs: WrittenJobs) -> str:
    # `${job}` and the parameters of one job mean something else in another job: their values are written in.
    own = {"job": name, **jobs.by_name[name].parameters}
    return PLACEHOLDER.sub(lambda match: _as_text(own[match[1]]) if match[1] in own else match[0], uri)


def _as_text(value: str | int | float | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _default_schedule(inference: WrittenJob | None) -> Schedule | None:
    if inference is None or inference.schedule is None:
        return None
    return Schedule(cron=DEFAULT_CRON, timezone=inference.schedule.timezone)
