"""The real linter of Argo Workflows accepts everything that this repository would publish, on every stage."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from conformance.fault import load_objects
from conformance.linter import Linter
from render.made_up import CASES, fleet, render_case

from modelfleet.render.jsonnet import Jsonnet
from modelfleet.render.manifests import Manifest
from modelfleet.render.templates import render_templates
from modelfleet.validate.structure import ARGO_KINDS, CORE_API, PRODUCTS

ACCEPTED = "no linting errors found!"


def write(manifest: Manifest, directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    (directory / manifest.file_name).write_bytes(manifest.to_bytes())


def test_linters_accept_fleet(stages: list[Path], linters: list[Linter]) -> None:
    said = {(stage.name, linter.version): linter.lint(stage) for stage in stages for linter in linters}
    assert said == {place: (True, ACCEPTED) for place in said}


def test_linters_accept_every_kind_of_model(root: Path, linters: list[Linter], tmp_path: Path) -> None:
    """The models that rendering is tested with: no schedule, no route, text that tries to break out."""
    engine, platform = Jsonnet(root), fleet()
    templates = render_templates(engine)
    names = {template.shape: template.name for template in templates}
    for template in templates:
        write(template.manifest, tmp_path / "templates")
    for case in CASES:
        for stage, manifests in render_case(case, platform, engine, names).items():
            for manifest in manifests:
                write(manifest, tmp_path / stage / case)
    assert [linter.lint(tmp_path) for linter in linters] == [(True, ACCEPTED) for _ in linters]


def test_nothing_is_ignored(stages: list[Path]) -> None:
    """One object a file, of a kind that somebody checks: the linter says nothing about lists and kinds that it does not know."""
    for stage in stages:
        kinds: Counter[str] = Counter()
        for path in sorted(stage.rglob("manifests/*")):
            objects = load_objects(path)
            assert len(objects) == 1, path
            kinds[objects[0]["kind"]] += 1
        assert set(kinds) <= {kind for product in PRODUCTS for kind in product.kinds} | set(CORE_API), stage
        assert all(kinds[kind] for kind in ARGO_KINDS), kinds


def test_linters_refuse_fleet_without_templates(stages: list[Path], linters: list[Linter], tmp_path: Path) -> None:
    """The test above can fail: without the shared templates every job refers to nothing."""
    for path in stages[0].glob("models/*/manifests/*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    for linter in linters:
        accepted, text = linter.lint(tmp_path)
        assert not accepted
        assert "couldn't find cluster workflow template" in text
