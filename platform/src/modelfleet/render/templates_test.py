from __future__ import annotations

from modelfleet.render.templates import named


def content(**spec: object) -> dict[str, object]:
    return {"apiVersion": "argoproj.io/v1alpha1", "kind": "ClusterWorkflowTemplate", "metadata": {"labels": {"a": "b"}}, "spec": spec}


def test_the_name_is_the_shape_and_a_hash_of_the_rest() -> None:
    template = named("batch", content(templates=[]))
    # sha256 of the content as JSON with sorted keys and no spaces.
    assert template.name == "batch-ad1a6781a1"
    assert template.manifest.object == {**content(templates=[]), "metadata": {"name": "batch-ad1a6781a1", "labels": {"a": "b"}}}


def test_the_order_of_fields_is_no_content() -> None:
    assert named("batch", dict(reversed(content(a=1, b=2).items()))).name == named("batch", content(b=2, a=1)).name


def test_any_other_content_has_another_name() -> None:
    assert named("batch", content(a=1)).name != named("batch", content(a=2)).name
