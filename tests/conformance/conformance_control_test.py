"""What Argo CD is told, with one fault each; and what its ApplicationSets make of the files that rendering writes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from conformance.fault import Fault
from render.made_up import CASES, fleet, load_case, placements_of, render_case

from modelfleet.cli.render_fleet import rendered
from modelfleet.render.app import app_of
from modelfleet.render.jsonnet import Jsonnet
from modelfleet.validate.problems import problems
from modelfleet.validate.structure import Structure
from modelfleet.validate.subject import Scope

STAGE = "second"
SET, PROJECT, APPLICATION = "ApplicationSet fleet-second-team-one", "AppProject fleet-second-team-one", "Application platform-fleet-second-namespace-one-second"
# What is said beside a fault in the repositories of a project.
NOT_READ = (
    f"platform/argocd/main.jsonnet: {SET}: spec.template.spec.source.repoURL: "
    '"ssh://git@git.second.example/deploy.git" is no repository of project "fleet-second-team-one"'
)

# Name of the fault → the object, what is put into it, what is dropped, what is said.
FAULTS: dict[str, tuple[str, dict[str, Any], tuple[str, ...], str]] = {
    "misspelt field": (SET, {"spec.gotemplate": True}, (), 'spec.gotemplate: unknown field\n  hint: did you mean "goTemplate"?'),
    "wrong type": (APPLICATION, {"spec.revisionHistoryLimit": "3"}, (), 'spec.revisionHistoryLimit: expected integer, got "3"'),
    "other kind": (
        APPLICATION,
        {"kind": "Deployment"},
        (),
        'kind: "Deployment" does not belong here\n  hint: one of AppProject, Application, ApplicationSet, ConfigMap',
    ),
    "any repository": (PROJECT, {"spec.sourceRepos[0]": "*"}, (), f'spec.sourceRepos[0]: "*" is a pattern\n  hint: name the deploy repository\n{NOT_READ}'),
    "no repository": (PROJECT, {}, ("spec.sourceRepos",), f"spec.sourceRepos: missing\n  hint: name the deploy repository\n{NOT_READ}"),
    "any namespace": (
        PROJECT,
        {"spec.destinations[0].namespace": "one-*"},
        (),
        'spec.destinations[0].namespace: "one-*" is no one place\n  hint: name one cluster and one namespace',
    ),
    "kinds not said": (
        PROJECT,
        {},
        ("spec.namespaceResourceWhitelist",),
        "spec.namespaceResourceWhitelist: missing\n  hint: without it every kind of a namespace is allowed",
    ),
    "any kind": (
        PROJECT,
        {"spec.namespaceResourceWhitelist[0].kind": "*"},
        (),
        'spec.namespaceResourceWhitelist[0]: "/*" is a pattern\n  hint: name each kind',
    ),
    "any template": (
        "AppProject platform-fleet-second-templates",
        {},
        ("spec.clusterResourceWhitelist[0].name",),
        "spec.clusterResourceWhitelist[0].name: missing\n  hint: name the objects of the cluster, or how their names begin",
    ),
    "holes are filled": (
        SET,
        {},
        ("spec.goTemplateOptions",),
        'spec.goTemplateOptions: expected "missingkey=error" with goTemplate\n  hint: without it a missing value becomes an empty one',
    ),
    "project of a file": (
        SET,
        {"spec.template.spec.project": "{{ .owner }}"},
        (),
        "spec.template.spec.project: is chosen by a file\n  hint: write the project: who changes the file would choose the rights",
    ),
    "unknown value": (
        SET,
        {"spec.template.metadata.name": "{{ .modle }}"},
        (),
        'spec.template.metadata.name: "modle" is no value of app.json\n  hint: did you mean "model"?',
    ),
    "an expression": (
        SET,
        {"spec.template.metadata.name": "{{ .model | upper }}"},
        (),
        'spec.template.metadata.name: ".model | upper" is no value of app.json',
    ),
    "short branch": (
        SET,
        {"spec.generators[0].git.revision": "deploy/second"},
        (),
        'spec.generators[0].git.revision: "deploy/second" is not the whole name of a branch\n'
        "  hint: a tag of the same name would win: write refs/heads/ before it",
    ),
    "no project": (
        APPLICATION,
        {"spec.project": "platform-fleet-second-namespace"},
        (),
        'spec.project: no AppProject "platform-fleet-second-namespace"\n  hint: did you mean "platform-fleet-second-namespaces"?',
    ),
    "other repository": (
        APPLICATION,
        {"spec.source.repoURL": "https://else.example/deploy.git"},
        (),
        'spec.source.repoURL: "https://else.example/deploy.git" is no repository of project "platform-fleet-second-namespaces"',
    ),
    "other place": (
        APPLICATION,
        {"spec.destination.namespace": "kube-system"},
        (),
        'spec.destination: project "platform-fleet-second-namespaces" does not go to kube-system of https://api.second.example:6443\n'
        'APPLICATION: spec.syncPolicy.syncOptions: project "platform-fleet-second-namespaces" may not make the namespace kube-system',
    ),
    "every commit": (
        APPLICATION,
        {},
        ("metadata.annotations",),
        'metadata.annotations["argocd.argoproj.io/manifest-generate-paths"]: expected "."\n  hint: without it every commit renders every Application anew',
    ),
}


@pytest.fixture(scope="module")
def control(root: Path) -> tuple[list[dict[str, Any]], Scope]:
    (shared,) = [one for one in rendered(STAGE, fleet(), Jsonnet(root), {}) if one.directory == "argocd"]
    return [manifest.object for manifest in shared.manifests], shared.scope


@pytest.mark.parametrize("name", FAULTS)
def test_message(name: str, control: tuple[list[dict[str, Any]], Scope], structure: Structure) -> None:
    title, put, drop, said = FAULTS[name]
    objects, scope = control
    assert problems(objects, scope, structure) == ()
    changed = Fault(name, "control", title, put, drop, False).applied({"control": objects})["control"]
    shown = f"Deployment {title.split()[1]}" if put.get("kind") else title
    found = "\n".join(map(str, problems(changed, scope, structure)))
    assert found == f"platform/argocd/main.jsonnet: {shown}: {said}".replace("APPLICATION:", f"platform/argocd/main.jsonnet: {shown}:")


@pytest.mark.parametrize("stage", ["first", "second"])
def test_sets_make_one_application_of_each_model(stage: str, root: Path, structure: Structure) -> None:
    """A small stand-in for the ApplicationSet controller: the files generator, its selector, and values in the template."""
    engine = Jsonnet(root)
    (shared,) = [one for one in rendered(stage, fleet(), engine, {}) if one.directory == "argocd"]
    sets = [manifest.object for manifest in shared.manifests if manifest.kind == "ApplicationSet"]
    projects = {manifest.name: manifest.object for manifest in shared.manifests if manifest.kind == "AppProject"}
    applications: dict[str, dict[str, Any]] = {}
    for case in CASES:
        placement = placements_of(load_case(case, fleet()), fleet())[stage]
        values = {**app_of(placement.model.name, placement.namespace, placement.model.owner), "path": {"path": f"models/{case}"}}
        made = [expanded(one["spec"]["template"], values) for one in sets if selected(one, values)]
        assert len(made) == 1, case
        application = {"apiVersion": "argoproj.io/v1alpha1", "kind": "Application", **made[0]}
        assert list(structure.faults(application)) == []
        project = projects[application["spec"]["project"]]["spec"]
        assert application["spec"]["destination"] in [{"server": one["server"], "namespace": one["namespace"]} for one in project["destinations"]]
        allowed = {(one["group"], one["kind"]) for one in project["namespaceResourceWhitelist"]}
        for manifest in render_case(case, fleet(), engine)[stage]:
            assert (manifest.object["apiVersion"].rpartition("/")[0], manifest.kind) in allowed
            assert manifest.namespace == application["spec"]["destination"]["namespace"]
        assert application["spec"]["source"]["path"] == f"models/{case}/manifests"
        applications[application["metadata"]["name"]] = application
    assert len(applications) == len(CASES)


def selected(application_set: dict[str, Any], values: dict[str, Any]) -> bool:
    (generator,) = application_set["spec"]["generators"]
    return all(values.get(name) == value for name, value in generator["selector"]["matchLabels"].items())


def expanded(template: Any, values: dict[str, Any]) -> Any:
    """The template with its values; KeyError for one that is missing, as `missingkey=error` has it."""
    if isinstance(template, dict):
        return {key: expanded(part, values) for key, part in template.items()}
    if isinstance(template, list):
        return [expanded(part, values) for part in template]
    return re.sub(r"\{\{ \.([a-z.]+) \}\}", lambda match: value_of(match[1], values), template) if isinstance(template, str) else template


def value_of(name: str, values: Any) -> str:
    for key in name.split("."):
        values = values[key]
    assert isinstance(values, str)
    return values
