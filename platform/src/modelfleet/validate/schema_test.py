from __future__ import annotations

import pytest

from modelfleet.validate.schema import QUANTITY, Fault, Validator, dotted

DOCUMENT = {
    "$defs": {
        "Kind": {
            "type": "object",
            "required": ["name"],
            "additionalProperties": False,
            "properties": {
                "name": {"type": "string", "maxLength": 5},
                "policy": {"type": "string", "enum": ["Allow", "Forbid"]},
                "port": {"type": ["integer", "string", "null"]},
                "cron": {"type": "string", "pattern": "^[0-9 *]+$"},
                "memory": {"type": "string", "pattern": QUANTITY},
                "items": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/item"}},
            },
        },
        "item": {"type": "object", "additionalProperties": False, "properties": {"value": {"type": "string"}}},
    }
}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"name": "a"}, []),
        ({}, [Fault("", 'missing field "name"', None)]),
        ({"name": 1}, [Fault("name", "expected string, got 1", None, shape=True)]),
        ({"name": "a", "port": [1]}, [Fault("port", "expected integer or string, got [1]", None, shape=True)]),
        ({"name": "a", "polisy": "Allow"}, [Fault("polisy", "unknown field", 'did you mean "policy"?')]),
        ({"name": "a", "x": 1}, [Fault("x", "unknown field", None)]),
        ({"name": "a", "policy": "Never"}, [Fault("policy", '"Never" is not one of Allow, Forbid', None)]),
        ({"name": "a", "cron": "@daily"}, [Fault("cron", '"@daily" does not match the pattern ^[0-9 *]+$', None)]),
        ({"name": "a", "memory": "4 GB"}, [Fault("memory", '"4 GB" is not a quantity', "such as 2, 500m or 4Gi")]),
        ({"name": "a", "items": []}, [Fault("items", "[] has less than 1 item", None)]),
        ({"name": "abcdef"}, [Fault("name", '"abcdef" is longer than 5 characters', None)]),
        ({"name": "a", "items": [{}, {"valeu": "b"}]}, [Fault("items[1].valeu", "unknown field", 'did you mean "value"?')]),
        ({"name": "a", "policy": "x" * 100}, [Fault("policy", f'"{"x" * 59}… is not one of Allow, Forbid', None)]),
    ],
)
def test_faults(value: object, expected: list[Fault]) -> None:
    assert list(Validator(DOCUMENT, "Kind", "1").faults(value)) == expected


@pytest.mark.parametrize("quantity", ["1", "0.5", ".5", "500m", "4Gi", "1e3", "1E-3", "12E", "+1k"])
def test_quantities(quantity: str) -> None:
    assert list(Validator(DOCUMENT, "Kind", "1").faults({"name": "a", "memory": quantity})) == []


def test_path_quotes_keys_that_would_mislead() -> None:
    assert dotted(["spec", "hard", "requests.cpu", 0, "modelfleet.io/x"]) == 'spec.hard["requests.cpu"][0]["modelfleet.io/x"]'
