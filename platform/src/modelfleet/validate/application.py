"""Rules about an object that Argo makes from an argument: a Spark application, as one JSON text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from modelfleet.errors import Problem
from modelfleet.validate import pod, workflow
from modelfleet.validate.signature import Signature
from modelfleet.validate.structure import SPARK_OPERATOR, Structure
from modelfleet.validate.subject import Subject

PODS = ("driver", "executor")


def arguments(subject: Subject, call: workflow.Part, signature: Signature, structure: Structure) -> Iterator[Problem]:
    """An argument that becomes an object is a literal of a known kind and of its shape, in the caller's namespace.

    Nothing checks it again before a run: Argo hands the text to the API server, and the operator finds what is wrong when
    the application starts.
    """
    given = workflow.inner(call.value, "arguments").get("parameters")
    for path, parameter in workflow.parts(f"{call.path}.arguments.parameters", given):
        value = parameter.get("value")
        if parameter.get("name") in signature.manifests and isinstance(value, str) and not _made_by_argo(value):
            yield from _object(subject, f"{path}.value", value, structure)


def _made_by_argo(value: str) -> bool:
    return workflow.LONE_INPUT.match(value) is not None or value.startswith("{{=")


def _object(subject: Subject, path: str, text: str, structure: Structure) -> Iterator[Problem]:
    if "{{" in text:
        yield subject.problem(path, "a tag stands in the object", "Argo would put in a text as it is, with any quotes in it")
    try:
        value = json.loads(text)
    except ValueError as error:
        yield subject.problem(path, f"the object is not JSON: {error}")
        return
    if not isinstance(value, dict) or value.get("kind") not in SPARK_OPERATOR.kinds:
        yield subject.problem(path, "the object is of no kind that a run may make", f"known: {', '.join(SPARK_OPERATOR.kinds)}")
        return
    faults = list(structure.faults(value))
    for fault in faults:
        yield subject.problem(f"{path}: {fault.path}" if fault.path else path, fault.what, fault.hint)
    if any(fault.shape for fault in faults):
        return
    namespace = workflow.inner(value, "metadata").get("namespace")
    if namespace != subject.metadata.get("namespace"):
        yield subject.problem(f"{path}: metadata.namespace", f"expected {subject.metadata.get('namespace')}, got {namespace}")
    yield from pod.image(subject, f"{path}: spec.image", str(workflow.inner(value, "spec").get("image", "")))
    for name in PODS:
        yield from _pod(subject, f"{path}: spec.{name}", workflow.inner(value, "spec", name))


def _pod(subject: Subject, path: str, owner: dict[str, Any]) -> Iterator[Problem]:
    if not owner.get("serviceAccount"):
        yield subject.problem(f"{path}.serviceAccount", "no service account is named", "without one the namespace's default account is used")
    template = workflow.inner(owner, "template", "spec")
    yield from pod.restrictions(subject, f"{path}.template.spec", template, list(_containers(f"{path}.template.spec", template)))
    known = set(workflow.named(template.get("volumes")))
    for place, container in _containers(f"{path}.template.spec", template):
        if "initContainers" in place:
            yield from pod.image(subject, f"{place}.image", str(container.get("image", "")))
        for mount, one in workflow.parts(f"{place}.volumeMounts", container.get("volumeMounts")):
            if one.get("name") not in known:
                yield subject.problem(f"{mount}.name", f'no volume "{one.get("name")}" in the template')


def _containers(path: str, template: dict[str, Any]) -> Iterator[workflow.Part]:
    for field in ("initContainers", "containers"):
        yield from workflow.parts(f"{path}.{field}", template.get(field))
