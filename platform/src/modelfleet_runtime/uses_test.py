"""What one run leaves and another takes, over folders: the same code as over an object store, but for the transfer."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from modelfleet_runtime.failure import Failure
from modelfleet_runtime.folders import Folders
from modelfleet_runtime.marker import parse_marker
from modelfleet_runtime.trained import complete, leave, refuse_published
from modelfleet_runtime.uses import fetch_used
from modelfleet_runtime.workspace import Workspace

PLACE = "s3://trained/m/training/"
LATER = "2999-01-01T00:00:00Z"


def training(run: str, identifier: str) -> dict[str, Any]:
    return {
        "model": "m",
        "job": "training",
        "run": run,
        "logical_date": "2026-11-20T04:00:00+00:00",
        "parameters": {"rows": 5},
        "digests": {"code": "c"},
        "debug": False,
        "uses": [],
        "artifacts": {"names": ["model"], "place": PLACE, "run": identifier},
    }


def using(run: str | None, digest: str | None = None, created: str | None = LATER) -> dict[str, Any]:
    return {"created": created, "uses": [{"job": "training", "names": ["model"], "place": PLACE, "run": run, "digest": digest}]}


class Machine:
    """One store, and a workspace for every run."""

    def __init__(self, root: Path) -> None:
        self.root, self.data, self.transfer = root, root / "data" / "trained" / "m" / "training", Folders(root / "data", {})

    def workspace(self, name: str) -> Workspace:
        workspace = Workspace(self.root / name)
        workspace.work.mkdir(parents=True, exist_ok=True)
        workspace.run.mkdir(exist_ok=True)
        return workspace

    def train(self, run: str, identifier: str, weight: str = "1", metrics: str = '{"auc": 0.9}') -> str:
        workspace = self.workspace(f"training-{run}")
        (workspace.work / "model").mkdir(exist_ok=True)
        (workspace.work / "model" / "weight").write_text(weight)
        (workspace.work / "metrics.json").write_text(metrics)
        params = training(run, identifier)
        refuse_published(params, self.transfer)
        complete("launcher", leave("launcher", params, workspace, self.transfer), workspace, self.transfer)
        return (workspace.run / "trained").read_text().strip()

    def use(self, params: dict[str, Any], name: str = "inference") -> tuple[str, dict[str, Any]]:
        workspace = self.workspace(name)
        taken = fetch_used("launcher", params, workspace, self.transfer)["uses"][0]
        assert (workspace.run / "uses").read_text() == f"training: {taken['run']}@sha256:{taken['digest']}\n"
        return (workspace.work / "model" / "weight").read_text(), taken


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def said(caught: pytest.ExceptionInfo[Failure]) -> str:
    return re.sub(r"[0-9a-f]{64}", "DIGEST", str(caught.value))


def test_a_pinned_run_arrives_with_its_metrics(machine: Machine) -> None:
    pin = machine.train("r1", "2026-11-20-0400", weight="first")
    machine.train("r2", "2026-11-27-0400", weight="second")
    run, _, digest = pin.partition("@sha256:")
    weight, taken = machine.use(using(run, digest))
    assert (weight, taken["run"], taken["digest"], taken["metrics"], taken["pinned"]) == ("first", "2026-11-20-0400", digest, {"auc": 0.9}, True)


def test_the_marker_knows_every_byte_of_the_run(machine: Machine) -> None:
    machine.train("r1", "2026-11-20-0400")
    directory = machine.data / "2026-11-20-0400"
    marker = parse_marker((directory / "_SUCCESS").read_bytes())
    assert sorted(marker.files) == sorted(path.relative_to(directory).as_posix() for path in directory.rglob("*") if path.is_file() and path.name != "_SUCCESS")
    assert json.loads((directory / "metrics.json").read_text()) == dict(marker.metrics) == {"auc": 0.9}


def test_the_newest_run_is_that_of_the_newest_date(machine: Machine) -> None:
    machine.train("r1", "2026-11-27-0400", weight="newest")
    machine.train("r2", "2026-11-20-0400", weight="made later for an older date")
    assert machine.use(using(None))[0] == "newest"


def test_of_one_date_the_run_that_was_published_last_is_the_newest(machine: Machine) -> None:
    for run, identifier, moment in (("r1", "2026-11-20-0400-ffffff", "2026-11-20T05:00:00+00:00"), ("r2", "2026-11-20-0400", "2026-11-21T05:00:00+00:00")):
        machine.train(run, identifier, weight=run)
        marker = machine.data / identifier / "_SUCCESS"
        marker.write_text(json.dumps({**json.loads(marker.read_text()), "published": moment}))
    assert machine.use(using(None))[0] == "r2"


def test_every_pod_of_a_run_takes_the_run_that_was_newest_when_it_was_made(machine: Machine) -> None:
    machine.train("r1", "2026-11-20-0400", weight="before")
    machine.train("r2", "2026-11-27-0400", weight="after")
    marker = machine.data / "2026-11-20-0400" / "_SUCCESS"
    marker.write_text(json.dumps({**json.loads(marker.read_text()), "published": "2026-11-20T05:00:00+00:00"}))
    assert machine.use(using(None, created="2026-11-21T00:00:00Z"))[0] == "before"


def test_a_run_without_a_marker_is_nobodys(machine: Machine) -> None:
    machine.train("r1", "2026-11-20-0400", weight="whole")
    (machine.data / "2026-11-27-0400" / "model").mkdir(parents=True)
    assert machine.use(using(None))[0] == "whole"
    with pytest.raises(Failure) as caught:
        machine.use(using("2026-11-27-0400"))
    assert said(caught) == (
        "uses training: the run 2026-11-27-0400 is not complete or not there (s3://trained/m/training/2026-11-27-0400/_SUCCESS)\n"
        "  hint: `./pants adopt` lists the complete runs of training on this stage"
    )


def test_nothing_is_complete(machine: Machine) -> None:
    with pytest.raises(Failure) as caught:
        machine.use(using(None))
    assert said(caught) == (
        f"uses training: no run was complete under s3://trained/m/training/ when this run was made, {LATER}\n"
        "  hint: run training and let it end well, then run this job again"
    )


def test_a_run_that_is_not_the_reviewed_one_is_refused(machine: Machine) -> None:
    pin = machine.train("r1", "2026-11-20-0400")
    marker = machine.data / "2026-11-20-0400" / "_SUCCESS"
    marker.write_text(marker.read_text().replace("0.9", "0.99"))
    with pytest.raises(Failure) as caught:
        machine.use(using(*pin.split("@sha256:")))
    assert said(caught) == (
        "uses training: the run 2026-11-20-0400 is not the one that was reviewed: its marker has the digest DIGEST\n"
        "  hint: somebody has changed what lies in the store; if that is right, adopt the run again"
    )


@pytest.mark.parametrize("pinned", [True, False])
def test_a_file_that_was_changed_never_reaches_the_job(machine: Machine, pinned: bool) -> None:
    pin = machine.train("r1", "2026-11-20-0400")
    (machine.data / "2026-11-20-0400" / "model" / "weight").write_text("other")
    with pytest.raises(Failure) as caught:
        machine.use(using(*pin.split("@sha256:")) if pinned else using(None))
    assert said(caught) == (
        "uses training: s3://trained/m/training/2026-11-20-0400/model/weight is not what the run left: its SHA-256 is another\n"
        "  hint: somebody has changed it; take another run, and find out who"
    )
    assert not (machine.root / "inference" / "work" / "model").exists()


def test_a_file_that_is_gone_is_named(machine: Machine) -> None:
    machine.train("r1", "2026-11-20-0400")
    (machine.data / "2026-11-20-0400" / "model" / "weight").unlink()
    with pytest.raises(Failure) as caught:
        machine.use(using(None))
    assert said(caught) == (
        "uses training: s3://trained/m/training/2026-11-20-0400/model/weight is not there, and the run's marker names it\n"
        "  hint: somebody has removed it; take another run"
    )


@pytest.mark.parametrize("path", ["../../out", "/etc/passwd", "model/../../out", "model/a\nb", "", "model//a"])
def test_a_marker_that_leads_out_of_the_run_is_refused(machine: Machine, path: str) -> None:
    machine.train("r1", "2026-11-20-0400")
    marker = machine.data / "2026-11-20-0400" / "_SUCCESS"
    marker.write_text(json.dumps({**json.loads(marker.read_text()), "files": {path: "0" * 64}}))
    with pytest.raises(Failure, match="was not written by a run"):
        machine.use(using(None))


def test_what_another_run_has_left_never_changes(machine: Machine) -> None:
    machine.train("r1", "2026-11-20-0400", weight="first")
    with pytest.raises(Failure) as caught:
        machine.train("r2", "2026-11-20-0400", weight="second")
    assert said(caught) == (
        "the run r1 has left artifacts in s3://trained/m/training/2026-11-20-0400/ already\n"
        "  hint: trained artifacts never change; start the run without `scheduled-time`, or for another logical date"
    )
    assert machine.use(using(None))[0] == "first"


def test_a_second_attempt_of_a_run_changes_nothing(machine: Machine) -> None:
    assert machine.train("r1", "2026-11-20-0400", weight="first") == machine.train("r1", "2026-11-20-0400", weight="second")
    assert machine.use(using(None))[0] == "first"


def test_a_second_attempt_takes_artifacts_again(machine: Machine) -> None:
    machine.train("r1", "2026-11-20-0400")
    assert machine.use(using(None))[0] == machine.use(using(None))[0] == "1"


def test_nothing_is_complete_when_the_metrics_are_none(machine: Machine) -> None:
    with pytest.raises(Failure, match="no number"):
        machine.train("r1", "2026-11-20-0400", metrics='{"auc": "high"}')
    assert not machine.data.exists()


def test_an_artifact_that_was_not_made_is_named(machine: Machine) -> None:
    workspace = machine.workspace("empty")
    with pytest.raises(Failure) as caught:
        leave("launcher", training("r1", "2026-11-20-0400"), workspace, machine.transfer)
    assert said(caught) == (
        "artifact model: the run made no file in `model`\n"
        "  hint: the entry point must write there, relative to its working directory, or `artifacts.out` must change"
    )


def test_a_link_is_refused(machine: Machine) -> None:
    workspace = machine.workspace("linked")
    (workspace.work / "model").mkdir()
    (workspace.work / "model" / "weight").write_text("1")
    (workspace.work / "model" / "latest").symlink_to("weight")
    with pytest.raises(Failure) as caught:
        leave("launcher", training("r1", "2026-11-20-0400"), workspace, machine.transfer)
    assert said(caught) == ("artifact model: `model/latest` is a link, which an object store does not hold\n  hint: copy the file to its place instead")


def test_an_artifact_may_be_one_file(machine: Machine) -> None:
    workspace = machine.workspace("one-file")
    (workspace.work / "model").write_text("1")
    complete("launcher", leave("launcher", training("r1", "2026-11-20-0400"), workspace, machine.transfer), workspace, machine.transfer)
    taker = machine.workspace("inference")
    fetch_used("launcher", using(None), taker, machine.transfer)
    assert (taker.work / "model").read_text() == "1"


def test_an_artifact_that_the_run_did_not_leave_yet_is_named(machine: Machine) -> None:
    machine.train("r1", "2026-11-20-0400")
    params = using(None)
    params["uses"][0]["names"] = ["encoder", "model"]
    with pytest.raises(Failure) as caught:
        machine.use(params)
    assert said(caught) == ("uses training: the run 2026-11-20-0400 left no encoder\n  hint: its `artifacts.out` has changed since; take a run that has them")
