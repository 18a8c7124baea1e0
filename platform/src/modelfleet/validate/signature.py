"""What a template takes from its caller, and which of it decides what a pod is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from modelfleet.validate import workflow

Template = dict[str, Any]
# Where an artifact can come from by itself; one without any of them has to be handed over.
LOCATIONS = ("artifactory", "azure", "from", "gcs", "git", "hdfs", "http", "oss", "plugin", "raw", "s3")
AS_TEXT = re.compile(r"toJson\([^()]*\)")
CONTENT = frozenset({"value", "default", "valueFrom", *LOCATIONS})


@dataclass(frozen=True)
class Signature:
    """The inputs of a template.

    `taken` and `required` map "parameters" and "artifacts" to names. `images` are the parameters that become the image
    of a container, `patches` those that become a patch of the pod, directly or through templates of the same object that
    it calls; `manifests` are those that become an object, or a part of one. `containers` are the names of the containers that such a patch can mean.
    """

    taken: Mapping[str, frozenset[str]]
    required: Mapping[str, frozenset[str]]
    images: frozenset[str]
    patches: frozenset[str]
    manifests: frozenset[str]
    containers: frozenset[str]


def signature_of(template: Template, siblings: Mapping[str, Template]) -> Signature:
    """The signature of a template; `siblings` are the templates of the same object by name."""
    inputs = {kind: workflow.named(workflow.inner(template, "inputs").get(kind)) for kind in ("parameters", "artifacts")}
    return Signature(
        taken={kind: frozenset(items) for kind, items in inputs.items()},
        required={kind: frozenset(name for name, item in items.items() if not has_content(item)) for kind, items in inputs.items()},
        images=_reaching(template, "image", siblings, frozenset()),
        patches=_reaching(template, "podSpecPatch", siblings, frozenset()),
        manifests=_reaching_object(template, siblings),
        containers=container_names(*_reachable(template, siblings)),
    )


def container_names(*templates: Template) -> frozenset[str]:
    """The names of the containers of templates; Argo calls the only container of a template `main`."""
    return frozenset(str(container.value.get("name", "main")) for one in templates for container in workflow.containers(workflow.Part("", one)))


def has_content(item: Mapping[str, Any]) -> bool:
    """Whether a parameter or an artifact stands for something by itself, or may be absent."""
    return not CONTENT.isdisjoint(item) or item.get("optional") is True


def _reaching(template: Template, field: str, siblings: Mapping[str, Template], above: frozenset[str]) -> frozenset[str]:
    part = workflow.Part("", template)
    above = above | {str(template.get("name", ""))}
    values = [container.value.get("image") for container in workflow.containers(part)] if field == "image" else [template.get(field)]
    for call in workflow.calls_of(part):
        called = siblings.get(str(call.value.get("template")))
        if called is not None and str(called.get("name", "")) not in above:
            passed = workflow.named(workflow.inner(call.value, "arguments").get("parameters"))
            values.extend(passed[name].get("value") for name in _reaching(called, field, siblings, above) if name in passed)
    found = (workflow.LONE_INPUT.match(value) for value in values if isinstance(value, str))
    return frozenset(match[1] for match in found if match)


def _reaching_object(template: Template, siblings: Mapping[str, Template]) -> frozenset[str]:
    """The inputs that an object is made of: by themselves, or in an expression whose value is the object. What goes through
    `toJson` there is a text inside of it."""
    values = [workflow.inner(template, "resource").get("manifest")]
    for call in workflow.calls_of(workflow.Part("", template)):
        called = workflow.inner(siblings.get(str(call.value.get("template"))), "resource").get("manifest")
        if isinstance(called, str) and (taken := workflow.LONE_INPUT.match(called)):
            passed = workflow.named(workflow.inner(call.value, "arguments").get("parameters"))
            values.append(workflow.inner(passed.get(taken[1])).get("value"))
    return frozenset(dotted or quoted for value in values if isinstance(value, str) for dotted, quoted in workflow.READ.findall(AS_TEXT.sub("", value)))


def _reachable(template: Template, siblings: Mapping[str, Template]) -> list[Template]:
    found: dict[str, Template] = {}
    waiting = [template]
    while waiting:
        one = waiting.pop()
        if str(one.get("name", "")) not in found:
            found[str(one.get("name", ""))] = one
            names = (str(call.value.get("template")) for call in workflow.calls_of(workflow.Part("", one)))
            waiting.extend(siblings[name] for name in names if name in siblings)
    return list(found.values())
