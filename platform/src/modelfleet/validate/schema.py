"""Faults that a JSON Schema finds, in the words of this product."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import jsonschema_rs

from modelfleet.validate.subject import closest

Schema = dict[str, Any]
# k8s.io/apimachinery, pkg/api/resource/quantity.go: a decimal or binary suffix, or an exponent.
QUANTITY = r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$"
SHOWN = 60  # characters of a wrong value that a message repeats


class Fault(NamedTuple):
    """One fault: where in the value, what is wrong, how to mend it; `shape` is True when a type is wrong."""

    path: str
    what: str
    hint: str | None
    shape: bool = False


class Validator:
    """One definition of a schema document, compiled when it is first used, since a process rarely needs all of them."""

    def __init__(self, document: Schema, name: str, version: str) -> None:
        self.version = version
        self._document = document
        self._name = name
        self._compiled: jsonschema_rs.Draft202012Validator | None = None

    def faults(self, value: Any) -> Iterator[Fault]:
        """Every fault of `value`, in the schema's order."""
        if self._compiled is None:
            whole = {"$ref": f"#/$defs/{self._name}", "$defs": self._document["$defs"]}
            self._compiled = jsonschema_rs.Draft202012Validator(whole, validate_formats=False)
        if self._compiled.is_valid(value):
            return
        for error in self._compiled.iter_errors(value):
            yield from self._faults_of(error)

    def _faults_of(self, error: jsonschema_rs.ValidationError) -> Iterator[Fault]:
        path = dotted(error.instance_path)
        kind = error.kind.name
        found = error.kind.as_dict()
        if kind == "additionalProperties":
            known = self._properties(error.schema_path)
            for name in found["unexpected"]:
                yield Fault(f"{path}.{name}" if path else name, "unknown field", closest(name, known))
        elif kind == "required":
            yield Fault(path, f'missing field "{found["property"]}"', None)
        elif kind == "type":
            types = found["types"] if "types" in found else [found["type"]]
            expected = " or ".join(name for name in types if name != "null")
            yield Fault(path, f"expected {expected}, got {_shown(error.instance)}", None, shape=True)
        elif kind == "enum":
            yield Fault(path, f"{_shown(error.instance)} is not one of {', '.join(map(str, found['options']))}", None)
        elif kind == "pattern" and found["pattern"] == QUANTITY:
            yield Fault(path, f"{_shown(error.instance)} is not a quantity", "such as 2, 500m or 4Gi")
        elif kind == "pattern":
            yield Fault(path, f"{_shown(error.instance)} does not match the pattern {found['pattern']}", None)
        else:
            yield Fault(path, _plain(error.message), None)

    def _properties(self, schema_path: Iterable[str | int]) -> list[str]:
        node: Any = self._document
        for step in list(schema_path)[:-1]:
            node = node[step]
        return sorted(node.get("properties", {}))


def dotted(steps: Iterable[str | int]) -> str:
    """A path as a person writes it: `spec.templates[0].name`; a key with a dot or slash is quoted."""
    text = ""
    for step in steps:
        if isinstance(step, int):
            text += f"[{step}]"
        elif "." in step or "/" in step:
            text += f"[{json.dumps(step)}]"
        else:
            text += f".{step}" if text else step
    return text


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _plain(message: str) -> str:
    return message[:1].lower() + message[1:].rstrip(".")
