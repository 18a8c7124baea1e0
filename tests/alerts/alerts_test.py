"""The alerts of an owner, judged by Prometheus' own tool on what clusters say: jobs that fail, do not start, are late, drift."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from alerts.programs import Sample, promtool, state_metrics
from alerts.timeline import Timeline
from golden import root
from render.made_up import TEMPLATES, fleet, placements_of
from ruamel.yaml import YAML

from modelfleet.render.jsonnet import Jsonnet
from modelfleet.render.manifests import Manifest
from modelfleet.render.model import render_model
from modelfleet.spec.load import load_model

MOSCOW, BERLIN = ZoneInfo("Europe/Moscow"), ZoneInfo("Europe/Berlin")
CONFIGURATION = "platform/monitoring/kube-state-metrics.yaml"
FAILED, MISSED, DRIFTING = "ModelfleetJobFailed", "ModelfleetJobMissed", "ModelfleetJobDrifting"
LATE, SLOW = "ModelfleetJobLate finish_by", "ModelfleetJobLate duration"
MODEL = """\
name: watched
description: A job that is watched
owner: team-one
python: {{version: "3.11"}}
jobs:
  scoring: {{entry_point: score.py, timeout: 2h, {job}}}
"""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Alert:
    """An alert fires from `since`; `until` is None when it still does at the end."""

    name: str
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True)
class Case:
    """`job` is what model.yaml says of the job, `happens` what becomes of it; Prometheus looks every `step` minutes."""

    job: str
    begin: datetime
    end: datetime
    happens: Callable[[Timeline], None]
    alerts: tuple[Alert, ...] = ()
    job_later: str | None = None
    step: int = 1


def moscow(*moment: int) -> datetime:
    return datetime(2026, *moment, tzinfo=MOSCOW)  # type: ignore[misc]


def berlin(*moment: int) -> datetime:
    return datetime(2026, *moment, tzinfo=BERLIN)  # type: ignore[misc]


def daily(first: datetime, days: int, after: timedelta = timedelta(minutes=30)) -> Callable[[Timeline], None]:
    """Starts at the same time of the day by the clock on the wall, and succeeds."""

    def happens(timeline: Timeline) -> None:
        for day in range(days):
            start = first + day * DAY  # arithmetic of the zone's own clock
            timeline.starts(start)
            timeline.ends(start, start + after)

    return happens


def then(*parts: Callable[[Timeline], None]) -> Callable[[Timeline], None]:
    return lambda timeline: [part(timeline) for part in parts] and None


NIGHTLY = 'schedule: {cron: "17 2 * * *", timezone: Europe/Moscow}'
CASES = {
    "healthy": Case(f'{NIGHTLY}, expected_duration: 40m, sla: {{finish_by: "06:00"}}', moscow(3, 2), moscow(3, 6), daily(moscow(3, 2, 2, 17), 4), step=5),
    "missed": Case(NIGHTLY, moscow(3, 2), moscow(3, 4, 12), daily(moscow(3, 2, 2, 17), 2), (Alert(MISSED, moscow(3, 4, 2, 33)),)),
    "missed-and-started-again": Case(
        NIGHTLY,
        moscow(3, 2),
        moscow(3, 4, 12),
        then(daily(moscow(3, 2, 2, 17), 1), daily(moscow(3, 4, 2, 17), 1)),
        (Alert(MISSED, moscow(3, 3, 2, 33), moscow(3, 4, 2, 17)),),
    ),
    "missed-before-midnight": Case(
        'schedule: {cron: "55 23 * * *", timezone: Europe/Moscow}',
        moscow(3, 2),
        moscow(3, 4, 12),
        daily(moscow(3, 2, 23, 55), 1),
        (Alert(MISSED, moscow(3, 4, 0, 11)),),
    ),
    "weekly-healthy": Case(
        'schedule: {cron: "0 4 * * 0", timezone: Europe/Moscow}',
        moscow(2, 28),
        moscow(3, 10),
        then(daily(moscow(3, 1, 4), 1), daily(moscow(3, 8, 4), 1)),
        step=5,
    ),
    "weekly-missed": Case(
        'schedule: {cron: "0 4 * * 0", timezone: Europe/Moscow}',
        moscow(2, 28),
        moscow(3, 10),
        daily(moscow(3, 1, 4), 1),
        (Alert(MISSED, moscow(3, 8, 4, 20)),),
        step=5,
    ),
    "hourly-missed": Case(
        'schedule: {cron: "5 * * * *", timezone: Europe/Moscow}',
        moscow(3, 2),
        moscow(3, 2, 12),
        lambda timeline: [timeline.starts(moscow(3, 2, hour, 5)) for hour in range(4)] and None,
        (Alert(MISSED, moscow(3, 2, 4, 21)),),
    ),
    "just-created": Case(NIGHTLY, moscow(3, 2, 10), moscow(3, 3, 2), lambda timeline: None),
    "just-created-and-never-started": Case(NIGHTLY, moscow(3, 2, 10), moscow(3, 4), lambda timeline: None, (Alert(MISSED, moscow(3, 3, 10, 16)),)),
    "clocks-go-forward": Case('schedule: {cron: "17 4 * * *", timezone: Europe/Berlin}', berlin(3, 27), berlin(4, 1), daily(berlin(3, 27, 4, 17), 5), step=5),
    "clocks-go-back": Case('schedule: {cron: "17 4 * * *", timezone: Europe/Berlin}', berlin(10, 23), berlin(10, 28), daily(berlin(10, 23, 4, 17), 5), step=5),
    "missed-when-clocks-go-back": Case(
        'schedule: {cron: "17 4 * * *", timezone: Europe/Berlin}',
        berlin(10, 23),
        berlin(10, 27),
        daily(berlin(10, 23, 4, 17), 3),
        # An hour later than where clocks stay: every day is given 25 hours.
        (Alert(MISSED, berlin(10, 26, 5, 35)),),
        step=5,
    ),
    "failed-and-run-again-by-a-person": Case(
        NIGHTLY,
        moscow(3, 2),
        moscow(3, 3, 18),
        then(
            daily(moscow(3, 2, 2, 17), 1),
            lambda timeline: timeline.starts(moscow(3, 3, 2, 17)),
            lambda timeline: timeline.ends(moscow(3, 3, 2, 17), moscow(3, 3, 2, 50), "Failed"),
            lambda timeline: timeline.ends(moscow(3, 3, 9), moscow(3, 3, 9, 40), trigger="person"),
        ),
        (Alert(FAILED, moscow(3, 3, 2, 50), moscow(3, 3, 9, 40)),),
    ),
    "failed-in-the-first-run-and-the-controller-restarts": Case(
        NIGHTLY,
        moscow(3, 2),
        moscow(3, 3),
        then(
            lambda timeline: timeline.starts(moscow(3, 2, 2, 17)),
            lambda timeline: timeline.ends(moscow(3, 2, 2, 17), moscow(3, 2, 2, 50), "Error"),
            lambda timeline: timeline.restarts(moscow(3, 2, 5)),
        ),
        (Alert(FAILED, moscow(3, 2, 2, 50)),),
    ),
    "failed-by-hand": Case(
        NIGHTLY,
        moscow(3, 2),
        moscow(3, 3, 1),
        then(daily(moscow(3, 2, 2, 17), 1), lambda timeline: timeline.ends(moscow(3, 2, 9), moscow(3, 2, 9, 5), "Failed", "person")),
    ),
    "late": Case(
        f'{NIGHTLY}, sla: {{finish_by: "06:00"}}',
        moscow(3, 2),
        moscow(3, 3, 7),
        then(
            daily(moscow(3, 2, 2, 17), 1),
            lambda timeline: timeline.starts(moscow(3, 3, 2, 17)),
            lambda timeline: timeline.ends(moscow(3, 3, 2, 17), moscow(3, 3, 6, 20)),
        ),
        (Alert(LATE, moscow(3, 3, 6, 1), moscow(3, 3, 6, 20)),),
    ),
    "late-over-midnight": Case(
        'schedule: {cron: "30 23 * * *", timezone: Europe/Moscow}, sla: {finish_by: "01:15"}',
        moscow(3, 2),
        moscow(3, 3, 1, 30),
        lambda timeline: timeline.starts(moscow(3, 2, 23, 30)),
        (Alert(LATE, moscow(3, 3, 1, 16)),),
    ),
    "late-because-it-failed": Case(
        f'{NIGHTLY}, sla: {{finish_by: "06:00"}}',
        moscow(3, 2),
        moscow(3, 2, 7),
        then(
            lambda timeline: timeline.starts(moscow(3, 2, 2, 17)),
            lambda timeline: timeline.ends(moscow(3, 2, 2, 17), moscow(3, 2, 2, 50), "Failed"),
        ),
        (Alert(FAILED, moscow(3, 2, 2, 50)), Alert(LATE, moscow(3, 2, 6, 1))),
    ),
    "done-in-time-and-the-controller-restarts": Case(
        f'{NIGHTLY}, sla: {{finish_by: "06:00"}}',
        moscow(3, 2),
        moscow(3, 3, 2),
        then(daily(moscow(3, 2, 2, 17), 1), lambda timeline: timeline.restarts(moscow(3, 2, 4))),
    ),
    "much-longer-than-usual": Case(
        f"{NIGHTLY}, expected_duration: 40m",
        moscow(3, 2),
        moscow(3, 2, 6),
        then(
            lambda timeline: timeline.starts(moscow(3, 2, 2, 17)),
            lambda timeline: timeline.ends(moscow(3, 2, 2, 17), moscow(3, 2, 4)),
        ),
        (Alert(SLOW, moscow(3, 2, 3, 48), moscow(3, 2, 4)),),
    ),
    "suspended-and-resumed": Case(
        NIGHTLY,
        moscow(3, 2),
        moscow(3, 8),
        then(
            daily(moscow(3, 2, 2, 17), 1),
            lambda timeline: timeline.suspends(moscow(3, 2, 18)),
            lambda timeline: timeline.suspends(moscow(3, 5, 18), False),
            daily(moscow(3, 6, 2, 17), 2),
        ),
        step=5,
    ),
    "resumed-and-not-started": Case(
        NIGHTLY,
        moscow(3, 2),
        moscow(3, 7),
        then(
            daily(moscow(3, 2, 2, 17), 1),
            lambda timeline: timeline.suspends(moscow(3, 2, 18)),
            lambda timeline: timeline.suspends(moscow(3, 5, 18), False),
        ),
        # It counts from the look before, the last one that saw it suspended: 17:55.
        (Alert(MISSED, moscow(3, 6, 18, 15)),),
        step=5,
    ),
    "weekly-becomes-nightly": Case(
        'schedule: {cron: "0 4 * * 0", timezone: Europe/Moscow}',
        moscow(3, 1),
        moscow(3, 7),
        then(daily(moscow(3, 1, 4), 1), lambda timeline: None),
        (Alert(MISSED, moscow(3, 6, 12, 20)),),
        job_later=NIGHTLY,
        step=5,
    ),
    "drifting": Case(
        NIGHTLY,
        moscow(3, 2),
        moscow(3, 4, 1),
        then(
            lambda timeline: timeline.starts(moscow(3, 2, 2, 17)),
            lambda timeline: timeline.ends(moscow(3, 2, 2, 17), moscow(3, 2, 2, 20), "Drifted"),
            daily(moscow(3, 3, 2, 17), 1),
        ),
        (Alert(DRIFTING, moscow(3, 2, 2, 20), moscow(3, 3, 2, 47)),),
    ),
}


@pytest.fixture(scope="module")
def rules(namespaces: dict[str, tuple[Manifest, ...]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of rules that the operator makes of an owner's object."""
    (rule,) = (manifest for manifest in namespaces["one-first"] if manifest.kind == "PrometheusRule")
    path = tmp_path_factory.mktemp("rules") / "rules.yaml"
    with path.open("w") as file:
        YAML(typ="safe").dump(rule.object["spec"], file)
    return path


