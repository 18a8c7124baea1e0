"""What kube-state-metrics says of schedules, given our configuration of it and the objects that we render."""

from __future__ import annotations

from alerts.programs import Sample, state_metrics
from golden import root
from render.made_up import fleet, render_case
from ruamel.yaml import YAML

CONFIGURATION = root() / "platform" / "monitoring" / "kube-state-metrics.yaml"
WHO = {"model": "two-jobs-scheduled", "model_job": "training", "model_namespace": "one-first", "schedule": "47 0 * * 0", "timezone": "Etc/UTC"}


def samples_of(go: str, status: dict[str, str]) -> list[Sample]:
    objects = [manifest.object | {"status": status} for manifest in render_case("two-jobs-scheduled", fleet())["first"]]
    return [sample for sample in state_metrics(go, CONFIGURATION, objects) if sample.labels["model_job"] == WHO["model_job"]]


def test_a_schedule_that_has_never_started(go: str) -> None:
    samples = samples_of(go, {})
    assert {sample.name.removeprefix("modelfleet_schedule_"): sample.value for sample in samples} == {
        "start_within_seconds": 7 * 86400 + 600,
        "end_within_seconds": 86400 + 3600 + 600,
        "suspended": 0,
    }
    for sample in samples:
        assert {key: value for key, value in sample.labels.items() if not key.startswith("customresource_")} == WHO


def test_the_last_start_is_the_time_of_the_schedule(go: str) -> None:
    (last,) = (sample for sample in samples_of(go, {"lastScheduledTime": "2026-03-01T00:45:00Z"}) if sample.name.endswith("last_start_timestamp_seconds"))
    assert last.value == 1772325900


def test_nothing_is_expected_of_a_schedule_that_the_model_suspends(go: str) -> None:
    objects = [manifest.object for manifest in render_case("two-jobs-scheduled", fleet())["first"]]
    names = {sample.name for sample in state_metrics(go, CONFIGURATION, objects) if sample.labels["model_job"] == "scoring"}
    assert names == {"modelfleet_schedule_suspended"}


def test_labels_are_none_that_prometheus_writes(go: str) -> None:
    resources = YAML(typ="safe").load(CONFIGURATION)["spec"]["resources"]
    assert {"instance", "job", "namespace", "pod", "service"}.isdisjoint(*(resource["labelsFromPath"] for resource in resources))
