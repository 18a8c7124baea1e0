from __future__ import annotations

import json
from pathlib import Path

import pytest

from modelfleet.errors import UserError
from modelfleet.validate.structure import CORE_API, Structure, load_structure

ROOT = next(parent for parent in Path(__file__).resolve().parents if (parent / "platform" / "schema" / "upstream").is_dir())


@pytest.fixture(scope="module")
def structure() -> Structure:
    return load_structure(ROOT)


def test_both_supported_lines_are_checked(structure: Structure) -> None:
    assert [version.rpartition(".")[0] for version in structure.versions] == ["3.7", "4.1"]


def test_no_schema_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UserError) as raised:
        load_structure(tmp_path)
    assert str(raised.value) == ("platform/schema/upstream: no schema of Argo Workflows\n  hint: run `modelfleet extract-schemas` for each supported version")


@pytest.mark.parametrize("text", ["{", "[]", "null", '{"$defs": {}}'])
def test_broken_schema_is_an_error(text: str, tmp_path: Path) -> None:
    path = tmp_path / "platform" / "schema" / "upstream" / "argo-workflows-3.7.18.json"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    with pytest.raises(UserError) as raised:
        load_structure(tmp_path)
    assert str(raised.value) == (
        "platform/schema/upstream/argo-workflows-3.7.18.json: the schema lacks ClusterWorkflowTemplate, CronWorkflow, WorkflowTemplate\n"
        "  hint: run `modelfleet extract-schemas` for each supported version"
    )


@pytest.mark.parametrize("kind", sorted(CORE_API))
def test_core_kinds_are_strict(kind: str, structure: Structure) -> None:
    value = {"apiVersion": CORE_API[kind], "kind": kind, "metadata": {"name": "a"}, "metdata": {}}
    assert ("metdata", "unknown field", 'did you mean "metadata"?', False) in list(structure.faults(value))


def test_fault_of_one_version_names_it(structure: Structure) -> None:
    newest = structure.versions[-1]
    value = {"apiVersion": "argoproj.io/v1alpha1", "kind": "CronWorkflow", "metadata": {}, "spec": {"schedule": "* * * * *", "workflowSpec": {}}}
    assert [fault.what for fault in structure.faults(value)] == [
        f'missing field "schedules" in Argo Workflows {newest}',
        f"unknown field in Argo Workflows {newest}",
    ]


def test_upstream_files_hold_no_descriptions() -> None:
    for path in (ROOT / "platform" / "schema" / "upstream").glob("*.json"):
        definitions = json.loads(path.read_text(encoding="utf-8"))["$defs"]
        waiting = list(definitions.values())
        while waiting:
            schema = waiting.pop()
            assert not isinstance(schema.get("description"), str), path
            waiting += [
                part for part in (*schema.get("properties", {}).values(), schema.get("items"), schema.get("additionalProperties")) if isinstance(part, dict)
            ]
