"""Channels, from the command line to the files: stable models keep what was promoted, canary models get what is newest."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from modelfleet.cli.main import main

CHANNELS = Path("platform/stages/channels")
CANARY = """\
name: canary
description: A model that tries changes first
owner: team-one
channel: canary
python: {version: "3.12"}
jobs:
  training:
    entry_point: train.py
"""


@pytest.fixture
def fleet(checkout: Path) -> Path:
    """One stable model, one canary, and no channel yet."""
    (checkout / "models" / "bad").rename(checkout / "models" / "canary")
    (checkout / "models" / "canary" / "model.yaml").write_text(CANARY)
    return checkout


def rendered(model: str, stage: str) -> dict[str, Any]:
    """What one model is on one stage: the template of its task, the runtime that it names, its problems."""
    assert main(["render", "--out", "out", f"models/{model}/model.yaml"]) == 0
    inventory = json.loads(Path(f"out/inventory/{model}.json").read_text())
    if inventory["problems"]:
        return {"problems": [f"{one['path']}: {one['what']}\n  hint: {one['hint']}" for one in inventory["problems"]]}
    manifest = YAML(typ="safe").load(Path(f"out/{stage}/models/{model}/manifests/workflowtemplate-{model}-training.yaml"))
    task = manifest["spec"]["templates"][0]["dag"]["tasks"][0]
    template = task["templateRef"]["name"]
    assert inventory["stages"][stage]["templates"] == [template]
    runtime = inventory["stages"][stage]["archives"]["runtime"]
    assert runtime[:16] == manifest["metadata"]["labels"].get("runtime", manifest["spec"]["workflowMetadata"]["labels"]["modelfleet.io/runtime"])
    return {"template": template, "runtime": runtime, "pinned": inventory["archives"][runtime].get("pinned", False)}


def templates_on(stage: str) -> list[str]:
    shutil.rmtree("fleet", ignore_errors=True)
    assert main(["render-fleet", "--out", "fleet"]) == 0
    found = Path(f"fleet/{stage}/clusterworkflowtemplates/manifests").glob("clusterworkflowtemplate-*.yaml")
    return sorted(path.stem.removeprefix("clusterworkflowtemplate-") for path in found)


def change_the_platform() -> None:
    script, module = Path("clusterworkflowtemplates/transfer-in.sh"), Path("platform/src/modelfleet_runtime/launcher.py")
    script.write_text(script.read_text() + "# changed\n")
    module.write_text(module.read_text() + "# changed\n")


def test_stable_models_keep_what_was_promoted(fleet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = rendered("one-job", "first")
    assert main(["promote", "first"]) == 0
    said = capsys.readouterr().out
    assert f"batch: - -> {first['template']}\n" in said and f"runtime: - -> {first['runtime'][:16]}\n" in said
    assert "platform/stages/channels/first.yaml: stable models that get this when it is published: 1\n" in said
    assert rendered("one-job", "first") == first

    change_the_platform()
    assert rendered("one-job", "first") == {**first, "pinned": True}
    newest = rendered("one-job", "second")
    assert newest["template"] != first["template"] and newest["runtime"] != first["runtime"] and not newest["pinned"]
    assert rendered("canary", "first") == newest
    assert {first["template"], newest["template"]} <= set(templates_on("first"))
    assert first["template"] not in templates_on("second")

    capsys.readouterr()
    assert main(["promote", "first"]) == 0
    assert f"batch: {first['template']} -> {newest['template']}\n" in capsys.readouterr().out
    assert rendered("one-job", "first") == newest
    assert first["template"] not in templates_on("first")
    assert not (CHANNELS / "templates" / f"{first['template']}.yaml").exists()


def test_what_a_person_and_a_machine_read(fleet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["promote", "first", "--output", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["stage"], told["stable"], told["canary"]) == ("first", ["one-job"], ["canary"])
    assert {one["what"] for one in told["changes"]} >= {"batch", "runtime"}
    assert main(["promote", "first"]) == 0
    assert capsys.readouterr().out == "first has what is newest already; nothing changes\n"
    assert main(["promote", "frist"]) == 1
    assert capsys.readouterr().err == 'there is no stage `frist`\n  hint: did you mean "first"?\n'


def test_nobody_tries(fleet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (fleet / "models" / "canary" / "model.yaml").unlink()
    assert main(["promote", "second"]) == 0
    assert capsys.readouterr().out.endswith(
        "From now on second holds changes of the platform back until it is promoted again; delete the file to end that\n"
        "no model has `channel: canary`: nobody tries changes before all get them\n"
    )


def test_a_canary_is_labelled(fleet: Path) -> None:
    rendered("canary", "first")
    text = Path("out/first/models/canary/manifests/workflowtemplate-canary-training.yaml").read_text()
    assert 'modelfleet.io/channel: "canary"' in text


def test_what_the_channel_lacks_is_named(fleet: Path) -> None:
    assert main(["promote", "first"]) == 0
    file = CHANNELS / "first.yaml"
    lines = [line for line in file.read_text().splitlines(True) if "batch: " not in line and '"scratch"' not in line]
    file.write_text("".join(lines).replace("format: 1", "format: 7"))
    hint = "\n  hint: `channel: canary` tries it, or `./pants promote first` gives it to all"
    assert rendered("one-job", "first")["problems"] == [
        f"channel: the runtime that platform/stages/channels/first.yaml pins reads settings of format 7, not 1{hint}",
        f"jobs.training: platform/stages/channels/first.yaml has no template of the shape `batch` yet{hint}",
        f"jobs.training: the runtime that platform/stages/channels/first.yaml pins does not know the setting `scratch`{hint}",
    ]
    assert "problems" not in rendered("canary", "first")


def test_an_argument_that_the_pinned_template_does_not_take(fleet: Path) -> None:
    """A change of what jobs pass is a change of both, and stable models cannot have half of it."""
    assert main(["promote", "first"]) == 0
    main_library, batch = Path("platform/jsonnet/main.jsonnet"), Path("platform/jsonnet/modelfleet/batch.libsonnet")
    main_library.write_text(
        main_library.read_text().replace("parameter.new('model', job.model),", "parameter.new('model', job.model), parameter.new('colour', 'red'),", 1)
    )
    batch.write_text(
        batch.read_text()
        .replace("    '/etc/modelfleet", "    '/etc/modelfleet", 1)
        .replace("      'settings',", "      'colour',\n      'settings',", 1)
        .replace("container.variable('MODELFLEET_RUN'", "container.variable('COLOUR', tag('colour')),\n    container.variable('MODELFLEET_RUN'", 1)
    )
    (problem,) = rendered("one-job", "first")["problems"]
    assert 'nothing takes "colour"' in problem
    assert "problems" not in rendered("canary", "second")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda path: path.write_text(path.read_text().replace("retryStrategy", "retryStrategies")), ": the content is that of "),
        (lambda path: path.unlink(), ": the template is pinned and not there\n"),
        (lambda path: path.write_text("- a list\n"), ": the template cannot be read\n"),
    ],
    ids=["edited", "deleted", "no template"],
)
def test_a_pinned_template_is_what_its_name_says(change: Any, message: str, fleet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["promote", "first"]) == 0
    capsys.readouterr()
    (path,) = (CHANNELS / "templates").glob("batch-??????????.yaml")
    change(path)
    for words in (["render", "--out", "out", "models/one-job/model.yaml"], ["render-fleet", "--out", "fleet"]):
        assert main(words) == 1
        said = capsys.readouterr().err
        assert said.startswith(f"{path.as_posix()}{message}") and said.endswith("hint: `./pants promote` writes it; take it from Git\n")
