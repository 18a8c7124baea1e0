"""What models, templates and namespaces render to, as whole files."""

from __future__ import annotations

import pytest
from golden import assert_golden, root
from render.made_up import CASES, HERE, fleet, load_case, placements_of, render_case

from modelfleet.cli.render_fleet import rendered
from modelfleet.render.app import app_of, to_json
from modelfleet.render.jsonnet import Jsonnet
from modelfleet.render.manifests import Manifest
from modelfleet.render.namespace import render_namespace
from modelfleet.render.serialize import to_yaml
from modelfleet.render.templates import render_templates
from modelfleet.spec.network import Targets

SCRIPTS = ("driver_log.py", "kinit.sh", "post.py", "renew-ticket.sh", "transfer-in.sh", "verify.py")


def texts(directory: str, manifests: tuple[Manifest, ...]) -> dict[str, str]:
    return {f"{directory}/{manifest.file_name}": manifest.to_bytes().decode() for manifest in manifests}


@pytest.mark.parametrize("case", CASES)
def test_models(case: str, update_golden: bool) -> None:
    platform = fleet()
    placements = placements_of(load_case(case, platform), platform)
    apps = {stage: app_of(placement.model.name, placement.namespace, placement.model.owner) for stage, placement in placements.items()}
    actual = {f"{stage}/app.json": to_json(app).decode() for stage, app in apps.items()}
    for stage, manifests in render_case(case, platform).items():
        actual |= texts(f"{stage}/manifests", manifests)
    assert_golden(actual, HERE / case / "expected", update=update_golden)


def test_namespaces(update_golden: bool) -> None:
    platform, engine = fleet(), Jsonnet(root())
    actual: dict[str, str] = {}
    stage = platform.stages["first"]
    for name, owner in platform.owners.items():
        actual |= texts(
            owner.namespaces["first"], render_namespace(name, owner, owner.namespaces["first"], stage, owner.network.get("first", Targets()), engine)
        )
    assert_golden(actual, HERE / "fleet" / "expected" / "namespaces", update=update_golden)


@pytest.mark.parametrize("stage", ["first", "second"])
def test_control_planes(stage: str, update_golden: bool) -> None:
    """What Argo CD is told, and what the controllers are set to: for hundreds of models, and for thousands."""
    namespaces = {owner.namespaces[stage] for owner in fleet().owners.values()}
    sets = [one for one in rendered(stage, fleet(), Jsonnet(root()), {}) if one.directory.removeprefix("platform/") not in namespaces]
    actual = {name: text for one in sets for name, text in texts(one.directory, one.manifests).items()}
    assert_golden(actual, HERE / "fleet" / "expected" / "control" / stage, update=update_golden)


def test_templates(update_golden: bool) -> None:
    """Without the texts of the scripts and the hashes, which change with every word of a script."""
    scripts = {(root() / "clusterworkflowtemplates" / name).read_text(): name for name in SCRIPTS}
    actual = {}
    for template in render_templates(Jsonnet(root())):
        content = without_scripts(template.manifest.object, scripts)
        content["metadata"]["name"] = template.shape
        actual[f"{template.shape}.yaml"] = to_yaml(content).decode()
    assert_golden(actual, HERE / "fleet" / "expected" / "templates", update=update_golden)


def without_scripts(value: object, scripts: dict[str, str]) -> object:
    if isinstance(value, dict):
        return {key: without_scripts(inner, scripts) for key, inner in value.items()}
    if isinstance(value, list):
        return [without_scripts(inner, scripts) for inner in value]
    if isinstance(value, str) and "\n" in value:
        # As the kubelet reads it: `$$(` is `$(`. A text that is no script of ours has no name and fails here.
        return f"<{scripts[value.replace('$$(', '$(')]}>"
    return value
