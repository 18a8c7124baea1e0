"""The alerts of an owner, judged by Prometheus' own tool on what clusters say: jobs that fail, do not start, are late, drift."""

from __future__ import annotations

import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from alerts.case import CASES, Case, moscow
from alerts.programs import Sample, promtool, state_metrics
from alerts.timeline import Timeline
from golden import root
from render.made_up import TEMPLATES, fleet, placements_of
from ruamel.yaml import YAML

from modelfleet.render.jsonnet import Jsonnet
from modelfleet.render.manifests import Manifest
from modelfleet.render.model import render_model
from modelfleet.spec.load import load_model

CONFIGURATION = "platform/monitoring/kube-state-metrics.yaml"
MODEL = """\
name: watched
description: A job that is watched
owner: team-one
python: {{version: "3.11"}}
jobs:
  scoring: {{entry_point: score.py, timeout: 2h, {job}}}
"""


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
