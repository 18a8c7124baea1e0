from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelfleet.validate.extraction import closed, shared, structure, to_text

LIMITS = {"type": "object", "description": "words", "properties": {"limits": {"type": "object", "additionalProperties": {"x-kubernetes-int-or-string": True}}}}


def definition(schema: dict[str, Any], served: tuple[bool, ...] = (True,)) -> dict[str, Any]:
    return {"spec": {"versions": [{"served": one, "schema": {"openAPIV3Schema": schema}} for one in served]}}


def test_words_go_and_unknown_fields_are_refused() -> None:
    assert closed(LIMITS) == {
        "type": "object",
        "properties": {
            "limits": {"type": "object", "additionalProperties": {"type": ["integer", "string"], "x-kubernetes-int-or-string": True}},
        },
        "additionalProperties": False,
    }


def test_open_object_stays_open() -> None:
    schema = {"type": "object", "x-kubernetes-preserve-unknown-fields": True, "properties": {"a": {"type": "string"}}}
    assert closed(schema) == schema


def test_equal_parts_become_one_definition_with_the_name_of_the_field() -> None:
    large = {"type": "object", "properties": {f"field{index}": {"type": "string"} for index in range(9)}}
    other = {"type": "object", "properties": {f"field{index}": {"type": "integer"} for index in range(9)}}
    root = {"type": "object", "properties": {"affinity": large, "more": {"properties": {"affinity": other}}, "again": large, "last": other}}
    definitions = shared({"Kind": root})
    assert sorted(definitions) == ["Kind", "affinity", "affinity-2"]
    assert definitions["Kind"]["properties"]["again"] == {"$ref": "#/$defs/affinity"}
    assert definitions["Kind"]["properties"]["last"] == {"$ref": "#/$defs/affinity-2"}


def test_two_served_versions_are_refused() -> None:
    with pytest.raises(ValueError, match="CronWorkflow serves 2 versions, expected one"):
        structure({"CronWorkflow": definition({}, (True, True, False))}, module="m", version="v1", checksum="h1:x")


def test_text_has_a_line_for_each_definition() -> None:
    document = structure({"Kind": definition(LIMITS)}, module="m", version="v1.2.3", checksum="h1:x")
    text = to_text(document)
    assert json.loads(text) == document
    assert text.splitlines()[:6] == [
        "{",
        '"format": 1,',
        '"module": "m",',
        '"version": "v1.2.3",',
        '"checksum": "h1:x",',
        '"$schema": "https://json-schema.org/draft/2020-12/schema",',
    ]
    assert [line.split(":")[0] for line in text.splitlines()[6:]] == ['"$defs"', '"Kind"', "}", "}"]


leaves = st.sampled_from([{"type": "string"}, {"type": "integer", "format": "int32"}, {"type": "string", "enum": ["a" * 120]}])
schemas = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(
            lambda parts: {"type": "object", "properties": parts, "additionalProperties": False}, st.dictionaries(st.sampled_from("abcd"), inner, min_size=1)
        ),
        st.builds(lambda part: {"type": "array", "items": part}, inner),
        st.builds(lambda part: {"type": "object", "additionalProperties": part}, inner),
    ),
)


@given(st.dictionaries(st.sampled_from(["Kind", "Other", "a"]), schemas, min_size=1))
def test_sharing_keeps_the_meaning(roots: dict[str, Any]) -> None:
    definitions = shared(roots)

    def expanded(value: Any) -> Any:
        if isinstance(value, dict):
            if "$ref" in value:
                return expanded(definitions[value["$ref"].removeprefix("#/$defs/")])
            return {key: expanded(part) for key, part in value.items()}
        return value

    assert {kind: expanded(definitions[kind]) for kind in roots} == roots