def facts_of(job: str, directory: Path, go: str) -> list[Sample]:
    """What kube-state-metrics says of the CronWorkflow of a job."""
    platform, file = fleet(), directory / "watched" / "model.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(MODEL.format(job=job))
    placement = placements_of(load_model(file, platform), platform)["first"]
    ((*manifests,),) = render_model((placement,), TEMPLATES, Jsonnet(root()))
    return state_metrics(go, root() / CONFIGURATION, [manifest.object for manifest in manifests if manifest.kind == "CronWorkflow"])


def check(case: Case, timeline: Timeline) -> list[dict[str, object]]:
    """Each alert fires from its first minute to its last, and no other has ever fired."""

    def at(moment: datetime, expression: str, names: list[str]) -> dict[str, object]:
        samples = [{"labels": _labels(name), "value": 1} for name in sorted(names)]
        return {"expr": f"group by (alertname, reason) ({expression})", "eval_time": f"{timeline.look(moment) * timeline.step}m", "exp_samples": samples}

    firing, look = "ALERTS{alertstate='firing', %s}", timedelta(minutes=timeline.step)
    checks = [at(case.end, f"max_over_time({firing % ''}[30d])", [alert.name for alert in case.alerts])]
    for alert in case.alerts:
        own = firing % ", ".join(f"{key}='{value}'" for key, value in _matchers(alert.name).items())
        checks += [at(alert.since - look, own, []), at(alert.since, own, [alert.name])]
        if alert.until is None:
            checks += [at(case.end, own, [alert.name])]
        else:
            checks += [at(alert.until - look, own, [alert.name]), at(alert.until, own, [])]
    return checks


