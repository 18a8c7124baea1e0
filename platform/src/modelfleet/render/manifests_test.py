from __future__ import annotations

import pytest

from modelfleet.errors import UserError
from modelfleet.render.manifests import Manifest, in_file_order


def manifest(kind: str, name: str) -> Manifest:
    return Manifest({"spec": {}, "metadata": {"namespace": "n", "name": name}, "kind": kind, "apiVersion": "v1"})


def test_a_file_is_named_by_kind_and_name() -> None:
    assert manifest("CronWorkflow", "fraud-inference").file_name == "cronworkflow-fraud-inference.yaml"


def test_a_reader_sees_kind_and_name_first() -> None:
    assert manifest("Role", "r").to_bytes().decode() == 'apiVersion: "v1"\nkind: "Role"\nmetadata:\n  namespace: "n"\n  name: "r"\nspec: {}\n'


def test_files_are_sorted() -> None:
    manifests = in_file_order([manifest("WorkflowTemplate", "a"), manifest("CronWorkflow", "b"), manifest("CronWorkflow", "a")])
    assert [one.file_name for one in manifests] == ["cronworkflow-a.yaml", "cronworkflow-b.yaml", "workflowtemplate-a.yaml"]


def test_two_objects_cannot_be_one_file() -> None:
    with pytest.raises(UserError) as caught:
        in_file_order([manifest("Role", "a"), manifest("Role", "a")])
    assert str(caught.value) == "two objects are Role `a`\n  hint: the platform's Jsonnet gives two objects the same name"
