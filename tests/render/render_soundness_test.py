"""What holds for every rendering, whatever it says: two engines agree, nothing depends on the process, and no value leaks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from golden import root
from render.made_up import CASES, DIGESTS, fleet, load_case, placements_of, render_case
from ruamel.yaml import YAML

from modelfleet.archive.store import key
from modelfleet.render.archives import store_keys
from modelfleet.render.features import entries_of, every_entry
from modelfleet.render.jsonnet import Jsonnet
from modelfleet.render.namespace import render_namespace, service_accounts
from modelfleet.render.settings import KEYS, settings_of
from modelfleet.render.templates import render_templates
from modelfleet.spec.graph import tasks_of
from modelfleet.spec.load import load_platform
from modelfleet.spec.network import Targets
from modelfleet.validate.problems import problems
from modelfleet.validate.structure import load_structure
from modelfleet.validate.subject import MODEL_KINDS, NAMESPACE_KINDS, TEMPLATE_KINDS, Scope


@pytest.fixture(scope="module")
def engine() -> Jsonnet:
    return Jsonnet(root())


@pytest.fixture(scope="module")
def templates(engine: Jsonnet) -> dict[str, str]:
    return {template.shape: template.name for template in render_templates(engine)}


@pytest.mark.parametrize("case", CASES)
def test_models_pass_every_check(case: str, engine: Jsonnet, templates: dict[str, str]) -> None:
    platform = fleet()
    known = {template.name: template.manifest.object for template in render_templates(engine)}
    for manifests in render_case(case, platform, engine, templates).values():
        scope = Scope("model.yaml", MODEL_KINDS, manifests[0].namespace, known, service_accounts(engine))
        assert problems([manifest.object for manifest in manifests], scope, load_structure(root())) == ()


def test_what_the_fleet_shares_passes_every_check(engine: Jsonnet) -> None:
    structure = load_structure(root())
    shared = [template.manifest.object for template in render_templates(engine)]
    known = {one["metadata"]["name"]: one for one in shared}
    assert problems(shared, Scope("clusterworkflowtemplates", TEMPLATE_KINDS, None, known), structure) == ()
    platform = fleet()
    for name, owner in platform.owners.items():
        manifests = render_namespace(name, owner, owner.namespaces["first"], platform.stages["first"], owner.network.get("first", Targets()), engine)
        accounts = frozenset(manifest.name for manifest in manifests if manifest.kind == "ServiceAccount")
        assert accounts == service_accounts(engine) | {"modelfleet-spark", "modelfleet-spark-submitter"}
        scope = Scope("platform/owners.yaml", NAMESPACE_KINDS, owner.namespaces["first"], known, accounts)
        assert problems([manifest.object for manifest in manifests], scope, structure) == ()


def test_the_other_engine_renders_the_same(engine: Jsonnet, templates: dict[str, str]) -> None:
    """The C++ implementation of Jsonnet as a second opinion, object by object."""
    import _jsonnet

    other = Jsonnet(root(), _jsonnet.evaluate_snippet)
    platform = fleet()
    assert [template.manifest for template in render_templates(other)] == [template.manifest for template in render_templates(engine)]
    for case in CASES:
        assert render_case(case, platform, other, templates) == render_case(case, platform, engine, templates)
    for name, owner in platform.owners.items():
        given = (name, owner, "n", platform.stages["first"], owner.network.get("first", Targets()))
        assert render_namespace(*given, other) == render_namespace(*given, engine)


PROGRAM = """
from render.made_up import CASES, DIGESTS, fleet, render_case
platform = fleet()
for case in CASES:
    for stage, manifests in render_case(case, platform).items():
        for manifest in manifests:
            print(case, stage, manifest.file_name, manifest.to_bytes())