def _matchers(name: str) -> dict[str, str]:
    alert, _, reason = name.partition(" ")
    return {"alertname": alert, "reason": reason}


def _labels(name: str) -> str:
    return "{" + ", ".join(f'{key}="{value}"' for key, value in _matchers(name).items() if value) + "}"


@pytest.mark.parametrize("name", CASES)
def test_alert(name: str, rules: Path, go: str, tmp_path: Path) -> None:
    case = CASES[name]
    timeline = Timeline(case.begin, case.end, facts_of(case.job, tmp_path, go), case.step)
    case.happens(timeline)
    if case.job_later is not None:
        timeline.alter(moscow(3, 5, 12), facts_of(case.job_later, tmp_path, go))
    test = {"rule_files": [str(rules)], "evaluation_interval": f"{case.step}m", "tests": [timeline.group(name, check(case, timeline))]}
    path = tmp_path / "test.yaml"
    with path.open("w") as file:
        YAML(typ="safe").dump(test, file)
    done = subprocess.run([promtool(go), "test", "rules", path], capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr


def test_rules_are_sound(rules: Path, go: str) -> None:
    done = subprocess.run([promtool(go), "check", "rules", "--lint=all", "--lint-fatal", rules], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_alert_is_raised_by_some_case(namespaces: dict[str, tuple[Manifest, ...]]) -> None:
    (rule,) = (manifest for manifest in namespaces["one-first"] if manifest.kind == "PrometheusRule")
    known = {one["alert"] for group in rule.object["spec"]["groups"] for one in group["rules"] if "alert" in one}
    assert known == {alert.name.split()[0] for case in CASES.values() for alert in case.alerts}


def test_every_alert_has_its_page(namespaces: dict[str, tuple[Manifest, ...]]) -> None:
    (rule,) = (manifest for manifest in namespaces["one-first"] if manifest.kind == "PrometheusRule")
    urls = {one["annotations"]["runbook_url"] for group in rule.object["spec"]["groups"] for one in group["rules"] if "alert" in one}
    for url in urls:
        assert url.startswith("https://first.example/runbooks/")
        assert (root() / "docs" / "runbooks" / url.rpartition("/")[2]).is_file(), url
