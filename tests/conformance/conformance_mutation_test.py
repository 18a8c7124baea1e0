"""No single slip in a rendered manifest gets past our checks: every misspelt field and every value of a wrong type is found.

Whether a field may be left out is another question, which no schema answers: see `invalid/` for what we ask for.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conformance.fault import Sets, load_objects

from modelfleet.validate.problems import problems
from modelfleet.validate.structure import Structure
from modelfleet.validate.subject import MODEL_KINDS, NAMESPACE_KINDS, TEMPLATE_KINDS, Scope

# The keys of these are names that somebody chose, not fields.
NAMES = {"annotations", "data", "labels", "labelsFrom", "matchLabels", "hard", "defaultRequest"}
WRONG = {"wrong": True}


@pytest.fixture(scope="module")
def sets(stages: list[Path]) -> tuple[Sets, dict[str, Scope]]:
    """One job with its templates and its namespace, as they are rendered."""
    stage = stages[0]
    model = sorted((stage / "models").iterdir())[0]
    namespace = load_objects(sorted((model / "manifests").iterdir())[0])[0]["metadata"]["namespace"]
    places = {"model": model, "templates": stage / "clusterworkflowtemplates", "namespace": stage / "platform" / namespace}
    sets = {name: [load_objects(path)[0] for path in sorted((place / "manifests").iterdir())] for name, place in places.items()}
    job = next(value["metadata"]["name"] for value in sets["model"] if value["kind"] == "CronWorkflow")
    sets["model"] = [value for value in sets["model"] if value["metadata"]["name"] == job]
    templates = {value["metadata"]["name"]: value for value in sets["templates"]}
    accounts = frozenset(value["metadata"]["name"] for value in sets["namespace"] if value["kind"] == "ServiceAccount")
    return sets, {
        "model": Scope("model.yaml", MODEL_KINDS, namespace, templates, accounts),
        "templates": Scope("clusterworkflowtemplates", TEMPLATE_KINDS, None, templates),
        "namespace": Scope("owners.yaml", NAMESPACE_KINDS, namespace),
    }


def points(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of everything inside a value."""
    for key, part in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield (*path, key)
        yield from points(part, (*path, key))


def changed(value: dict[str, Any], path: tuple[Any, ...], *, misspell: bool) -> dict[str, Any]:
    result = copy.deepcopy(value)
    holder: Any = result
    for step in path[:-1]:
        holder = holder[step]
    if misspell:
        holder[f"{path[-1]}x"] = holder.pop(path[-1])
    else:
        holder[path[-1]] = "text" if isinstance(holder[path[-1]], dict) else WRONG
    return result


@pytest.mark.parametrize("name", ["model", "templates", "namespace"])
@pytest.mark.parametrize("misspell", [True, False], ids=["misspelt", "wrong type"])
def test_every_slip_is_found(name: str, misspell: bool, sets: tuple[Sets, dict[str, Scope]], structure: Structure) -> None:
    objects, scopes = sets
    assert problems(objects[name], scopes[name], structure) == ()
    missed, tried = [], 0
    for index, value in enumerate(objects[name]):
        for path in points(value):
            if misspell and (isinstance(path[-1], int) or (len(path) > 1 and path[-2] in NAMES)):
                continue
            tried += 1
            others = [*objects[name][:index], changed(value, path, misspell=misspell), *objects[name][index + 1 :]]
            if not problems(others, scopes[name], structure):
                missed.append((value["kind"], path))
    assert missed == []
    assert tried > 50
