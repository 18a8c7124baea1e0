"""Reading a workflow's object: its specification, templates, calls and containers, each with its path for messages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from modelfleet.validate.subject import Object

# A value that is one reference to an input parameter and nothing else.
LONE_INPUT = re.compile(r"^\{\{inputs\.parameters\.([A-Za-z0-9_-]+)\}\}$")


class Part(NamedTuple):
    """A piece of an object and where it stands."""

    path: str
    value: Mapping[str, Any]


def specification(value: Object) -> Part:
    """The WorkflowSpec of any kind that has one; a CronWorkflow keeps it one level deeper."""
    spec = value.get("spec") or {}
    return Part("spec.workflowSpec", spec.get("workflowSpec") or {}) if value.get("kind") == "CronWorkflow" else Part("spec", spec)


def templates(value: Object) -> Iterator[Part]:
    """Every template that the object defines."""
    path, spec = specification(value)
    yield from parts(f"{path}.templates", spec.get("templates"))


def parts(path: str, values: Any) -> Iterator[Part]:
    """The items of a list of objects."""
    for index, value in enumerate(values or ()):
        yield Part(f"{path}[{index}]", value)


def containers(template: Part) -> Iterator[Part]:
    """Every container of a template's pod, in whatever field it stands."""
    path, value = template
    for field in ("container", "script"):
        if field in value:
            yield Part(f"{path}.{field}", value[field])
    yield from parts(f"{path}.containerSet.containers", (value.get("containerSet") or {}).get("containers"))
    for field in ("initContainers", "sidecars"):
        yield from parts(f"{path}.{field}", value.get(field))


def runs_pod(template: Part) -> bool:
    """Whether the template starts a pod with containers of ours."""
    return any(True for _ in containers(template))


def calls(value: Object) -> Iterator[Part]:
    """Every place that runs a template by name or reference: tasks, steps and hooks."""
    path, spec = specification(value)
    yield from _hooks(Part(path, spec))
    for template in templates(value):
        yield from calls_of(template)


def calls_of(template: Part) -> Iterator[Part]:
    """The calls of one template."""
    path, value = template
    found = list(parts(f"{path}.dag.tasks", (value.get("dag") or {}).get("tasks")))
    for index, group in enumerate(value.get("steps") or ()):
        found.extend(parts(f"{path}.steps[{index}]", group))
    for call in found:
        yield call
        yield from _hooks(call)


def _hooks(part: Part) -> Iterator[Part]:
    for name, hook in (part.value.get("hooks") or {}).items():
        yield Part(f"{part.path}.hooks.{name}", hook)


def named(values: Any) -> dict[str, Mapping[str, Any]]:
    """A list of objects by their name, as Argo keeps parameters, artifacts and templates."""
    return {value.get("name", ""): value for value in values or ()}


def reachable(template: Mapping[str, Any], siblings: Mapping[str, Mapping[str, Any]]) -> list[Part]:
    """The template and every template of the same object that it calls, directly or through others."""
    found: dict[str, Mapping[str, Any]] = {}
    waiting = [template]
    while waiting:
        one = waiting.pop()
        if one.get("name", "") not in found:
            found[one.get("name", "")] = one
            waiting.extend(siblings[str(call.value.get("template"))] for call in calls_of(Part("", one)) if str(call.value.get("template")) in siblings)
    return [Part("", one) for one in found.values()]


def inputs_reaching(template: Mapping[str, Any], field: str, siblings: Mapping[str, Mapping[str, Any]], above: frozenset[str] = frozenset()) -> frozenset[str]:
    """The input parameters of a template whose value ends up in `field` of a pod.

    `field` is `image` (of a container) or `podSpecPatch`; a parameter counts when its value is passed on unchanged to a
    template of the same object (`siblings`, by name), directly or through others.
    """
    name = template.get("name", "")
    part = Part("", template)
    values = [container.value.get("image") for container in containers(part)] if field == "image" else [template.get(field)]
    for call in calls_of(part):
        called = siblings.get(str(call.value.get("template")))
        if called is None or called.get("name") in above | {name}:
            continue
        passed = named((call.value.get("arguments") or {}).get("parameters"))
        values.extend(passed[inner].get("value") for inner in inputs_reaching(called, field, siblings, above | {name}) if inner in passed)
    found = (LONE_INPUT.match(value) for value in values if isinstance(value, str))
    return frozenset(match[1] for match in found if match)
