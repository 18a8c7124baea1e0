"""Each field of `model.yaml`, changed alone in some example file, changes a rendered byte, or is listed here as documentation."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import pytest
from golden import root
from render.field import ANY, changed, names_in, others, patterns, places, value_at
from render.made_up import CASES, HERE, TEMPLATES, fleet, placements_of

from modelfleet.errors import UserError
from modelfleet.render.app import app_of, to_json
from modelfleet.render.jsonnet import Jsonnet
from modelfleet.render.model import render_model
from modelfleet.spec.document import parse
from modelfleet.spec.load import Platform, parse_model
from modelfleet.spec.shape import Place
from modelfleet.spec.written import WrittenModel

# What people read in the file and no manifest holds, each with the reason.
DOCUMENTATION = {
    "jobs.monitoring.reason": "why there is no monitoring; needs `enabled: false`, which is tested",
    "jobs.monitoring.until": "until when there is none; the same",
    "python.requirements": "which file is locked; the manifests hold the digest of the lock",
}

# Fields that a lock has to follow, which these files alone do not hold: another test changes both.
ELSEWHERE = {f"code.git.{name}": "tests/render/render_code_fields_test.py" for name in ("path", "repo", "revision", "secret")}

# A mapping of which the shape says nothing, and a switch that is refused without its reason: a place in a file, and what to write there.
SPECIAL: dict[str, tuple[str, Place, Any]] = {
    "stages": ("one-job", ("stages",), {"first": {"parameters": {"other": 1}}}),
    "jobs.monitoring.enabled": ("monitoring-generated", ("jobs", "monitoring"), {"enabled": False, "reason": "no", "until": "2027-01-01"}),
}

PATTERNS = {".".join(map(str, pattern)): pattern for pattern in patterns(WrittenModel)}


@pytest.fixture(scope="module")
def engine() -> Jsonnet:
    return Jsonnet(root())


@pytest.fixture(scope="module")
def platform() -> Platform:
    return fleet()


@pytest.fixture(scope="module")
def documents() -> dict[str, Any]:
    """The example files as plain values."""
    return {case: parse((HERE / case / "model.yaml").read_bytes(), case)[0].plain() for case in CASES}


def rendered(document: Any, platform: Platform, engine: Jsonnet) -> list[bytes] | None:
    """All bytes of a model on the first stage, None for a file that is refused."""
    try:
        loaded = parse_model(json.dumps(document).encode(), f"models/{document['name']}/model.yaml", platform)
    except UserError:
        return None
    placement = placements_of(loaded, platform)["first"]
    (manifests,) = render_model([placement], TEMPLATES, engine)
    return [to_json(app_of(placement.model.name, placement.namespace, placement.model.owner)), *(manifest.to_bytes() for manifest in manifests)]


def changes(field: str, pattern: Place, documents: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every example with another value of the field: files that write it first, then those that leave it to its default."""
    if field in SPECIAL:
        case, place, value = SPECIAL[field]
        yield case, changed(documents[case], place, value)
    found = [(case, place) for case, document in documents.items() for place in places(document, pattern)]
    for case, place in sorted(found, key=lambda one: value_at(documents[one[0]], one[1]) is None):
        current = value_at(documents[case], place)
        for value in others(WrittenModel, pattern, current, sorted(set(names_in(documents[case])))):
            yield case, changed(documents[case], place, value)


def effects(field: str, documents: dict[str, Any], platform: Platform, engine: Jsonnet) -> Iterator[bool]:
    """For every accepted file that differs in this field alone, whether its manifests differ."""
    for case, document in changes(field, PATTERNS[field], documents):
        if (after := rendered(document, platform, engine)) is not None:
            yield after != rendered(documents[case], platform, engine)


@pytest.mark.parametrize("field", sorted(PATTERNS.keys() - DOCUMENTATION.keys() - ELSEWHERE.keys()))
def test_a_field_that_changes_alone_changes_a_byte(field: str, documents: dict[str, Any], platform: Platform, engine: Jsonnet) -> None:
    # A field without effect is not made better by a hundred more values.
    found = list(_until_true(islice(effects(field, documents, platform, engine), 12)))
    assert found, f"no file of tests/render/*/model.yaml can hold `{field}`: add it to one, or an example to its field"
    assert found[-1], f"`{field}` can be changed without any effect: render it, or list it as documentation in {__name__}"


def test_a_field_without_effect_is_seen(documents: dict[str, Any], platform: Platform, engine: Jsonnet) -> None:
    found = list(islice(effects("python.requirements", documents, platform, engine), 6))
    assert found == [False] * 6


def _until_true(values: Iterable[bool]) -> Iterator[bool]:
    for value in values:
        yield value
        if value:
            return


def test_what_is_listed_as_documentation_exists() -> None:
    assert DOCUMENTATION.keys() | ELSEWHERE.keys() <= PATTERNS.keys()
    assert all((root() / file).is_file() for file in ELSEWHERE.values())
    assert all(DOCUMENTATION.values())


def test_every_part_of_the_file_is_among_the_fields() -> None:
    """The list is made from the records: lists of records, mappings of records and records in them are looked into."""
    assert {
        "name",
        "python.version",
        "alerts.on_failure",
        f"jobs.{ANY}.entry_point",
        f"jobs.{ANY}.inputs.{ANY}.uri",
        f"jobs.{ANY}.outputs.{ANY}.from",
        f"jobs.{ANY}.steps.{ANY}.artifacts.in",
        f"jobs.{ANY}.steps.{ANY}.retries.backoff",
        f"jobs.{ANY}.steps.{ANY}.for_each",
        "jobs.monitoring.schedule.cron",
        "jobs.monitoring.thresholds.psi",
    } <= PATTERNS.keys()
