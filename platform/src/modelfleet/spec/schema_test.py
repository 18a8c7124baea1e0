from __future__ import annotations

from typing import Any

import jsonschema_rs
import pytest

from modelfleet.spec.document import parse
from modelfleet.spec.load_test import EXAMPLE
from modelfleet.spec.schema import DRAFT, model_schema, to_text

SCHEMA = model_schema()


def plain(text: str) -> Any:
    return parse(text.encode(), "model.yaml")[0].plain()


def is_valid(text: str) -> bool:
    return bool(jsonschema_rs.Draft7Validator(SCHEMA).is_valid(plain(text)))


def test_the_example_is_valid() -> None:
    assert is_valid(EXAMPLE)


def test_steps_take_the_place_of_an_entry_point() -> None:
    assert is_valid(EXAMPLE.replace("entry_point: train.py", "steps: {fit: {entry_point: fit.py, for_each: {region: [north, 7]}, artifacts: {out: [part]}}}"))


@pytest.mark.parametrize("override", ["dev: {jobs: {training: {timeout: 3h}}}", "dev: {jobs: {inference: {inputs: [{name: a, uri: 's3://b/', to: c/}]}}}"])
def test_an_override_is_a_part_of_the_file(override: str) -> None:
    assert is_valid(EXAMPLE + f"  {override}\n")


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("source: {git: {repo: 'https://git.bank.invalid/x.git', revision: main}, path: deploy/model.yaml}\n", True),
        ("source: {git: {repo: 'https://git.bank.invalid/x.git', revision: main}}\nname: x\n", False),
        ("source: {git: {repo: 'https://git.bank.invalid/x.git'}}\n", False),
        ("name: x\n", False),
    ],
)
def test_a_pointer_holds_nothing_else(text: str, valid: bool) -> None:
    assert is_valid(text) is valid


def test_null_removes_only_under_stages() -> None:
    value = plain(EXAMPLE)
    value["stages"]["prod"]["jobs"]["inference"] = {"timeout": None, "schedule": None, "env": {"LOG_LEVEL": None}, "resources": {"cpu": None}}
    assert jsonschema_rs.Draft7Validator(SCHEMA).is_valid(value)
    value["jobs"]["inference"]["timeout"] = None
    assert not jsonschema_rs.Draft7Validator(SCHEMA).is_valid(value)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("entry_point: train.py", "entrypoint: train.py"),
        ("entry_point: train.py", "entry_point: train.py\n    steps: {fit: {entry_point: fit.py}}"),
        ("entry_point: train.py", "timeout: 1h"),
        ("entry_point: train.py", "steps: {fit: {entrypoint: fit.py}}"),
        ("timeout: 2h", "timeout: 2"),
        ("memory: 4Gi", "memory: 4GB"),
        ("concurrency: forbid", "concurrency: skip"),
        ('version: "3.11"', 'version: "3.9"'),
        ("prod: {jobs", "prod: {job"),
        ("training: {resources: {cpu: 8", "training: {resources: {cpus: 8"),
        ("env: {LOG_LEVEL", "env: {LOG-LEVEL"),
    ],
)
def test_a_mistake_is_marked_while_typing(old: str, new: str) -> None:
    assert old in EXAMPLE
    assert not is_valid(EXAMPLE.replace(old, new))


def parts(schema: Any) -> Any:
    if isinstance(schema, dict):
        yield schema
        for value in schema.values():
            yield from parts(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from parts(value)


def test_editors_can_show_every_field() -> None:
    jsonschema_rs.meta.validate(SCHEMA)
    assert SCHEMA["$schema"] == DRAFT
    for part in parts(SCHEMA):
        assert not {"$ref", "anyOf", "$defs", "const"} & part.keys()
        for name, field in part["properties"].items() if isinstance(part.get("properties"), dict) else ():
            assert field.get("description"), name


def test_the_text_is_the_same_every_time() -> None:
    assert to_text(model_schema()) == to_text(model_schema())