"""


def test_the_process_and_the_directory_do_not_matter(tmp_path: Path) -> None:
    """Two hash seeds, two places of the repository."""
    here = root()
    elsewhere = tmp_path / "elsewhere"
    for part in ("platform/jsonnet", "platform/stages", "platform/src/modelfleet", "clusterworkflowtemplates", "tests/render"):
        shutil.copytree(here / part, elsewhere / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(here / "tests" / "golden.py", elsewhere / "tests" / "golden.py")
    outputs = []
    for seed, place in (("1", here), ("2", elsewhere)):
        path = os.pathsep.join([str(place / "tests"), str(place / "platform" / "src"), *sys.path])
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
        outputs.append(subprocess.run([sys.executable, "-c", PROGRAM], cwd=place, env=environment, capture_output=True, check=True).stdout)
    assert outputs[0] and outputs[0] == outputs[1]


def test_no_value_of_a_real_stage_or_owner_is_rendered(engine: Jsonnet, templates: dict[str, str]) -> None:
    """A rendering for made-up stages holds nothing that stands in the files of the real ones."""
    real = load_platform(root())
    made_up = {text for stage in fleet().stages.values() for text in strings_of(stage.model_dump())}
    forbidden = {text for stage in real.stages.values() for text in strings_of(stage.model_dump()) if is_telling(text)} - made_up
    forbidden |= {namespace for owner in real.owners.values() for namespace in owner.namespaces.values() if namespace != "modelfleet"}
    assert forbidden
    rendered = [
        manifest.to_bytes().decode() for case in CASES for manifests in render_case(case, fleet(), engine, templates).values() for manifest in manifests
    ]
    rendered += [template.manifest.to_bytes().decode() for template in render_templates(engine)]
    assert {text for text in forbidden if any(text in one for one in rendered)} == set()


def test_templates_hold_no_value_of_a_stage_or_a_model(engine: Jsonnet) -> None:
    values = {text for stage in fleet().stages.values() for text in strings_of(stage.model_dump()) if is_telling(text)}
    values |= {namespace for owner in fleet().owners.values() for namespace in owner.namespaces.values()}
    for template in render_templates(engine):
        text = template.manifest.to_bytes().decode()
        assert {value for value in values if value in text} == set()
        assert {case for case in CASES if case in text and case not in ("kerberos",)} == set()


def strings_of(value: Any) -> set[str]:
    if isinstance(value, dict):
        return {text for inner in value.values() for text in strings_of(inner)}
    if isinstance(value, list | tuple):
        return {text for inner in value for text in strings_of(inner)}
    return {value} if isinstance(value, str) else set()


def is_telling(text: str) -> bool:
    """Whether a text belongs to one site: a host, a bucket, an image. Names of S3's own are everybody's."""
    return len(text) > 8 and any(letter in text for letter in ".:/") or "modelfleet-" in text


def test_no_text_looks_like_a_tag_that_is_none(engine: Jsonnet, templates: dict[str, str]) -> None:
    """Every `{{` in a rendering is a tag of Argo's that we wrote: hostile values hold none, and JSON makes none."""
    known = ("{{inputs.parameters.", "{{workflow.", "{{item.", "{{tasks.", "{{=inputs.parameters.debug == 'true' ? ", "{{=sprig.replace('\"@")
    known += ("{{=workflow.status == 'Failed' && ", "{{=workflow.parameters['scheduled-time'] == '' ? ")
    objects = [manifest.object for case in CASES for manifests in render_case(case, fleet(), engine, templates).values() for manifest in manifests]
    for value in [*objects, *(template.manifest.object for template in render_templates(engine))]:
        for text in strings_of(value):
            for start in range(len(text)):
                if text.startswith("{{", start):
                    assert text.startswith(known, start), text


def test_pods_read_the_store_where_the_publisher_writes_it() -> None:
    """The layout of the store stands twice, because rendering and archives do not know each other."""
    model = "some-model"
    written = {kind: key(kind, model, digest) for kind, digest in DIGESTS.as_mapping().items()}
    assert store_keys(model, DIGESTS, "") == written
    assert store_keys(model, DIGESTS, "/some/prefix/") == {kind: f"some/prefix/{name}" for kind, name in written.items()}


def test_yaml_reads_back_as_the_object(engine: Jsonnet, templates: dict[str, str]) -> None:
    reader = YAML(typ="safe", pure=True)
    for manifests in render_case("hostile-strings", fleet(), engine, templates).values():
        for manifest in manifests:
            assert reader.load(manifest.to_bytes()) == manifest.object


def test_a_model_depends_on_what_it_is_rendered_with() -> None:
    platform = fleet()
    assert entries_of(load_case("one-job", platform)) == ("clusterworkflowtemplates/batch.jsonnet", "platform/jsonnet/main.jsonnet")
    assert entries_of(load_case("kerberos", platform)) == (
        "clusterworkflowtemplates/batch-kerberos.jsonnet",
        "platform/jsonnet/features/kerberos.libsonnet",
        "platform/jsonnet/main.jsonnet",
    )
    # A schedule on one stage is enough.
    assert "platform/jsonnet/features/schedule.libsonnet" in entries_of(load_case("stage-overrides", platform))
    every = {path for case in CASES for path in entries_of(load_case(case, platform))}
    assert every == set(every_entry())


def test_rendering_reads_the_entries_and_what_they_import_and_nothing_else() -> None:
    """What the build tool is told of a model is what its rendering opens: no feature more, none less."""
    platform = fleet()
    for case in CASES:
        opened = opened_by(case, platform)
        entries = set(entries_of(load_case(case, platform)))
        features = {path for path in opened if "/features/" in path}
        assert features == {path for path in entries if "/features/" in path}, case
        assert entries - {path for path in entries if path.startswith("clusterworkflowtemplates/")} <= opened


def opened_by(case: str, platform: Any) -> set[str]:
    engine = Jsonnet(root())
    render_case(case, platform, engine)
    return {path for path, content in engine.files.items() if content is not None}


def test_every_setting_that_a_job_can_have_is_listed() -> None:
    """A channel pins the list with a runtime; a field that is missing here would reach a runtime that does not know it."""
    platform = fleet()
    placements = [placement for case in CASES for placement in placements_of(load_case(case, platform), platform).values()]
    jobs = [(placement, name, job) for placement in placements for name, job in placement.model.jobs.items()]
    found = {
        field for placement, name, job in jobs for task in tasks_of(name, job) for field in settings_of(placement.model, name, task, placement.stage, DIGESTS)
    }
    assert found == set(KEYS)
