"""Reading a workflow's object: its specification, templates, calls and containers, each with its path for messages.

Nothing here raises for a value of the wrong type: it is skipped, because the schema has reported it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from modelfleet.validate.subject import Object

# A value that is one reference to an input parameter and nothing else.
LONE_INPUT = re.compile(r"^\{\{inputs\.parameters\.([A-Za-z0-9_-]+)\}\}$")
# Every mention of an input parameter, in a tag or in an expression.
READ = re.compile(r"inputs\.parameters(?:\.([A-Za-z0-9_-]+)|\['([A-Za-z0-9_-]+)'\])")
NOTHING: dict[str, Any] = {}


class Part(NamedTuple):
    """A piece of an object and where it stands."""

    path: str
    value: dict[str, Any]


def inner(value: Any, *keys: str) -> dict[str, Any]:
    """The object at a path of keys; an empty one when there is none."""
    for key in keys:
        value = value.get(key, NOTHING) if isinstance(value, dict) else NOTHING
    return value if isinstance(value, dict) else NOTHING


def parts(path: str, values: Any) -> Iterator[Part]:
    """The objects of a list."""
    if isinstance(values, list):
        for index, value in enumerate(values):
            if isinstance(value, dict):
                yield Part(f"{path}[{index}]", value)


def named(values: Any) -> dict[str, dict[str, Any]]:
    """A list of objects by their name, as Argo keeps parameters, artifacts and templates."""
    return {str(value.get("name", "")): value for value in values if isinstance(value, dict)} if isinstance(values, list) else {}


def specification(value: Object) -> Part:
    """The WorkflowSpec of any kind that has one; a CronWorkflow keeps it one level deeper."""
    if value.get("kind") == "CronWorkflow":
        return Part("spec.workflowSpec", inner(value, "spec", "workflowSpec"))
    return Part("spec", inner(value, "spec"))


def templates(value: Object) -> Iterator[Part]:
    """Every template that the object defines."""
    path, spec = specification(value)
    return parts(f"{path}.templates", spec.get("templates"))


def containers(template: Part) -> Iterator[Part]:
    """Every container of a template's pod, in whatever field it stands."""
    path, value = template
    for field in ("container", "script"):
        if field in value:
            yield Part(f"{path}.{field}", inner(value, field))
    if "containerSet" in value:
        yield from parts(f"{path}.containerSet.containers", inner(value, "containerSet").get("containers"))
    for field in ("initContainers", "sidecars"):
        if field in value:
            yield from parts(f"{path}.{field}", value[field])


def calls(value: Object) -> Iterator[Part]:
    """Every place that runs a template by name or reference: tasks, steps and hooks."""
    yield from _hooks(specification(value))
    for template in templates(value):
        yield from calls_of(template)


def calls_of(template: Part) -> Iterator[Part]:
    """The calls of one template."""
    path, value = template
    found = list(parts(f"{path}.dag.tasks", inner(value, "dag").get("tasks"))) if "dag" in value else []
    steps = value.get("steps")
    for index, group in enumerate(steps if isinstance(steps, list) else ()):
        found.extend(parts(f"{path}.steps[{index}]", group))
    for call in found:
        yield call
        yield from _hooks(call)


def _hooks(part: Part) -> Iterator[Part]:
    for name, hook in inner(part.value, "hooks").items():
        if isinstance(hook, dict):
            yield Part(f"{part.path}.hooks.{name}", hook)
