"""Rules about pods: what runs in them is fixed by digest, by command and by account."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from modelfleet.errors import Problem
from modelfleet.validate import workflow
from modelfleet.validate.signature import Signature, container_names
from modelfleet.validate.structure import Structure
from modelfleet.validate.subject import Scope, Subject, closest

PINNED = re.compile(r"^[^\s@{]+@sha256:[0-9a-f]{64}$")
# Argo's own container that fetches and unpacks artifacts before the others start (newInitContainer in workflowpod.go).
UNPACKER = "init"
UNPACKER_FIELDS = ("env", "resources", "volumeMounts")
RESOURCES = ("cpu", "ephemeral-storage", "memory")
# What a submitter can set; it must not reach a field that decides what runs or with which rights.
SUBMITTED = "{{workflow.parameters"


def containers(subject: Subject) -> Iterator[Problem]:
    """Every container has a command and an image that is pinned, by a digest or by an argument that is checked where it is given.

    Source: workflowpod.go of Argo Workflows: without a command the controller asks the registry for the image's own at
    every start; a tag can move between two runs of the same manifest.
    """
    for template in workflow.templates(subject.object):
        for path, container in workflow.containers(template):
            name = str(container.get("image", ""))
            if not workflow.LONE_INPUT.match(name):
                yield from image(subject, f"{path}.image", name)
            if not container.get("command"):
                yield subject.problem(path, "the container has no command", "without one the controller asks the registry for it")
            yield from _resources(subject, path, container)


def volumes(subject: Subject) -> Iterator[Problem]:
    """Every mount names a volume of its template.

    Source: workflowpod.go of Argo Workflows, which looks for it only when a pod is made. Volumes of a workflow do not
    come along with a template that is called by reference, so those of a shared template do not count.
    """
    _, spec = workflow.specification(subject.object)
    around = set() if subject.kind == "ClusterWorkflowTemplate" else _volumes(spec)
    for template in workflow.templates(subject.object):
        for path, volume in workflow.parts(f"{template.path}.volumes", template.value.get("volumes")):
            if len(volume) < 2:
                yield subject.problem(path, "the volume has no source", "say what it is, for example emptyDir: {}")
        known = _volumes(template.value) | around
        holders = [*workflow.containers(template), workflow.Part(f"{template.path}.containerSet", workflow.inner(template.value, "containerSet"))]
        for path, holder in holders:
            for place, mount in workflow.parts(f"{path}.volumeMounts", holder.get("volumeMounts")):
                name = str(mount.get("name"))
                if name not in known:
                    yield subject.problem(f"{place}.name", f'no volume "{name}" in the template', closest(name, known))


def restricted(subject: Subject) -> Iterator[Problem]:
    """Every pod keeps to the restricted profile of the Pod Security Standards of Kubernetes."""
    for template in workflow.templates(subject.object):
        inside = list(workflow.containers(template))
        if inside:
            yield from restrictions(subject, template.path, template.value, inside)


def restrictions(subject: Subject, path: str, holder: dict[str, Any], inside: list[workflow.Part]) -> Iterator[Problem]:
    """The same for one pod, whose security context is in `holder` and whose containers are `inside`."""
    context = workflow.inner(holder, "securityContext")
    if context.get("runAsNonRoot") is not True:
        yield subject.problem(f"{path}.securityContext.runAsNonRoot", "expected true")
    if workflow.inner(context, "seccompProfile").get("type") != "RuntimeDefault":
        yield subject.problem(f"{path}.securityContext.seccompProfile.type", "expected RuntimeDefault")
    for place, container in inside:
        context = workflow.inner(container, "securityContext")
        if context.get("privileged"):
            yield subject.problem(f"{place}.securityContext.privileged", "expected false")
        if context.get("allowPrivilegeEscalation") is not False:
            yield subject.problem(f"{place}.securityContext.allowPrivilegeEscalation", "expected false")
        if workflow.inner(context, "capabilities").get("drop") != ["ALL"]:
            yield subject.problem(f"{place}.securityContext.capabilities.drop", "expected [ALL]")


def accounts(subject: Subject, scope: Scope) -> Iterator[Problem]:
    """No token in a pod of ours, and only service accounts that exist in the namespace.

    Source: workflowpod.go of Argo Workflows, `automountServiceAccountToken` and `executor.serviceAccountName`: with the
    first false and the second set, only Argo's own containers hold a token. Neither comes along with a template that is
    called by reference, so the calling workflow must say both.
    """
    path, spec = workflow.specification(subject.object)
    if subject.kind == "WorkflowTemplate":
        if spec.get("automountServiceAccountToken") is not False:
            yield subject.problem(f"{path}.automountServiceAccountToken", "expected false", "code of a model must not hold a token of the cluster")
        for owner, field in ((spec, "serviceAccountName"), (workflow.inner(spec, "executor"), "executor.serviceAccountName")):
            if not owner.get("serviceAccountName"):
                yield subject.problem(f"{path}.{field}", "no service account is named", "without one the namespace's default account is used")
    for place, owner in [workflow.Part(path, spec), *workflow.templates(subject.object)]:
        if place != path and owner.get("automountServiceAccountToken") is True:
            yield subject.problem(f"{place}.automountServiceAccountToken", "expected false", "code of a model must not hold a token of the cluster")
        for holder, field in ((owner, "serviceAccountName"), (workflow.inner(owner, "executor"), "executor.serviceAccountName")):
            name = holder.get("serviceAccountName")
            if isinstance(name, str) and name and subject.kind != "ClusterWorkflowTemplate" and name not in scope.service_accounts:
                known = ", ".join(sorted(scope.service_accounts)) or "none"
                yield subject.problem(f"{place}.{field}", f'no service account "{name}" in namespace {scope.namespace}', f"known: {known}")


def arguments(subject: Subject, call: workflow.Part, signature: Signature, structure: Structure) -> Iterator[Problem]:
    """Arguments that become an image are pinned; those that patch a pod have the shape of a pod and are literals.

    Source: podSpecPatch is a strategic merge without a check for unknown fields, so a misspelt one vanishes; a workflow's
    parameter in it would let whoever submits a run rewrite the pod.
    """
    given = workflow.inner(call.value, "arguments").get("parameters")
    for path, parameter in workflow.parts(f"{call.path}.arguments.parameters", given):
        name, value = parameter.get("name"), parameter.get("value")
        if not isinstance(value, str) or workflow.LONE_INPUT.match(value):
            continue
        if name in signature.images:
            yield from image(subject, f"{path}.value", value)
        if name in signature.patches:
            yield from _patch(subject, f"{path}.value", value, signature.containers, structure)


def literal_patches(subject: Subject, structure: Structure) -> Iterator[Problem]:
    """A patch that stands in a template itself obeys the same rule as one that is handed over."""
    for template in workflow.templates(subject.object):
        patch = template.value.get("podSpecPatch")
        if isinstance(patch, str) and not workflow.LONE_INPUT.match(patch):
            yield from _patch(subject, f"{template.path}.podSpecPatch", patch, container_names(template.value), structure)


def image(subject: Subject, path: str, name: str) -> Iterator[Problem]:
    """An image is named by its digest."""
    if not PINNED.match(name):
        yield subject.problem(path, f'image "{name}" is not pinned by digest', "write it as name@sha256:<64 hex digits>")


def _unpacker(subject: Subject, path: str, container: dict[str, Any]) -> Iterator[Problem]:
    for field in sorted(container.keys() - {"name", *UNPACKER_FIELDS}):
        yield subject.problem(f"{path}.{field}", "the container is Argo's own", f"a patch may change {', '.join(UNPACKER_FIELDS)} and nothing else")


def _resources(subject: Subject, path: str, container: dict[str, Any]) -> Iterator[Problem]:
    # k8s.io/kubernetes, pkg/apis/core/validation: a container's resource is one of these or has a domain before a slash.
    for field in ("limits", "requests"):
        for name in workflow.inner(container, "resources", field):
            if name not in RESOURCES and "/" not in name and not name.startswith("hugepages-"):
                yield subject.problem(f"{path}.resources.{field}.{name}", "unknown resource", closest(name, RESOURCES))


def _volumes(holder: dict[str, Any]) -> set[str]:
    claims = [workflow.inner(claim.value, "metadata") for claim in workflow.parts("", holder.get("volumeClaimTemplates"))]
    return {*workflow.named(holder.get("volumes")), *(str(claim.get("name")) for claim in claims)}


def _patch(subject: Subject, path: str, text: str, names: frozenset[str], structure: Structure) -> Iterator[Problem]:
    if SUBMITTED in text:
        yield subject.problem(path, "a parameter of the workflow patches the pod", "use a literal: whoever submits a run sets the parameter")
    try:
        patch = json.loads(text)
    except ValueError as error:
        yield subject.problem(path, f"the pod's patch is not JSON: {error}")
        return
    faults = list(structure.pod_patch_faults(patch))
    for fault in faults:
        yield subject.problem(f"{path}: {fault.path}" if fault.path else path, fault.what, fault.hint)
    if any(fault.shape for fault in faults):
        return
    for field in ("containers", "initContainers"):
        for place, container in workflow.parts(f"{path}: {field}", patch.get(field)):
            if field == "initContainers" and container.get("name") == UNPACKER:
                yield from _unpacker(subject, place, container)
            elif container.get("name") not in names:
                hint = closest(str(container.get("name")), names) or "the merge goes by name, so this would add a container"
                yield subject.problem(f"{place}.name", f'no container "{container.get("name")}" in the template', hint)
            yield from _resources(subject, place, container)
            if "image" in container:
                yield from image(subject, f"{place}.image", str(container["image"]))
    for field in ("serviceAccountName", "automountServiceAccountToken", "hostNetwork", "hostPID", "hostIPC"):
        if patch.get(field):
            yield subject.problem(f"{path}: {field}", "a patch must not change what the pod may do")
