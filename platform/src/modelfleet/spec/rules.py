"""Rules of one job and of one model: what no single field can be asked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

from modelfleet.spec.code_rules import code_faults
from modelfleet.spec.data import scheme
from modelfleet.spec.demand import pod_faults, run_faults
from modelfleet.spec.fault import Fault
from modelfleet.spec.graph import outputs_of, steps_of
from modelfleet.spec.image_rules import image_faults
from modelfleet.spec.job import JobFields
from modelfleet.spec.messages import name as name_messages
from modelfleet.spec.messages import reference as messages
from modelfleet.spec.name import MAXIMUM_NAME
from modelfleet.spec.owners import Owner
from modelfleet.spec.placeholders import faults_in
from modelfleet.spec.pod import PodFields
from modelfleet.spec.quantity import format_duration, memory_bytes, milli_cores
from modelfleet.spec.shape import Place
from modelfleet.spec.spark_rules import spark_faults
from modelfleet.spec.stage import StageSpec
from modelfleet.spec.translate import suggestion
from modelfleet.spec.written import WrittenJob, WrittenModel

Faults = Iterator[tuple[Place, Fault]]


class Surroundings(NamedTuple):
    """What the rules measure a model by."""

    owners: dict[str, Owner]
    stage: StageSpec


def written_jobs(model: WrittenModel) -> dict[str, JobFields]:
    """Every job that the file holds, monitoring included if it is written and not switched off."""
    jobs: dict[str, JobFields] = dict(model.jobs.by_name)
    if "monitoring" in model.jobs.model_fields_set and model.jobs.monitoring.enabled:
        jobs["monitoring"] = model.jobs.monitoring
    return jobs


def model_faults(model: WrittenModel, surroundings: Surroundings) -> Faults:
    """Everything that is wrong with a model whose fields are right one by one."""
    owner = surroundings.owners.get(model.owner)
    if owner is None:
        known = surroundings.owners
        yield ("owner",), messages.unknown_owner(model.owner, ", ".join(known), suggestion(model.owner, known))
    if not model.jobs.by_name and "monitoring" not in model.jobs.model_fields_set:
        yield ("jobs",), messages.no_jobs()
    yield from code_faults(model.code, model.owner, owner)
    yield from _parameter_faults(("parameters",), model.parameters)
    for position, route in enumerate(model.alerts.on_failure):
        if route in model.alerts.on_failure[:position]:
            yield ("alerts", "on_failure", position), messages.same_route(route)
    if owner is not None:
        for position, route in enumerate(model.alerts.on_failure):
            if route not in owner.routes:
                fault = messages.foreign_route(model.owner, route, ", ".join(owner.routes), suggestion(route, owner.routes))
                yield ("alerts", "on_failure", position), fault
    for name, job in written_jobs(model).items():
        for place, fault in _job_faults(model, name, job, owner, surroundings.stage):
            yield ("jobs", name, *place), fault
    yield from _published_faults(model)


def _job_faults(model: WrittenModel, name: str, job: JobFields, owner: Owner | None, stage: StageSpec) -> Faults:
    if len(model.name) + 1 + len(name) > MAXIMUM_NAME:
        yield (), name_messages.job_name_too_long(model.name, name, MAXIMUM_NAME)
    yield from _parameter_faults(("parameters",), job.parameters)
    yield from _time_faults(job)
    yield from run_faults(job, model.owner, owner, stage)
    parameters = {*model.parameters, *stage.parameters, *job.parameters}
    yield from _pod_faults(job, parameters, model, owner, stage)
    for step, pod in steps_of(job).items():
        for place, fault in _pod_faults(pod, {*parameters, *pod.for_each}, model, owner, stage):
            yield ("steps", step, *place), fault
    if isinstance(job, WrittenJob) and job.spark is not None:
        yield from spark_faults(job, job.spark, model, owner, stage)


def _pod_faults(pod: PodFields, parameters: Collection[str], model: WrittenModel, owner: Owner | None, stage: StageSpec) -> Faults:
    yield from _placeholder_faults(pod, parameters)
    yield from _data_faults(pod, stage.data)
    yield from image_faults(pod.image, model.python.version, stage.images)
    yield from pod_faults(pod.resources, pod.workspace, model.owner, owner, stage)
    for position, reference in enumerate(pod.secrets):
        if reference.env in pod.env or reference.env in {other.env for other in pod.secrets[:position]}:
            yield ("secrets", position, "env"), messages.same_variable(reference.env)
    if owner is not None:
        yield from _owner_faults(pod, model.owner, owner)


def _parameter_faults(place: Place, parameters: dict[str, str | int | float | bool]) -> Faults:
    for name, value in parameters.items():
        if isinstance(value, str) and "${" in value:
            yield (*place, name), messages.placeholder_in_parameter(name)


def _placeholder_faults(job: PodFields, parameters: Collection[str]) -> Faults:
    texts: list[tuple[Place, str]] = [(("args", position), text) for position, text in enumerate(job.args)]
    texts += [(("inputs", position, "uri"), item.uri) for position, item in enumerate(job.inputs)]
    texts += [(("outputs", position, "uri"), item.uri) for position, item in enumerate(job.outputs)]
    texts += [(("env", name), value) for name, value in job.env.items()]
    for place, text in texts:
        for fault in faults_in(text, parameters):
            yield place, fault


def _data_faults(job: PodFields, data: Collection[str]) -> Faults:
    directories: tuple[tuple[str, str, list[str]], ...] = (
        ("inputs", "to", [item.to for item in job.inputs]),
        ("outputs", "from", [item.from_ for item in job.outputs]),
    )
    for kind, field, used in directories:
        names = [item.name for item in getattr(job, kind)]
        yield from (((kind, position, "name"), fault) for position, fault in _repeated(names, lambda name, kind=kind: messages.same_name(kind, name)))
        yield from (((kind, position, field), fault) for position, fault in _repeated(used, lambda path, kind=kind: messages.same_directory(kind, path)))
        for position, item in enumerate(getattr(job, kind)):
            if scheme(item.uri) not in data:
                yield (kind, position, "uri"), messages.unknown_scheme(scheme(item.uri), ", ".join(f"`{known}://`" for known in data))


def _repeated(values: list[str], fault: Callable[[str], Fault]) -> Iterable[tuple[int, Fault]]:
    return [(position, fault(value)) for position, value in enumerate(values) if value in values[:position]]


def _time_faults(job: JobFields) -> Faults:
    if job.sla is not None and job.schedule is None:
        yield ("sla",), messages.sla_without_schedule()
    if job.expected_duration is not None and job.expected_duration > job.timeout:
        yield ("expected_duration",), messages.longer_than_timeout(format_duration(job.expected_duration), format_duration(job.timeout))


def _owner_faults(job: PodFields, name: str, owner: Owner) -> Faults:
    def foreign(secret: str) -> Fault:
        return messages.foreign_secret(name, secret, ", ".join(owner.secrets), suggestion(secret, owner.secrets))

    for position, reference in enumerate(job.secrets):
        if reference.name not in owner.secrets:
            yield ("secrets", position, "ref"), foreign(reference.name)
    if job.kerberos is not None and job.kerberos.keytab_secret not in owner.secrets:
        yield ("kerberos", "keytab_secret"), foreign(job.kerberos.keytab_secret)
    if milli_cores(job.resources.cpu) > milli_cores(owner.quota.cpu):
        yield ("resources", "cpu"), messages.over_quota(name, "CPU", job.resources.cpu, owner.quota.cpu)
    if memory_bytes(job.resources.memory) > memory_bytes(owner.quota.memory):
        yield ("resources", "memory"), messages.over_quota(name, "memory", job.resources.memory, owner.quota.memory)


def _published_faults(model: WrittenModel) -> Faults:
    published: dict[str, str] = {}
    for name, job in written_jobs(model).items():
        names: set[str] = set()
        for place, output in outputs_of(job):
            uri = output.uri.rstrip("/").replace("${job}", name)
            if (other := published.setdefault(uri, f"{name}.{output.name}")) != f"{name}.{output.name}":
                yield ("jobs", name, *place, "uri"), messages.same_uri(f"`{other}`")
            if len(place) > 2 and output.name in names:
                yield ("jobs", name, *place, "name"), messages.same_name("outputs", output.name)
            names.add(output.name)
