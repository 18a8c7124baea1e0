"""The verbs `entries`, `render` and `render-fleet`, from the command line to the files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from modelfleet.cli.main import main


def files_of(directory: Path) -> list[str]:
    return sorted(path.relative_to(directory).as_posix() for path in directory.rglob("*") if path.is_file())


def test_a_bad_model_holds_up_nobody(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", "--out", "out", "models/bad/model.yaml", "models/one-job/model.yaml"]) == 0
    assert files_of(Path("out")) == [
        "first/models/one-job/app.json",
        "first/models/one-job/manifests/workflowtemplate-one-job-training.yaml",
        "inventory/bad.json",
        "inventory/one-job.json",
        "schedules/bad.json",
        "schedules/one-job.json",
        "second/models/one-job/app.json",
        "second/models/one-job/manifests/workflowtemplate-one-job-training.yaml",
    ]
    bad = json.loads(Path("out/inventory/bad.json").read_text())
    assert (bad["stages"], bad["archives"]) == ({}, {})
    assert bad["problems"] == [
        {
            "file": "models/bad/model.yaml",
            "line": 8,
            "path": "jobs.training.scedule",
            "what": "unknown field",
            "hint": 'did you mean "schedule"?',
        }
    ]
    assert capsys.readouterr() == ("", "")


def test_the_inventory_says_what_the_publisher_needs(checkout: Path) -> None:
    assert main(["render", "--out", "out", "models/one-job/model.yaml"]) == 0
    inventory = json.loads(Path("out/inventory/one-job.json").read_text())
    first, archives = inventory["stages"]["first"], inventory["archives"]
    assert {key: inventory[key] for key in ("format", "model", "source", "problems")} == {
        "format": 1,
        "model": "one-job",
        "source": "models/one-job",
        "problems": [],
    }
    assert (first["owner"], first["namespace"], [name[:6] for name in first["templates"]]) == ("team-two", "two-first", ["batch-"])
    nothing = {"model": None, "python": None, "lock": None, "files": []}
    files = ["models/one-job/requirements.txt", "models/one-job/train.py"]
    assert {kind: archives[digest] for kind, digest in first["archives"].items()} == {
        "code": nothing | {"kind": "code", "model": "one-job", "files": files},
        "environment": nothing | {"kind": "environment", "python": "3.12", "lock": "models/one-job/requirements.lock"},
        "runtime": nothing | {"kind": "runtime"},
    }


def test_the_code_moves_its_own_digest_only(checkout: Path) -> None:
    def archives() -> dict[str, str]:
        assert main(["render", "--out", "out", "models/one-job/model.yaml"]) == 0
        return json.loads(Path("out/inventory/one-job.json").read_text())["stages"]["first"]["archives"]

    before = archives()
    Path("models/one-job/train.py").write_text("#")
    after = archives()
    assert {kind for kind in before if before[kind] != after[kind]} == {"code"}


def test_models_use_templates_that_the_fleet_has(checkout: Path) -> None:
    assert main(["render", "--out", "out", "models/one-job/model.yaml"]) == 0
    assert main(["render-fleet", "--out", "out"]) == 0
    used = json.loads(Path("out/inventory/one-job.json").read_text())["stages"]["first"]["templates"]
    first, second = (files_of(Path("out") / stage / "clusterworkflowtemplates" / "manifests") for stage in ("first", "second"))
    assert first == second
    assert {f"clusterworkflowtemplate-{name}.yaml" for name in used} < set(first)
    for name in first:
        one, other = (Path("out") / stage / "clusterworkflowtemplates" / "manifests" / name for stage in ("first", "second"))
        assert one.read_bytes() == other.read_bytes()


def test_every_owner_has_a_namespace_on_every_stage(checkout: Path) -> None:
    assert main(["render-fleet", "--out", "out"]) == 0
    namespaces = [path.relative_to("out").as_posix() for path in sorted(Path("out").glob("*/platform/*"))]
    controllers = ["first/platform/argo", "second/platform/workflows-second"]
    owners = ["first/platform/one-first", "first/platform/two-first", "second/platform/one-second", "second/platform/two-second"]
    assert namespaces == sorted(controllers + owners)


def test_entries_of_a_bad_model_are_all_there_are(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["entries", "models/bad/model.yaml", "models/one-job/model.yaml"]) == 0
    entries = json.loads(capsys.readouterr().out)
    assert entries["models/one-job/model.yaml"] == ["clusterworkflowtemplates/batch.jsonnet", "platform/jsonnet/main.jsonnet"]
    assert set(entries["models/one-job/model.yaml"]) < set(entries["models/bad/model.yaml"])
    assert all(Path(path).is_file() for path in entries["models/bad/model.yaml"])


def test_a_bad_library_is_named(checkout: Path) -> None:
    Path("platform/jsonnet/argo/task.libsonnet").write_text("{\n  new(name):: {},\n}\n")
    assert main(["render", "--out", "out", "models/one-job/model.yaml"]) == 0
    problems = json.loads(Path("out/inventory/one-job.json").read_text())["problems"]
    assert [(one["file"], one["what"]) for one in problems] == [("platform/jsonnet/main.jsonnet", "function expected 1 positional argument(s), but got 3")]


def test_a_bad_stage_stops_everything(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stage = Path("platform/stages/first.yaml")
    stage.write_text(stage.read_text().replace("scratch:", "scratsch:"))
    assert main(["render", "--out", "out", "models/one-job/model.yaml"]) == 1
    assert "platform/stages/first.yaml" in capsys.readouterr().err
    assert not Path("out").exists()
    assert main(["render-fleet", "--out", "out"]) == 1
    assert main(["entries", "models/one-job/model.yaml"]) == 0
