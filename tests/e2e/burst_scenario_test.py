"""How long it takes until every run exists when a whole fleet is due in one minute."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from e2e.api import Api, path_of, wait_for
from e2e.component import ARGO_CONTROLLER
from e2e.lifecycle import restart
from e2e.setting import Setting
from e2e.site import ARGO, LABEL, Site

pytestmark = pytest.mark.cluster
JOBS = 500
NAMESPACE = "burst"
SETTINGS = "workflow-controller-configmap"
AHEAD = timedelta(seconds=60)  # at least, to make the CronWorkflows
MARGIN = timedelta(seconds=10)  # for the controller to see the last of them
# Of what the platform sets for a fleet of hundreds of models, what is about speed; the rest runs need to have pods at all.
ABOUT_SPEED = ("nodeEvents", "parallelism", "resourceRateLimit")


@pytest.fixture
def namespace(site: Site, own: Setting) -> Iterator[str]:
    """A namespace of its own with an owner's accounts and without a quota, which would hold pods back."""
    site.api.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE, "labels": {LABEL: "true"}}})
    for one in site.objects("ServiceAccount", "Secret", "Role", "RoleBinding", "LimitRange"):
        if one["metadata"]["namespace"] == "antifraud":
            site.api.apply(_moved(one, one["metadata"]["name"]))
    yield NAMESPACE
    # First the controller, or it would make pods while they are deleted.
    ARGO_CONTROLLER.process.stop()
    for kind in ("CronWorkflow", "Workflow"):
        site.api.ask("DELETE", f"/apis/{ARGO}/namespaces/{NAMESPACE}/{kind.lower()}s")
    site.api.delete("v1", "Namespace", NAMESPACE)
    wait_for("the namespace is gone", lambda: site.api.find("v1", "Namespace", NAMESPACE) is None, 300, 1)
    site.api.apply(site.find("ConfigMap", SETTINGS))
    restart(ARGO_CONTROLLER, own)


@pytest.mark.parametrize("tuning", ["defaults", "recommended"])
def test_all_jobs_due_in_one_minute(tuning: str, site: Site, own: Setting, namespace: str, record_property: Callable[[str, object], None]) -> None:
    """500 CronWorkflows are due in the same minute: each gets its run, none twice."""
    variables = _tune(site, tuning)
    restart(ARGO_CONTROLLER, own.tuned(variables))
    due = _create(site)
    record_property("controller gets", " ".join(f"{name}={value}" for name, value in variables.items()) or "nothing")
    time.sleep(max(0.0, (due - datetime.now(UTC)).total_seconds()))
    runs = wait_for(f"{JOBS} runs", lambda: _complete(site.api), 1500, 2)
    assert len({one["metadata"]["name"] for one in runs}) == JOBS
    late = sorted(_late(one, due) for one in runs)
    record_property("runs exist after", f"median {late[JOBS // 2]:.0f} s, last {late[-1]:.0f} s")
    record_property("pods by then", len(_listed(site.api, "Pod")))


def _tune(site: Site, tuning: str) -> dict[str, str]:
    """Set the controller's ConfigMap; the variables that the controller is to be started with."""
    if tuning == "recommended":
        site.api.apply(site.find("ConfigMap", SETTINGS))
        return dict(site.find("ConfigMap", "workflow-controller-environment")["data"])
    site.api.merge("v1", "ConfigMap", SETTINGS, {"data": dict.fromkeys(ABOUT_SPEED)}, "argo")
    return {}


def _create(site: Site) -> datetime:
    """As many jobs as there are models in a large fleet, each with the objects that one job has; when all are due."""
    template, cron = site.find("WorkflowTemplate", "ledger-plain"), copy.deepcopy(site.find("CronWorkflow", "ledger-plain"))
    names = [f"job-{number:03}" for number in range(JOBS)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: site.api.create(_moved(template, name)), names))
        # The controller has to have seen them, or it gives up on the CronWorkflows.
        time.sleep(2)
        due = (datetime.now(UTC) + AHEAD).replace(second=0, microsecond=0) + timedelta(minutes=1)
        cron["spec"] |= {"schedules": [f"{due.minute} {due.hour} * * *"], "timezone": "Etc/UTC"}

        def schedule(name: str) -> None:
            mine = _moved(cron, name)
            mine["spec"]["workflowSpec"]["workflowTemplateRef"]["name"] = name
            site.api.create(mine)

        list(pool.map(schedule, names))
    ready = datetime.now(UTC)
    assert ready < due - MARGIN, f"the last job is there at {ready:%H:%M:%S}, too late for {due:%H:%M}"
    return due


def _moved(manifest: dict, name: str) -> dict:
    moved = copy.deepcopy(manifest)
    moved["metadata"] |= {"name": name, "namespace": NAMESPACE}
    for subject in moved.get("subjects", ()):
        subject["namespace"] = NAMESPACE
    return moved


def _complete(api: Api) -> list[dict] | None:
    """All runs, once there are enough of them."""
    found = _listed(api, "Workflow")
    return found if len(found) >= JOBS else None


def _listed(api: Api, kind: str) -> list[dict]:
    """What is there of a kind, without its specifications, which are megabytes."""
    table = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"
    # The server says null for none.
    return api.ask("GET", path_of("v1" if kind == "Pod" else ARGO, kind, NAMESPACE), accept=table)["items"] or []


def _late(one: dict, due: datetime) -> float:
    return (datetime.fromisoformat(one["metadata"]["creationTimestamp"]) - due).total_seconds()
