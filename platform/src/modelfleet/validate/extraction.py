"""The structure of upstream resource definitions: what they say about shape, without what they say in words.

A CustomResourceDefinition repeats the schema of a container, a volume or an affinity dozens of times. Equal parts become
one shared definition here, which makes the result 25 times smaller and quick to compile.
"""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

Schema = dict[str, Any]

FORMAT = 1
SHAPE = (
    *("type", "required", "enum", "pattern", "format", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"),
    *("x-kubernetes-int-or-string", "x-kubernetes-list-map-keys", "x-kubernetes-list-type", "x-kubernetes-map-type", "x-kubernetes-preserve-unknown-fields"),
)
SMALL = 100  # characters: below this a reference is no shorter than what it stands for


def structure(definitions: Mapping[str, Schema], *, module: str, version: str, checksum: str) -> Schema:
    """One JSON Schema document for several kinds of one upstream version.

    `definitions` maps a kind to its CustomResourceDefinition. The document holds each kind under `$defs/<kind>`, refuses
    unknown fields wherever the definition lists the known ones (the API server prunes those, so a misspelt field would
    vanish without a word), and names the Go module, version and checksum that it comes from.

    Raises ValueError when a definition serves several versions, because then it is not clear which one is meant.
    """
    roots = {kind: closed(_served_schema(kind, definition)) for kind, definition in sorted(definitions.items())}
    return {
        "format": FORMAT,
        "module": module,
        "version": version,
        "checksum": checksum,
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$defs": shared(roots),
    }


def closed(schema: Schema) -> Schema:
    """The shape of an OpenAPI v3 schema of Kubernetes as JSON Schema, closed to unknown fields."""
    shape: Schema = {key: schema[key] for key in SHAPE if key in schema}
    if schema.get("x-kubernetes-int-or-string"):
        shape["type"] = ["integer", "string"]
    if "properties" in schema:
        shape["properties"] = {name: closed(part) for name, part in schema["properties"].items()}
        if not schema.get("x-kubernetes-preserve-unknown-fields"):
            shape["additionalProperties"] = False
    if isinstance(schema.get("additionalProperties"), dict):
        shape["additionalProperties"] = closed(schema["additionalProperties"])
    if "items" in schema:
        shape["items"] = closed(schema["items"])
    return shape


def shared(roots: Mapping[str, Schema]) -> dict[str, Schema]:
    """The definitions of `roots`, where every larger part that occurs twice is a definition of its own.

    Such a definition bears the name of the field where it first occurs (`affinity`, `affinity-2` for the next different
    one), so that a new upstream version gives a readable difference.
    """
    counts: Counter[str] = Counter()
    fields: dict[str, str] = {}

    def count(schema: Schema, field: str) -> None:
        for name, part in _parts(schema, field):
            text = _text(part)
            counts[text] += 1
            fields.setdefault(text, name)
            if counts[text] == 1:
                count(part, name)

    for kind, root in roots.items():
        count(root, kind)
    names: dict[str, str] = {}
    taken = set(roots)
    for text, field in fields.items():
        if counts[text] > 1 and len(text) > SMALL:
            names[text] = next(name for name in _candidates(field) if name not in taken)
            taken.add(names[text])

    def replace(schema: Schema) -> Schema:
        name = names.get(_text(schema))
        return _inside(schema, replace) if name is None else {"$ref": f"#/$defs/{name}"}

    definitions = {kind: _inside(root, replace) for kind, root in roots.items()}
    definitions |= {name: _inside(json.loads(text), replace) for text, name in names.items()}
    return dict(sorted(definitions.items()))


def to_text(document: Schema) -> str:
    """The document as the file holds it: compact, sorted, one definition a line so that a difference can be read."""
    head = [f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in document.items() if key != "$defs"]
    body = [f"{json.dumps(name)}: {_text(schema)}" for name, schema in document["$defs"].items()]
    return "{\n" + ",\n".join(head) + ',\n"$defs": {\n' + ",\n".join(body) + "\n}\n}\n"


def _served_schema(kind: str, definition: Schema) -> Schema:
    served = [version for version in definition["spec"]["versions"] if version["served"]]
    if len(served) != 1:
        raise ValueError(f"{kind} serves {len(served)} versions, expected one")
    return served[0]["schema"]["openAPIV3Schema"]


def _candidates(field: str) -> Iterator[str]:
    yield field
    yield from (f"{field}-{number}" for number in itertools.count(2))


def _parts(schema: Schema, field: str) -> Iterator[tuple[str, Schema]]:
    yield from schema.get("properties", {}).items()
    for key in ("additionalProperties", "items"):
        if isinstance(schema.get(key), dict):
            yield field, schema[key]


def _inside(schema: Schema, replace: Any) -> Schema:
    result = dict(schema)
    if "properties" in schema:
        result["properties"] = {name: replace(part) for name, part in schema["properties"].items()}
    for key in ("additionalProperties", "items"):
        if isinstance(schema.get(key), dict):
            result[key] = replace(schema[key])
    return result


def _text(schema: Schema) -> str:
    return json.dumps(schema, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
