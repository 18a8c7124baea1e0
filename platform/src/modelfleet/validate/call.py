"""Rules about calls: what a task, step or hook runs, and what it hands over.

Argo Workflows reports a missing argument of a hook only when a run ends, and never an argument that nothing reads.
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator, Mapping

from modelfleet.errors import Problem
from modelfleet.validate import application, pod, workflow
from modelfleet.validate.signature import LOCATIONS, Signature, has_content, signature_of
from modelfleet.validate.structure import Structure
from modelfleet.validate.subject import Object, Scope, Subject, closest

STORE = ("endpoint", "bucket", "key", "accessKeySecret", "secretKeySecret")


class Directory:
    """The templates that a set can call, each with its signature, which is worked out once."""

    def __init__(self, scope: Scope) -> None:
        self._shared = scope.templates
        self._known: dict[tuple[str, str], Signature | None] = {}

    def objects(self) -> list[str]:
        """The names of the shared templates."""
        return sorted(self._shared)

    def templates(self, name: str) -> list[str]:
        """The names of the templates of one shared object."""
        return sorted(self._templates(name))

    def signature(self, name: str, template: str) -> Signature | None:
        """The signature of a template of a shared object; None when it has no such template."""
        key = (name, template)
        if key not in self._known:
            siblings = self._templates(name)
            self._known[key] = signature_of(siblings[template], siblings) if template in siblings else None
        return self._known[key]

    def _templates(self, name: str) -> dict[str, dict[str, object]]:
        return workflow.named(workflow.specification(self._shared[name]).value.get("templates"))


def entrypoint(subject: Subject) -> Iterator[Problem]:
    """The entrypoint names a template of the same object (Argo: workflow/validate, ValidateWorkflow)."""
    path, spec = workflow.specification(subject.object)
    start = spec.get("entrypoint")
    if "workflowTemplateRef" in spec or (start is None and subject.kind == "ClusterWorkflowTemplate"):
        return
    names = workflow.named(spec.get("templates"))
    if start is None:
        yield subject.problem(path, 'missing field "entrypoint"')
    elif str(start) not in names:
        yield subject.problem(f"{path}.entrypoint", f'no template "{start}"', closest(str(start), names))


def references(subject: Subject, directory: Directory, structure: Structure) -> Iterator[Problem]:
    """Every call runs a template that exists, with exactly the arguments that it takes.

    Source: workflow/validate of Argo Workflows (resolution, required inputs); that no unknown argument is passed is ours,
    because Argo drops it without a word. A reference to another object must be cluster-scoped: a ClusterWorkflowTemplate
    that refers to a namespaced one cannot be resolved without a cluster.
    """
    own = workflow.named(workflow.specification(subject.object).value.get("templates"))
    for call in workflow.calls(subject.object):
        path, value = call
        if "templateRef" in value:
            signature = yield from _referred(subject, call, directory)
        elif "template" in value:
            name = str(value["template"])
            signature = signature_of(own[name], own) if name in own else None
            if signature is None:
                yield subject.problem(f"{path}.template", f'no template "{name}"', closest(name, own))
        else:
            signature = None
            yield subject.problem(path, "runs no template", 'give it a "template" or a "templateRef"')
        if signature is not None:
            yield from _arguments(subject, call, signature)
            yield from pod.arguments(subject, call, signature, structure)
            yield from application.arguments(subject, call, signature, structure)


def _referred(subject: Subject, call: workflow.Part, directory: Directory) -> Generator[Problem, None, Signature | None]:
    path, reference = f"{call.path}.templateRef", workflow.inner(call.value, "templateRef")
    name, template = str(reference.get("name", "")), str(reference.get("template", ""))
    if reference.get("clusterScope") is not True:
        yield subject.problem(path, "clusterScope is not true", "refer to a ClusterWorkflowTemplate")
        return None
    if name not in directory.objects():
        yield subject.problem(f"{path}.name", f'no ClusterWorkflowTemplate "{name}"', closest(name, directory.objects()))
        return None
    signature = directory.signature(name, template)
    if signature is None:
        yield subject.problem(f"{path}.template", f'no template "{template}"', closest(template, directory.templates(name)))
    return signature


def unread_inputs(subject: Subject) -> Iterator[Problem]:
    """Every input parameter is read by its template: one that nothing reads is a setting that has no effect."""
    for template in workflow.templates(subject.object):
        names = workflow.named(workflow.inner(template.value, "inputs").get("parameters"))
        read = {dotted or quoted for dotted, quoted in workflow.READ.findall(json.dumps(template.value))} if names else set()
        for name in sorted(names.keys() - read):
            yield subject.problem(f"{template.path}.inputs.parameters", f'nothing reads "{name}"')


def hooks(subject: Subject) -> Iterator[Problem]:
    """A hook is called `exit` or says when it runs (workflow/validate of Argo Workflows)."""
    path, spec = workflow.specification(subject.object)
    holders = [workflow.Part(path, spec), *(call for template in workflow.templates(subject.object) for call in workflow.calls_of(template))]
    for holder in holders:
        for name, hook in workflow.inner(holder.value, "hooks").items():
            if name != "exit" and "expression" not in hook:
                yield subject.problem(f"{holder.path}.hooks.{name}", "the hook never runs", 'call it "exit" or give it an "expression"')


def template_of_cron(subject: Subject, templates: Mapping[str, Object | None]) -> Iterator[Problem]:
    """A CronWorkflow starts a WorkflowTemplate of the same set and hands over only what that one declares.

    `templates` maps names to the WorkflowTemplates of the set, or to None for one whose shape is wrong. Source:
    workflow/util of Argo Workflows, JoinWorkflowSpec: an argument that the template does not declare is added without a word.
    """
    path, spec = workflow.specification(subject.object)
    if subject.kind != "CronWorkflow" or "workflowTemplateRef" not in spec:
        return
    reference = workflow.inner(spec, "workflowTemplateRef")
    name = str(reference.get("name", ""))
    if reference.get("clusterScope"):
        yield subject.problem(f"{path}.workflowTemplateRef", "starts a ClusterWorkflowTemplate", "start the job's WorkflowTemplate")
    elif name not in templates:
        yield subject.problem(f"{path}.workflowTemplateRef.name", f'no WorkflowTemplate "{name}"', closest(name, templates))
    elif (target := templates[name]) is not None:
        declared = {"inputs": workflow.specification(target).value.get("arguments")}
        yield from _arguments(subject, workflow.Part(path, spec), signature_of(declared, {}))


def _git_artifact(subject: Subject, item: workflow.Part) -> Iterator[Problem]:
    """A clone is not unpacked (Argo fails on anything but `none`), names one commit, and fetches its branch alone.

    Source: workflow/artifacts/git/git.go and executor.go of Argo Workflows.
    """
    git = workflow.inner(item.value, "git")
    if item.value.get("archive") != {"none": {}}:
        yield subject.problem(f"{item.path}.archive", "expected {none: {}}", "Argo cannot unpack a clone")
    if not re.fullmatch(r"[0-9a-f]{40}([0-9a-f]{24})?", str(git.get("revision", ""))):
        yield subject.problem(f"{item.path}.git.revision", "expected a commit", "a branch or a tag may be moved between two runs")
    if git.get("singleBranch") is not True or not git.get("branch"):
        yield subject.problem(f"{item.path}.git.singleBranch", "expected true, with a branch", "without it each run fetches the history of every branch")
    if git.get("disableSubmodules") is not True:
        yield subject.problem(f"{item.path}.git.disableSubmodules", "expected true", "submodules are not locked")
    for field in ("insecureIgnoreHostKey", "insecureSkipTLS"):
        if git.get(field):
            yield subject.problem(f"{item.path}.git.{field}", "expected nothing", "credentials would go to whoever answers")


def artifacts(subject: Subject) -> Iterator[Problem]:
    """Archive artifacts stand on calls, each with `archive: {tar: {}}`, and never in the arguments of a workflow.

    An artifact in S3 says where it is and who may read it. Source: executor.go and merge.go of Argo Workflows. Only a
    gzip-compressed tar file is unpacked, `archive` is taken from the caller's artifact, and how artifacts in a workflow's
    arguments are merged changed in 4.1.
    """
    path, spec = workflow.specification(subject.object)
    if workflow.inner(spec, "arguments").get("artifacts"):
        yield subject.problem(f"{path}.arguments.artifacts", "an artifact stands in the arguments of a workflow", "put it on the task that needs it")
    for call in workflow.calls(subject.object):
        for item in workflow.parts(f"{call.path}.arguments.artifacts", workflow.inner(call.value, "arguments").get("artifacts")):
            stored = any(location in item.value for location in LOCATIONS if location != "from")
            if "git" in item.value:
                yield from _git_artifact(subject, item)
            elif stored and item.value.get("archive") != {"tar": {}}:
                yield subject.problem(f"{item.path}.archive", "expected {tar: {}}", "without it Argo guesses how the file is packed")
            for field in STORE if "s3" in item.value else ():
                if not workflow.inner(item.value, "s3").get(field):
                    yield subject.problem(f"{item.path}.s3.{field}", "missing", "what is not said comes from the default repository of the cluster")


def _arguments(subject: Subject, call: workflow.Part, signature: Signature) -> Iterator[Problem]:
    given = workflow.inner(call.value, "arguments")
    for kind, taken in signature.taken.items():
        passed = {name for name, item in workflow.named(given.get(kind)).items() if has_content(item)}
        for name in sorted(passed - taken):
            yield subject.problem(f"{call.path}.arguments.{kind}", f'nothing takes "{name}"', closest(name, taken - passed))
        for name in sorted(signature.required[kind] - passed):
            yield subject.problem(f"{call.path}.arguments.{kind}", f'"{name}" is missing')
