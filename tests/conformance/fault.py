"""Faults put into the valid example on purpose: one directory a fault under `invalid/`."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from modelfleet.validate.subject import MODEL_KINDS, NAMESPACE_KINDS, TEMPLATE_KINDS, Scope

HERE = Path(__file__).resolve().parent
SETS = ("model", "namespace", "templates")
STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]|\[\"([^\"]+)\"\]")

Sets = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Fault:
    """One change of the example.

    `set` names the file of `example/` that is changed, `object` the manifest in it (`CronWorkflow fraud-inference`, or
    `every object`); `put` maps a path to a new value, `drop` lists paths to remove (empty: the object itself), `twice`
    repeats the object.
    """

    name: str
    set: str
    object: str
    put: dict[str, Any]
    drop: tuple[str, ...]
    twice: bool

    def applied(self, sets: Sets) -> Sets:
        """The example with this fault in it."""
        changed = copy.deepcopy(sets)
        objects = changed[self.set]
        targets = [value for value in objects if self.object in ("every object", title(value))]
        assert targets, f"{self.name}: no {self.object} in {self.set}.yaml"
        for target in targets:
            for path in self.drop:
                if path:
                    holder, last = _holder(target, path)
                    del holder[last]
                else:
                    objects.remove(target)
            for path, value in self.put.items():
                holder, last = _holder(target, path)
                if isinstance(holder, list) and last == len(holder):
                    holder.append(value)
                else:
                    holder[last] = value
            if self.twice:
                objects.append(copy.deepcopy(target))
        return changed


def load_example() -> Sets:
    """The valid manifests by set."""
    return {name: load_objects(HERE / "example" / f"{name}.yaml") for name in SETS}


def load_objects(path: Path) -> list[dict[str, Any]]:
    """Every object of a file."""
    return list(_yaml().load_all(path.read_text(encoding="utf-8")))


def load_faults() -> list[Fault]:
    """Every fault, by name."""
    faults = []
    for path in sorted((HERE / "invalid").glob("*/change.yaml")):
        change = _yaml().load(path.read_text(encoding="utf-8"))
        faults.append(
            Fault(path.parent.name, change["set"], change["object"], change.get("put", {}), tuple(change.get("drop", ())), change.get("twice", False))
        )
    return faults


def scopes(sets: Sets) -> dict[str, Scope]:
    """What each set of the example may hold and refer to."""
    templates = {value["metadata"]["name"]: value for value in sets["templates"] if "name" in value["metadata"]}
    accounts = frozenset(value["metadata"]["name"] for value in sets["namespace"] if value["kind"] == "ServiceAccount" and "name" in value["metadata"])
    return {
        "model": Scope("models/fraud/model.yaml", MODEL_KINDS, "antifraud", templates, accounts),
        "namespace": Scope("platform/owners.yaml", NAMESPACE_KINDS, "antifraud"),
        "templates": Scope("clusterworkflowtemplates", TEMPLATE_KINDS, None, templates),
    }


def write_sets(sets: Sets, directory: Path) -> None:
    """One manifest a file, a directory a set, as the deploy branch has them."""
    for name, objects in sets.items():
        for index, value in enumerate(objects):
            path = directory / name / f"{index:02}-{str(value.get('kind', 'none')).lower()}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("w", encoding="utf-8") as file:
                _yaml().dump(value, file)


def title(value: dict[str, Any]) -> str:
    """How a message names an object."""
    return f"{value['kind']} {value['metadata']['name']}"


def _holder(value: Any, path: str) -> tuple[Any, Any]:
    steps = [int(index) if index else name or quoted for name, index, quoted in STEP.findall(path)]
    for step in steps[:-1]:
        value = value[step]
    return value, steps[-1]


def _yaml() -> YAML:
    return YAML(typ="safe", pure=True)
