"""Checks rendered manifests before anything leaves this machine: their shape, then the rules that no schema holds.

A set is what Argo CD applies together: one model, the shared templates, one namespace, or what Argo CD itself is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from modelfleet.errors import Problem, in_order
from modelfleet.validate import account, call, delivery, metadata, pod, schedule
from modelfleet.validate.structure import ARGO_KINDS, Structure
from modelfleet.validate.subject import Object, Scope, Subject


def problems(objects: Iterable[Object], scope: Scope, structure: Structure) -> tuple[Problem, ...]:
    """Every problem of a set of manifests, in the order in which a person reads them.

    `objects` are Kubernetes objects of one set; `scope` says what the set may be and refer to; `structure` is what
    `load_structure` returns. An object whose types are wrong is not looked into further. Never raises for bad objects.
    """
    subjects = [Subject(scope.file, value) for value in objects]
    found = [*metadata.not_empty(subjects, scope), *metadata.unique(subjects, scope)]
    sound = []
    for subject in subjects:
        faults = list(structure.faults(subject.object))
        found.extend(subject.problem(fault.path, fault.what, fault.hint) for fault in faults)
        if isinstance(subject.object.get("metadata", {}), dict) and not any(fault.shape for fault in faults):
            sound.append(subject)
    jobs: dict[str, Object | None] = {subject.name: None for subject in subjects if subject.kind == "WorkflowTemplate"}
    jobs.update((subject.name, subject.object) for subject in sound if subject.kind == "WorkflowTemplate")
    directory = call.Directory(scope)
    for subject in sound:
        found.extend(_problems_of(subject, jobs, directory, scope, structure))
    found.extend(account.existing(sound))
    found.extend(delivery.applications(sound))
    return in_order(found)


def _problems_of(subject: Subject, jobs: Mapping[str, Object | None], directory: call.Directory, scope: Scope, structure: Structure) -> Iterator[Problem]:
    yield from metadata.kind(subject, scope)
    yield from metadata.name(subject)
    yield from metadata.namespace(subject, scope)
    yield from metadata.fields(subject)
    yield from metadata.repeated_names(subject)
    yield from account.token(subject)
    yield from account.secret(subject)
    yield from delivery.project(subject)
    yield from delivery.application_set(subject)
    if subject.kind in ARGO_KINDS:
        yield from call.entrypoint(subject)
        yield from call.references(subject, directory, structure)
        yield from call.unread_inputs(subject)
        yield from call.hooks(subject)
        yield from call.template_of_cron(subject, jobs)
        yield from call.artifacts(subject)
        yield from pod.containers(subject)
        yield from pod.volumes(subject)
        yield from pod.restricted(subject)
        yield from pod.accounts(subject, scope)
        yield from pod.literal_patches(subject, structure)
        yield from schedule.schedule(subject)
