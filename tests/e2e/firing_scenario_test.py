"""The pods that the controller makes: of a run by schedule, by hand and for debugging."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from e2e.api import Api, wait_for
from e2e.golden_pod import GOLDEN, compare, rendered, words_of
from e2e.pod import golden_of
from e2e.program import ARGO
from e2e.site import ARGO as GROUP
from e2e.site import Site, pod_of, started

pytestmark = pytest.mark.cluster
NAMESPACE = "antifraud"
MARGIN = timedelta(seconds=8)


@pytest.fixture(scope="module")
def fired(site: Site) -> Iterator[dict[str, dict]]:
    """A run of each scheduled job, by job: all are due in the next minute, and hold their own schedule again afterwards."""
    crons = site.objects("CronWorkflow")
    due = next_minute()
    for cron in crons:
        site.api.merge(
            GROUP, "CronWorkflow", cron["metadata"]["name"], {"spec": {"schedules": [f"{due.minute} {due.hour} * * *"], "timezone": "Etc/UTC"}}, NAMESPACE
        )
    seconds = (due - datetime.now(UTC)).total_seconds() + 30
    yield {cron["metadata"]["labels"]["modelfleet.io/job"]: run_of(site.api, cron["metadata"]["name"], due, seconds) for cron in crons}
    for cron in crons:
        site.api.apply(cron)


@pytest.mark.parametrize("job", ["plain", "kerberos"])
def test_scheduled_run(job: str, site: Site, fired: dict[str, dict], release: str, record: bool, record_property: Callable[[str, object], None]) -> None:
    """A CronWorkflow fires, and the pod that the controller makes is the golden one."""
    run = fired[job]
    record_property("late", f"{_age(run):.0f} s after the minute")
    _check(site, run, f"ledger-{job}", f"scheduled-{job}", release, record)


@pytest.mark.parametrize("job", ["plain", "kerberos"])
def test_run_by_hand(job: str, site: Site, release: str, record: bool) -> None:
    """A run that somebody starts from the WorkflowTemplate gets the golden pod."""
    run = started(site.api, NAMESPACE, f"ledger-{job}", {"logical-date": "2026-03-01", "parameters": json.dumps({"window": "30d"})})
    _check(site, run, f"ledger-{job}", f"by-hand-{job}", release, record)


@pytest.mark.parametrize("job", ["plain", "kerberos"])
def test_debug_run(job: str, site: Site, release: str, record: bool) -> None:
    """A debug run gets the golden pod: eight hours, no second attempt, its own label."""
    run = started(site.api, NAMESPACE, f"ledger-{job}", {"debug": "true"})
    _check(site, run, f"ledger-{job}", f"debug-{job}", release, record)


def test_run_by_the_command_line(site: Site, kubeconfig: Path, release: str) -> None:
    """`argo submit --from workflowtemplate/…` with `debug=true` gives the pod that the API gives."""
    program = ARGO[release].path
    if not program.exists():
        pytest.skip("not run: the command line of Argo Workflows is not built (`tests/e2e/cluster up --without-node`)")
    words = ["submit", "--from", "workflowtemplate/ledger-plain", "-n", NAMESPACE, "-p", "debug=true", "-o", "name"]
    done = subprocess.run([program, "--kubeconfig", kubeconfig, *words], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    run = site.api.get(GROUP, "Workflow", done.stdout.strip().rpartition("/")[2], NAMESPACE)
    pod = pod_of(site.api, run["metadata"]["name"], NAMESPACE)
    expected = {name: (GOLDEN / f"debug-plain-{release}" / name).read_text(encoding="utf-8") for name in ("pod.yaml", "template.yaml")}
    actual = golden_of(pod, words_of(site, run, "ledger-plain"))
    assert actual == expected


def next_minute() -> datetime:
    """The start of the next minute that leaves the controller time to see a change."""
    now = datetime.now(UTC) + MARGIN
    return now.replace(second=0, microsecond=0) + timedelta(minutes=1)


def run_of(api: Api, cron: str, due: datetime, seconds: float) -> dict:
    """The run that a CronWorkflow starts for a minute; its name is known (cron/operator.go of Argo Workflows)."""
    name = f"{cron}-{int(due.timestamp())}"
    return wait_for(f"a run of {cron} at {due:%H:%M}", lambda: api.find(GROUP, "Workflow", name, NAMESPACE), seconds)


def _check(site: Site, run: dict, job: str, scenario: str, release: str, record: bool) -> None:
    pod = pod_of(site.api, run["metadata"]["name"], NAMESPACE)
    compare(GOLDEN / f"{scenario}-{release}", golden_of(pod, words_of(site, run, job)) | rendered(site.manifests, job, words_of(site, run, job)), record)


def _age(run: dict) -> float:
    created = datetime.fromisoformat(run["metadata"]["creationTimestamp"])
    return (created - created.replace(second=0)).total_seconds()
