"""That no fire is lost while what it needs changes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from e2e.api import Api, wait_for
from e2e.delivery import Delivery
from e2e.fleet import new_fleet
from e2e.setting import Setting
from e2e.site import ARGO, Site

pytestmark = pytest.mark.cluster
NAMESPACE = "antifraud"
EACH_MINUTE = 'cron: "* * * * *", timezone: Etc/UTC, concurrency: allow'
LATEST = 15.0  # seconds after the minute


@pytest.fixture(scope="module")
def delivery(api: Api, own: Setting, site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Delivery]:
    """A model that runs each minute, delivered; templates get time to arrive before their users, as on a stage with polling."""
    fleet = new_fleet(tmp_path_factory.mktemp("transition") / "fleet", "minutely", "sleeper")
    for model in ("minutely", "sleeper"):
        fleet.edit(model, 'cron: "17 2 * * *", timezone: Etc/UTC, concurrency: forbid', EACH_MINUTE)
    fleet.edit("sleeper", "suspend: false", "suspend: true")
    fleet.edit_source("platform/stages/local.yaml", "template_settle: 0s", "template_settle: 30s")
    fleet.publish()
    delivery = Delivery(api, fleet)
    delivery.start()
    delivery.synced("minutely", "sleeper")
    yield delivery
    delivery.stop()


def test_new_model_fires_in_its_first_minute(delivery: Delivery, record_property: Callable[[str, object], None]) -> None:
    """The first fire of a new model is not lost, though its CronWorkflow and its WorkflowTemplate arrive together."""
    delivery.fleet.add("newcomer")
    delivery.fleet.edit("newcomer", 'cron: "17 2 * * *", timezone: Etc/UTC, concurrency: forbid', EACH_MINUTE)
    delivery.fleet.publish()
    delivery.synced("minutely", "newcomer", "sleeper")
    runs = _runs(delivery.api, "newcomer-plain", _next_minutes(1))
    record_property("late", _lateness(runs))
    assert max(runs.values()) < LATEST


def test_template_and_users_change_together(delivery: Delivery, record_property: Callable[[str, object], None]) -> None:
    """A template is edited and published with its users while they run each minute: no minute is lost or late, and the new template is used."""
    models = tuple(delivery.applications())
    before = _template(delivery.api)
    minutes = _next_minutes(3)
    delivery.fleet.edit_source("platform/jsonnet/modelfleet/batch.libsonnet", "{ memory: '1Gi' }", "{ memory: '2Gi' }")
    time.sleep(max(0.0, (minutes[0] - datetime.now(UTC)).total_seconds() + 20))
    summary = delivery.fleet.publish()
    assert len(summary["commits"]) == 2, "templates come in a commit of their own"
    delivery.synced(*models)
    after = _template(delivery.api)
    assert after != before
    runs = _runs(delivery.api, "minutely-plain", minutes)
    record_property("late", _lateness(runs))
    assert max(runs.values()) < LATEST
    used = [_used(delivery.api, minute) for minute in minutes]
    record_property("templates used", ", ".join(used))
    assert used == sorted(used, key=lambda name: name != before) and used[-1] == after


def test_job_that_model_yaml_suspends_never_fires(delivery: Delivery, record_property: Callable[[str, object], None]) -> None:
    """A job with `suspend: true` in model.yaml does not run, while the switch of who is on call is left alone."""
    live = delivery.api.get(ARGO, "CronWorkflow", "sleeper-plain", NAMESPACE)
    assert live["spec"]["suspend"] is False
    (minute,) = _next_minutes(1)
    _runs(delivery.api, "minutely-plain", [minute])
    runs = [one["metadata"]["name"].rpartition("-")[0] for one in delivery.api.list(ARGO, "Workflow", NAMESPACE)]
    record_property("fires of the same schedule meanwhile", runs.count("minutely-plain"))
    assert "sleeper-plain" not in runs


def _next_minutes(number: int) -> list[datetime]:
    first = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(minutes=1)
    return [first + timedelta(minutes=one) for one in range(number)]


def _runs(api: Api, cron: str, minutes: list[datetime]) -> dict[datetime, float]:
    """For each minute, how many seconds later its run was made. Raises TimeoutError for a minute without a run."""
    late = {}
    for minute in minutes:
        name = f"{cron}-{int(minute.timestamp())}"
        seconds = (minute - datetime.now(UTC)).total_seconds() + 45
        run = wait_for(f"the run of {cron} at {minute:%H:%M}", lambda name=name: api.find(ARGO, "Workflow", name, NAMESPACE), max(1.0, seconds))
        late[minute] = (datetime.fromisoformat(run["metadata"]["creationTimestamp"]) - minute).total_seconds()
    return late


def _lateness(runs: dict[datetime, float]) -> str:
    return ", ".join(f"{seconds:.0f} s" for seconds in runs.values())


def _template(api: Api) -> str:
    """The shared template that the job's WorkflowTemplate refers to now."""
    live = api.get(ARGO, "WorkflowTemplate", "minutely-plain", NAMESPACE)
    return live["spec"]["templates"][0]["dag"]["tasks"][0]["templateRef"]["name"]


def _used(api: Api, minute: datetime) -> str:
    """The shared template that a run was made from, as soon as the controller has looked at the run."""
    name = f"minutely-plain-{int(minute.timestamp())}"

    def look() -> dict | None:
        return api.get(ARGO, "Workflow", name, NAMESPACE).get("status", {}).get("storedWorkflowTemplateSpec")

    return wait_for(f"{name} has its template", look, 60)["templates"][0]["dag"]["tasks"][0]["templateRef"]["name"]
