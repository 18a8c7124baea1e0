"""Rules about calls: what a task, step or hook runs, and what it hands over.

Argo Workflows reports a missing argument only when a run starts, and never reports one that nothing reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from modelfleet.errors import Problem
from modelfleet.validate import pod, workflow
from modelfleet.validate.structure import Structure
from modelfleet.validate.subject import Object, Scope, Subject, closest

LOCATIONS = ("artifactory", "azure", "gcs", "git", "hdfs", "http", "oss", "plugin", "raw", "s3")


def entrypoint(subject: Subject) -> Iterator[Problem]:
    """The entrypoint names a template of the same object (Argo: workflow/validate, ValidateWorkflow)."""
    path, spec = workflow.specification(subject.object)
    names = sorted(workflow.named(spec.get("templates")))
    start = spec.get("entrypoint")
    if "workflowTemplateRef" in spec or (start is None and subject.kind == "ClusterWorkflowTemplate"):
        return
    if start is None:
        yield subject.problem(path, 'missing field "entrypoint"')
    elif start not in names:
        yield subject.problem(f"{path}.entrypoint", f'no template "{start}"', closest(start, names))


def references(subject: Subject, scope: Scope, structure: Structure) -> Iterator[Problem]:
    """Every call runs a template that exists, with exactly the arguments that it takes.

    Source: workflow/validate of Argo Workflows (resolution, required inputs); that no unknown argument is passed is ours,
    because Argo drops it without a word. A reference to another object must be cluster-scoped: a ClusterWorkflowTemplate
    that refers to a namespaced one cannot be resolved without a cluster.
    """
    own = workflow.named(workflow.specification(subject.object).value.get("templates"))
    for call in workflow.calls(subject.object):
        path, value = call
        if "templateRef" in value:
            reference = value["templateRef"]
            if reference.get("clusterScope") is not True:
                yield subject.problem(f"{path}.templateRef", "clusterScope is not true", "refer to a ClusterWorkflowTemplate")
                continue
            target = scope.templates.get(reference.get("name", ""))
            if target is None:
                name = reference.get("name", "")
                yield subject.problem(f"{path}.templateRef.name", f'no ClusterWorkflowTemplate "{name}"', closest(name, scope.templates))
                continue
            siblings = workflow.named(workflow.specification(target).value.get("templates"))
            called, field = reference.get("template", ""), "templateRef.template"
        elif "template" in value:
            siblings, called, field = own, value["template"], "template"
        else:
            yield subject.problem(path, "runs no template", 'give it a "template" or a "templateRef"')
            continue
        if called not in siblings:
            yield subject.problem(f"{path}.{field}", f'no template "{called}"', closest(called, siblings))
            continue
        yield from _arguments(subject, call, siblings[called])
        yield from pod.arguments(subject, call, siblings[called], siblings, structure)


def template_of_cron(subject: Subject, templates: Mapping[str, Object | None]) -> Iterator[Problem]:
    """A CronWorkflow starts a WorkflowTemplate of the same set and hands over only what that one declares.

    `templates` maps names to the WorkflowTemplates of the set, or to None for one whose shape is wrong. Source:
    workflow/util of Argo Workflows, JoinWorkflowSpec: an argument that the template does not declare is added without a word.
    """
    path, spec = workflow.specification(subject.object)
    if subject.kind != "CronWorkflow" or "workflowTemplateRef" not in spec:
        return
    name = spec["workflowTemplateRef"].get("name", "")
    if spec["workflowTemplateRef"].get("clusterScope"):
        yield subject.problem(f"{path}.workflowTemplateRef", "starts a ClusterWorkflowTemplate", "start the job's WorkflowTemplate")
    elif name not in templates:
        yield subject.problem(f"{path}.workflowTemplateRef.name", f'no WorkflowTemplate "{name}"', closest(name, templates))
    elif (target := templates[name]) is not None:
        declared = workflow.specification(target).value.get("arguments") or {}
        yield from _arguments(subject, workflow.Part(path, spec), {"inputs": declared})


def artifacts(subject: Subject) -> Iterator[Problem]:
    """Archive artifacts stand on calls, each with `archive: {tar: {}}`, and never in the arguments of a workflow.

    Source: executor.go and merge.go of Argo Workflows. Only a gzip-compressed tar file is unpacked, `archive` is taken
    from the caller's artifact, and how artifacts in a workflow's arguments are merged changed in 4.1.
    """
    path, spec = workflow.specification(subject.object)
    if (spec.get("arguments") or {}).get("artifacts"):
        yield subject.problem(f"{path}.arguments.artifacts", "an artifact stands in the arguments of a workflow", "put it on the task that needs it")
    for call in workflow.calls(subject.object):
        for item in workflow.parts(f"{call.path}.arguments.artifacts", (call.value.get("arguments") or {}).get("artifacts")):
            if any(location in item.value for location in LOCATIONS) and item.value.get("archive") != {"tar": {}}:
                yield subject.problem(f"{item.path}.archive", "expected {tar: {}}", "without it Argo guesses how the file is packed")


def _arguments(subject: Subject, call: workflow.Part, called: Mapping[str, Any]) -> Iterator[Problem]:
    inputs, given = called.get("inputs") or {}, call.value.get("arguments") or {}
    for kind in ("parameters", "artifacts"):
        declared, passed = workflow.named(inputs.get(kind)), workflow.named(given.get(kind))
        for name in sorted(set(passed) - set(declared)):
            yield subject.problem(f"{call.path}.arguments.{kind}", f'nothing takes "{name}"', closest(name, set(declared) - set(passed)))
        for name in sorted(set(declared) - set(passed)):
            if not _has_default(declared[name]):
                yield subject.problem(f"{call.path}.arguments.{kind}", f'"{name}" is missing')


def _has_default(item: Mapping[str, Any]) -> bool:
    return item.get("optional") is True or any(key in item for key in ("value", "default", "valueFrom", "from", *LOCATIONS))
