"""The real linter of Argo Workflows accepts everything that this repository would publish, on every stage."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from modelfleet.cli.main import main
from modelfleet.validate.structure import ARGO_KINDS, CORE_API
from tests.conformance.fault import load_objects
from tests.conformance.linter import Linter

ACCEPTED = "no linting errors found!"


@pytest.fixture(scope="module")
def stages(root: Path, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """One directory a stage, with all sets of manifests below it, since references resolve only from what is given."""
    branch: Path | None = request.config.getoption("--deploy-branch", default=None)
    if branch is not None:
        return [branch.resolve()]
    out = tmp_path_factory.mktemp("fleet")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        models = sorted(str(path) for path in Path("models").glob("*/model.yaml"))
        assert models, "no model in this checkout"
        assert main(["render-fleet", "--out", str(out)]) == 0
        assert main(["render", "--out", str(out), *models]) == 0
    found = sorted(path.parent for path in out.glob("*/models"))
    assert found, "no stage has a model"
    return found


def test_linters_accept_fleet(stages: list[Path], linters: list[Linter]) -> None:
    said = {(stage.name, linter.version): linter.lint(stage) for stage in stages for linter in linters}
    assert said == {place: (True, ACCEPTED) for place in said}


def test_nothing_is_ignored(stages: list[Path]) -> None:
    """One object a file, of a kind that somebody checks: the linter says nothing about lists and kinds that it does not know."""
    for stage in stages:
        kinds: Counter[str] = Counter()
        for path in sorted(stage.rglob("manifests/*")):
            objects = load_objects(path)
            assert len(objects) == 1, path
            kinds[objects[0]["kind"]] += 1
        assert set(kinds) <= ARGO_KINDS | set(CORE_API), stage
        assert all(kinds[kind] for kind in ARGO_KINDS), kinds


def test_linters_refuse_fleet_without_templates(stages: list[Path], linters: list[Linter], tmp_path: Path) -> None:
    """The test above can fail: without the shared templates every job refers to nothing."""
    for path in stages[0].glob("models/*/manifests/*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    for linter in linters:
        accepted, text = linter.lint(tmp_path)
        assert not accepted
        assert "couldn't find cluster workflow template" in text
