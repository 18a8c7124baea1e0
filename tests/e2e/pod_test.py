"""Words in a golden pod stand for what differs from run to run, and for nothing else."""

from __future__ import annotations

import json

from e2e.pod import Words, comparable, digest_of, golden_of

CODE = "c" * 64
WORDS = Words("ledger-plain-1764000000", {CODE: "code digest"})


def pod(**spec: object) -> dict:
    metadata = {"name": "ledger-plain-1764000000-run-1234567890", "uid": "x", "resourceVersion": "7", "labels": {"a": "b"}}
    return {"metadata": metadata, "spec": {"containers": []} | spec, "status": {"phase": "Pending"}}


def test_names_times_and_digests_are_words() -> None:
    text = f"ledger-plain-1764000000 ledger-plain-1764000000-run-1234567890 2026-11-25T09:00:00Z {CODE} {CODE[:16]}"
    assert WORDS.replace(text) == "<run> <pod> <time> <code digest> <code digest, 16>"


def test_what_stays_the_same_stays() -> None:
    for text in ("batch-851eaee56d", "0 4 * * *", "sha256:" + "0" * 64, "s3://bank-dwh/scores/", "2026-11-25", "ledger-plain"):
        assert WORDS.replace(text) == text


def test_json_in_a_text_is_looked_into() -> None:
    assert comparable({"value": json.dumps({"b": CODE, "a": 1})}, WORDS) == {"value": '{"a": 1, "b": "<code digest>"}'}


def test_what_only_looks_like_json_is_a_text() -> None:
    assert comparable("{{workflow.name}}", WORDS) == "{{workflow.name}}"


def test_golden_pod_is_what_was_asked_for() -> None:
    assert golden_of(pod(), WORDS) == {
        "pod.yaml": "apiVersion: v1\nkind: Pod\nmetadata:\n  labels:\n    a: b\n  name: <pod>\nspec:\n  containers: []\n",
    }


def test_template_stands_apart() -> None:
    containers = [{"name": name, "env": [{"name": "ARGO_TEMPLATE", "value": '{"name": "run"}'}]} for name in ("wait", "main")]
    files = golden_of(pod(containers=containers), WORDS)
    assert files["template.yaml"] == "name: run\n"
    assert files["pod.yaml"].count("<template.yaml>") == 2


def test_secrets_of_stores_stand_in_order_and_all_else_as_it_stood() -> None:
    mounts = [("b", "/argo/secret/b"), ("z", "/z"), ("a", "/argo/secret/a"), ("c", "/c")]
    spec = {"containers": [{"name": "main", "volumeMounts": [{"name": name, "mountPath": path} for name, path in mounts]}]}
    text = golden_of(pod(**spec, volumes=[{"name": name} for name in ("c", "b", "a", "z")]), WORDS)["pod.yaml"]
    assert [line.split()[-1] for line in text.splitlines() if "mountPath" in line] == ["/argo/secret/a", "/z", "/argo/secret/b", "/c"]
    assert [line.split()[-1] for line in text.partition("volumes:")[2].splitlines() if "name" in line] == ["c", "a", "b", "z"]


def test_context_of_a_trace_is_left_out() -> None:
    env = [{"name": name, "value": "x"} for name in ("TRACEPARENT", "DAY", "TRACESTATE")]
    text = golden_of(pod(containers=[{"name": "main", "env": env}, {"name": "wait"}]), WORDS)["pod.yaml"]
    assert "TRACE" not in text and text.count("DAY") == 1 and text.count("env:") == 1


def test_digest_moves_with_the_rendering_and_not_with_the_code() -> None:
    other = Words("another", {"d" * 64: "code digest"})
    assert digest_of([{"key": CODE}], WORDS) == digest_of([{"key": "d" * 64}], other)
    assert digest_of([{"key": CODE, "cpu": 1}], WORDS) != digest_of([{"key": CODE, "cpu": 2}], WORDS)
