"""Rules about what Argo CD is told: nothing is wider than it must be, and no file of the branch chooses its rights."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from modelfleet.errors import Problem
from modelfleet.render.app import PARAMETERS
from modelfleet.validate.subject import Subject, closest
from modelfleet.validate.workflow import inner, parts

OWN_DIRECTORY = "argocd.argoproj.io/manifest-generate-paths"
# What the git files generator adds to the values of a file (applicationset/generators/git.go).
PATHS = ("path.path", "path.basename")
ACTION = re.compile(r"\{\{(.*?)\}\}")
PARAMETER = re.compile(r"^ \.([a-zA-Z][a-zA-Z0-9.]*) $")


def project(subject: Subject) -> Iterator[Problem]:
    """A project names one repository, places and kinds; a pattern that takes everything is no limit.

    Source: IsGroupKindNamePermitted in app_project_types.go of Argo CD, where no list of a namespace's kinds means all.
    """
    if subject.kind != "AppProject":
        return
    spec = inner(subject.object, "spec")
    if not spec.get("sourceRepos"):
        yield subject.problem("spec.sourceRepos", "missing", "name the deploy repository")
    for index, repository in enumerate(spec.get("sourceRepos") or ()):
        if "*" in repository:
            yield subject.problem(f"spec.sourceRepos[{index}]", f'"{repository}" is a pattern', "name the deploy repository")
    for path, place in parts("spec.destinations", spec.get("destinations")):
        for field in ("namespace", "server"):
            if not place.get(field) or "*" in place[field]:
                yield subject.problem(f"{path}.{field}", f'"{place.get(field, "")}" is no one place', "name one cluster and one namespace")
    if "namespaceResourceWhitelist" not in spec and spec.get("namespaceResourceBlacklist") != [{"group": "*", "kind": "*"}]:
        yield subject.problem("spec.namespaceResourceWhitelist", "missing", "without it every kind of a namespace is allowed")
    for field in ("namespaceResourceWhitelist", "clusterResourceWhitelist"):
        for path, kind in parts(f"spec.{field}", spec.get(field)):
            if "*" in f"{kind.get('group')}{kind.get('kind')}":
                yield subject.problem(path, f'"{kind.get("group")}/{kind.get("kind")}" is a pattern', "name each kind")
            if field.startswith("cluster") and kind.get("name", "*").strip("*") == "":
                yield subject.problem(f"{path}.name", "missing", "name the objects of the cluster, or how their names begin")


def application_set(subject: Subject) -> Iterator[Problem]:
    """A set stops at a file with a hole, has a fixed project, and uses no value that a file has not.

    Source: Security.md of Argo CD's ApplicationSets and applicationset/generators/git.go.
    """
    if subject.kind != "ApplicationSet":
        return
    spec = inner(subject.object, "spec")
    if spec.get("goTemplate") is not True or "missingkey=error" not in (spec.get("goTemplateOptions") or ()):
        yield subject.problem("spec.goTemplateOptions", 'expected "missingkey=error" with goTemplate', "without it a missing value becomes an empty one")
    if "{{" in str(inner(spec, "template", "spec").get("project")):
        yield subject.problem("spec.template.spec.project", "is chosen by a file", "write the project: who changes the file would choose the rights")
    for path, generator in parts("spec.generators", spec.get("generators")):
        yield from _revision(subject, f"{path}.git.revision", inner(generator, "git").get("revision"))
    for path, text in _texts("spec.template", spec.get("template")):
        for action in ACTION.findall(text):
            found = PARAMETER.match(action)
            known = (*PARAMETERS, *PATHS)
            if found is None or found[1] not in known:
                name = found[1] if found else action.strip()
                yield subject.problem(path, f'"{name}" is no value of app.json', closest(name, known))


def applications(subjects: Sequence[Subject]) -> Iterator[Problem]:
    """Each Application and each template of one is in a project of the same set that lets it read and write what it says."""
    projects = {subject.name: inner(subject.object, "spec") for subject in subjects if subject.kind == "AppProject"}
    for subject in subjects:
        if subject.kind == "Application":
            yield from _application(subject, "", subject.object, projects)
        elif subject.kind == "ApplicationSet":
            yield from _application(subject, "spec.template.", inner(subject.object, "spec", "template"), projects)


def _application(subject: Subject, path: str, value: Mapping[str, Any], projects: Mapping[str, dict[str, Any]]) -> Iterator[Problem]:
    spec, annotations = inner(value, "spec"), inner(value, "metadata", "annotations")
    name, source, place = str(spec.get("project")), inner(spec, "source"), inner(spec, "destination")
    if annotations.get(OWN_DIRECTORY) != ".":
        yield subject.problem(f'{path}metadata.annotations["{OWN_DIRECTORY}"]', 'expected "."', "without it every commit renders every Application anew")
    yield from _revision(subject, f"{path}spec.source.targetRevision", source.get("targetRevision"))
    if "{{" in name:
        return
    if name not in projects:
        yield subject.problem(f"{path}spec.project", f'no AppProject "{name}"', closest(name, projects))
        return
    if source.get("repoURL") not in (projects[name].get("sourceRepos") or ()):
        yield subject.problem(f"{path}spec.source.repoURL", f'"{source.get("repoURL")}" is no repository of project "{name}"')
    places = [(one.get("server"), one.get("namespace")) for one in projects[name].get("destinations") or ()]
    if (place.get("server"), place.get("namespace")) not in places and "{{" not in str(place.get("namespace")):
        yield subject.problem(f"{path}spec.destination", f'project "{name}" does not go to {place.get("namespace")} of {place.get("server")}')
    if "CreateNamespace=true" in (inner(spec, "syncPolicy").get("syncOptions") or ()) and not _may_make(projects[name], str(place.get("namespace"))):
        yield subject.problem(f"{path}spec.syncPolicy.syncOptions", f'project "{name}" may not make the namespace {place.get("namespace")}')


def _may_make(project: Mapping[str, Any], namespace: str) -> bool:
    kinds = project.get("clusterResourceWhitelist") or ()
    return any(kind.get("kind") == "Namespace" and fnmatchcase(namespace, str(kind.get("name"))) for kind in kinds)


def _revision(subject: Subject, path: str, revision: Any) -> Iterator[Problem]:
    if not str(revision).startswith("refs/heads/"):
        yield subject.problem(path, f'"{revision}" is not the whole name of a branch', "a tag of the same name would win: write refs/heads/ before it")


def _texts(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _texts(f"{path}.{key}", part)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _texts(f"{path}[{index}]", part)
    elif isinstance(value, str):
        yield path, value
