from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from modelfleet.validate import application, workflow
from modelfleet.validate.signature import signature_of
from modelfleet.validate.structure import load_structure
from modelfleet.validate.subject import Subject

ROOT = next(parent for parent in Path(__file__).resolve().parents if (parent / "platform" / "schema" / "upstream").is_dir())
IMAGE = f"registry.invalid/spark@sha256:{'0' * 64}"
FILLED = "{{=sprig.replace('\"@run@\"', toJson(inputs.parameters['run']), inputs.parameters['manifest'])}}"
# As in the template `spark`: steps that call another template of the same object with an expression.
RUN: dict[str, Any] = {
    "name": "run",
    "inputs": {"parameters": [{"name": "manifest"}, {"name": "run"}]},
    "steps": [[{"name": "application", "template": "create", "arguments": {"parameters": [{"name": "manifest", "value": FILLED}]}}]],
}
CREATE: dict[str, Any] = {
    "name": "create",
    "inputs": {"parameters": [{"name": "manifest"}]},
    "resource": {"action": "create", "manifest": "{{inputs.parameters.manifest}}"},
}
POD: dict[str, Any] = {
    "serviceAccount": "spark",
    "template": {
        "spec": {
            "securityContext": {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}},
            "volumes": [{"name": "workspace", "emptyDir": {}}],
            "initContainers": [
                {
                    "name": "fetch",
                    "image": IMAGE,
                    "volumeMounts": [{"name": "workspace", "mountPath": "/workspace"}],
                    "securityContext": {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}},
                }
            ],
            "containers": [{"name": "spark-kubernetes-driver", "securityContext": {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}}],
        }
    },
}
APPLICATION: dict[str, Any] = {
    "apiVersion": "sparkoperator.k8s.io/v1beta2",
    "kind": "SparkApplication",
    "metadata": {"name": "@run@", "namespace": "fraud"},
    "spec": {"type": "Python", "sparkVersion": "3.5.7", "image": IMAGE, "mainApplicationFile": "local:///a.py", "driver": POD, "executor": POD},
}


def problems_of(manifest: str) -> list[str]:
    call = workflow.Part("call", {"arguments": {"parameters": [{"name": "manifest", "value": manifest}, {"name": "run", "value": "{{workflow.name}}"}]}})
    subject = Subject("model.yaml", {"kind": "WorkflowTemplate", "metadata": {"name": "fraud-features", "namespace": "fraud"}})
    signature = signature_of(RUN, {"run": RUN, "create": CREATE})
    return [str(problem) for problem in application.arguments(subject, call, signature, load_structure(ROOT))]


def changed(change: Callable[[dict[str, Any]], object]) -> str:
    value = json.loads(json.dumps(APPLICATION))
    change(value)
    return json.dumps(value)


def test_what_becomes_an_object_is_found_through_the_expression() -> None:
    assert signature_of(RUN, {"run": RUN, "create": CREATE}).manifests == {"manifest"}
    assert signature_of(CREATE, {}).manifests == {"manifest"}


def test_a_sound_application() -> None:
    assert problems_of(json.dumps(APPLICATION)) == []


def driver(value: dict[str, Any]) -> dict[str, Any]:
    return value["spec"]["driver"]["template"]["spec"]


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        ("{", "the object is not JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        ('{"kind": "Job"}', "the object is of no kind that a run may make\n  hint: known: SparkApplication"),
        ('{"kind": "{{workflow.name}}"}', "a tag stands in the object\n  hint: Argo would put in a text as it is, with any quotes in it"),
        (changed(lambda one: one["spec"].update(sparkVersoin="3")), 'spec.sparkVersoin: unknown field\n  hint: did you mean "sparkVersion"?'),
        (changed(lambda one: one["spec"].update(type="Ruby")), 'spec.type: "Ruby" is not one of Java, Python, Scala, R'),
        (changed(lambda one: one["spec"].update(sparkConf=[])), "spec.sparkConf: expected object, got []"),
        (changed(lambda one: one["metadata"].update(namespace="other")), "metadata.namespace: expected fraud, got other"),
        (
            changed(lambda one: one["spec"].update(image="spark:3.5")),
            'spec.image: image "spark:3.5" is not pinned by digest\n  hint: write it as name@sha256:<64 hex digits>',
        ),
        (
            changed(lambda one: one["spec"]["executor"].pop("serviceAccount")),
            "spec.executor.serviceAccount: no service account is named\n  hint: without one the namespace's default account is used",
        ),
        (
            changed(lambda one: driver(one)["initContainers"][0].update(image="rclone")),
            'spec.driver.template.spec.initContainers[0].image: image "rclone" is not pinned by digest\n  hint: write it as name@sha256:<64 hex digits>',
        ),
        (
            changed(lambda one: driver(one)["securityContext"].update(runAsNonRoot=False)),
            "spec.driver.template.spec.securityContext.runAsNonRoot: expected true",
        ),
        (
            changed(lambda one: driver(one)["containers"][0].pop("securityContext")),
            "spec.driver.template.spec.containers[0].securityContext.allowPrivilegeEscalation: expected false",
        ),
        (
            changed(lambda one: driver(one).pop("volumes")),
            'spec.driver.template.spec.initContainers[0].volumeMounts[0].name: no volume "workspace" in the template',
        ),
    ],
    ids=lambda value: None if value.startswith("{") else value.partition(":")[0].replace(" ", "-"),
)
def test_what_is_wrong(manifest: str, message: str) -> None:
    place = "model.yaml: WorkflowTemplate fraud-features: call.arguments.parameters[0].value"
    assert problems_of(manifest)[0] == f"{place}: {message}"
