"""The JSON schema of `model.yaml` for editors: draft-07, which is what yaml-language-server reads.

An editor shows a field's description only when it stands beside the field's type. So a reference that has siblings is
written out (draft-07 ignores the siblings), `null` is no alternative type, and the part under `stages` is the same
schema without anything required, in which `null` removes a value.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from modelfleet.spec.overrides import OVERRIDABLE
from modelfleet.spec.quantity import DURATION_PATTERN, format_duration
from modelfleet.spec.record import Record
from modelfleet.spec.source import FIELD as SOURCE
from modelfleet.spec.source import Pointer
from modelfleet.spec.work import KINDS
from modelfleet.spec.written import WrittenModel

DRAFT = "http://json-schema.org/draft-07/schema#"

Schema = dict[str, Any]


def model_schema() -> Schema:
    """The schema of a whole `model.yaml`."""
    schema = record_schema(WrittenModel)
    override = {name: _partial(schema["properties"][name]) for name in OVERRIDABLE}
    stage = {"type": ["object", "null"], "additionalProperties": False, "properties": override}
    schema["properties"]["stages"] |= {"additionalProperties": stage}
    schema["properties"][SOURCE] = record_schema(Pointer)["properties"][SOURCE]
    # After the overrides, where nothing is required: a job does exactly one kind of work.
    for job in _values_of(schema["properties"]["jobs"]):
        job["oneOf"] = [{"required": [kind]} for kind in KINDS]
    # A file that points to another one holds nothing else; any other file is a whole model.
    choice = {"if": {"required": [SOURCE]}, "then": {"maxProperties": 1}, "else": {"required": schema.pop("required")}}
    return {"$schema": DRAFT, "title": "model.yaml", **schema, **choice}


def _values_of(schema: Schema) -> Iterable[Schema]:
    return [*schema.get("patternProperties", {}).values(), *(one for one in [schema.get("additionalProperties")] if isinstance(one, dict))]


def record_schema(record: type[Record]) -> Schema:
    """The schema of one record with everything inside written out."""
    raw = record.model_json_schema(by_alias=True)
    return _written_out(raw, raw.get("$defs", {}))


def to_text(schema: Schema) -> str:
    """The schema as the bytes of its file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _written_out(schema: Schema, definitions: dict[str, Schema]) -> Schema:
    if "$ref" in schema:
        target = definitions[schema["$ref"].rpartition("/")[2]]
        return _written_out({**target, **{key: value for key, value in schema.items() if key != "$ref"}}, definitions)
    if "anyOf" in schema:
        present = [choice for choice in schema["anyOf"] if choice != {"type": "null"}]
        assert len(present) == 1, schema
        return _written_out({**present[0], **{key: value for key, value in schema.items() if key != "anyOf"}}, definitions)
    result = {key: _value(key, value, definitions) for key, value in schema.items() if key not in ("$defs", "title")}
    if "const" in result:
        result["enum"] = [result.pop("const")]
    if "patternProperties" in result:
        result["additionalProperties"] = False
    _describe_default(result)
    if "properties" in result and "required" in result:
        # What must be written comes first, in completion as well.
        required = {name: result["properties"][name] for name in result["required"]}
        result["properties"] = required | result["properties"]
    return dict(sorted(result.items(), key=lambda item: _ORDER.index(item[0]) if item[0] in _ORDER else len(_ORDER)))


_ORDER = ("description", "type", "oneOf", "enum", "pattern", "default", "examples", "required", "properties", "patternProperties", "additionalProperties")


def _value(key: str, value: Any, definitions: dict[str, Schema]) -> Any:
    if key in ("properties", "patternProperties"):
        return {name: _written_out(part, definitions) for name, part in value.items()}
    if key in ("items", "additionalProperties") and isinstance(value, dict):
        return _written_out(value, definitions)
    return value


def _describe_default(schema: Schema) -> None:
    default = schema.get("default")
    if default is None or isinstance(default, dict | list):
        schema.pop("default", None)  # fields inside have defaults of their own; nothing is said about "nothing"
    elif schema.get("pattern") == DURATION_PATTERN:
        schema["default"] = format_duration(default)


def _partial(schema: Schema) -> Schema:
    result = {key: value for key, value in schema.items() if key not in ("required", "default")}
    for key in ("properties", "patternProperties"):
        if key in result:
            result[key] = {name: _partial(part) for name, part in result[key].items()}
    if isinstance(result.get("additionalProperties"), dict):
        result["additionalProperties"] = _partial(result["additionalProperties"])
    if "oneOf" in result:
        result["oneOf"] = [*result["oneOf"], {"type": "null"}]
    else:
        kinds = result["type"] if isinstance(result["type"], list) else [result["type"]]
        result["type"] = [*kinds, "null"]
    if "enum" in result:
        result["enum"] = [*result["enum"], None]
    return result
