"""What Argo CD makes of the deploy branch."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from e2e.api import Api, wait_for
from e2e.delivery import Delivery, operations
from e2e.fleet import new_fleet
from e2e.setting import Setting
from e2e.site import ARGO, Site

pytestmark = pytest.mark.cluster
NAMESPACE = "antifraud"


@pytest.fixture(scope="module")
def delivery(api: Api, own: Setting, site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Delivery]:
    """Three models, published and delivered."""
    fleet = new_fleet(tmp_path_factory.mktemp("delivery") / "fleet", "alpha", "beta", "gamma")
    fleet.publish()
    delivery = Delivery(api, fleet)
    delivery.start()
    yield delivery
    delivery.stop()


def test_one_application_a_model(delivery: Delivery, record_property: Callable[[str, object], None]) -> None:
    """The ApplicationSet makes one Application for each `models/*/app.json`, and each becomes Synced."""
    start = time.monotonic()
    found = delivery.synced("alpha", "beta", "gamma")
    record_property("all Synced after", f"{time.monotonic() - start:.0f} s")
    for model, application in found.items():
        live = delivery.api.get(ARGO, "CronWorkflow", f"{model}-plain", NAMESPACE)
        assert live["spec"]["schedules"] == ["17 2 * * *"]
        assert application["status"]["health"]["status"] == "Healthy"


def test_changed_model_is_synced_alone(delivery: Delivery, record_property: Callable[[str, object], None]) -> None:
    """A changed model is synced anew, and no other."""
    before = delivery.synced("alpha", "beta", "gamma")
    delivery.fleet.edit("alpha", 'cron: "17 2 * * *"', 'cron: "18 2 * * *"')
    delivery.fleet.publish()
    start = time.monotonic()
    after = delivery.synced("alpha", "beta", "gamma")
    record_property("Synced after", f"{time.monotonic() - start:.0f} s")
    assert delivery.api.get(ARGO, "CronWorkflow", "alpha-plain", NAMESPACE)["spec"]["schedules"] == ["18 2 * * *"]
    assert [model for model in after if operations(after[model]) != operations(before[model])] == ["alpha"]


def test_suspension_is_left_alone(delivery: Delivery) -> None:
    """Argo CD leaves a job that somebody on call has suspended alone, also when the model changes."""
    application = delivery.synced("alpha", "beta", "gamma")["beta"]
    _suspend(delivery.api, "beta-plain", True)
    delivery.refresh(application)
    assert _is_suspended(delivery.api, "beta-plain")
    delivery.fleet.edit("beta", 'cron: "17 2 * * *"', 'cron: "19 2 * * *"')
    delivery.fleet.publish()
    delivery.synced("alpha", "beta", "gamma")
    assert delivery.api.get(ARGO, "CronWorkflow", "beta-plain", NAMESPACE)["spec"]["schedules"] == ["19 2 * * *"]
    assert _is_suspended(delivery.api, "beta-plain")
    _suspend(delivery.api, "beta-plain", False)


def test_hand_change_is_undone(delivery: Delivery) -> None:
    """Any other change by hand is undone: the branch is what counts."""
    application = delivery.synced("alpha", "beta", "gamma")["beta"]
    delivery.api.merge(ARGO, "CronWorkflow", "beta-plain", {"spec": {"concurrencyPolicy": "Replace"}}, NAMESPACE)
    delivery.refresh(application)
    wait_for("the change is undone", lambda: delivery.api.get(ARGO, "CronWorkflow", "beta-plain", NAMESPACE)["spec"]["concurrencyPolicy"] == "Forbid", 300)


def test_broken_file_freezes_and_deletes_nothing(delivery: Delivery, record_property: Callable[[str, object], None]) -> None:
    """An `app.json` that somebody broke by hand stops the set: nothing is deleted, nothing new is made; the next publish mends it."""
    delivery.synced("alpha", "beta", "gamma")
    place = delivery.fleet.checkout()
    (place / "models/gamma/app.json").write_text('{"model": "gamma", ', encoding="utf-8")
    delivery.fleet.commit("break a file by hand")
    failed = wait_for("the set says what is wrong", lambda: _error(delivery), 300)
    assert "models/gamma/app.json" in failed or "unexpected end of JSON" in failed or "error converting YAML" in failed, failed
    assert delivery.applications().keys() == {"alpha", "beta", "gamma"}
    delivery.fleet.add("delta")
    delivery.fleet.publish()
    start = time.monotonic()
    # A set that has failed looks again after three minutes, however often it polls (ReconcileRequeueOnValidationError of
    # Argo CD), or at once when a webhook tells it to.
    delivery.refresh_set()
    delivery.synced("alpha", "beta", "gamma", "delta")
    record_property("mended after", f"{time.monotonic() - start:.0f} s")
    assert _error(delivery) is None


def test_deleted_model_goes(delivery: Delivery, record_property: Callable[[str, object], None]) -> None:
    """A model that is deleted goes, with its Application and its objects; the others stay."""
    models = {*delivery.applications()} - {"gamma"}
    delivery.fleet.remove("gamma")
    delivery.fleet.publish()
    start = time.monotonic()
    delivery.synced(*models)
    wait_for("its objects are gone", lambda: delivery.api.find(ARGO, "CronWorkflow", "gamma-plain", NAMESPACE) is None, 300)
    record_property("gone after", f"{time.monotonic() - start:.0f} s")
    assert delivery.api.find(ARGO, "WorkflowTemplate", "gamma-plain", NAMESPACE) is None
    assert delivery.api.find("v1", "ConfigMap", "gamma-archives", NAMESPACE) is None
    assert delivery.api.find(ARGO, "CronWorkflow", "alpha-plain", NAMESPACE) is not None


def _suspend(api: Api, name: str, wanted: bool) -> None:
    api.merge(ARGO, "CronWorkflow", name, {"spec": {"suspend": wanted}}, NAMESPACE)


def _is_suspended(api: Api, name: str) -> bool:
    return bool(api.get(ARGO, "CronWorkflow", name, NAMESPACE)["spec"]["suspend"])


def _error(delivery: Delivery) -> str | None:
    condition = delivery.conditions().get("ErrorOccurred", {})
    return str(condition.get("message")) if condition.get("status") == "True" else None
