"""What the conformance tests share: the linters, the schemas and the valid example."""

from __future__ import annotations

import json
from pathlib import Path

import go_program
import pytest
from conformance import linter
from conformance.fault import Sets, load_example
from golden import root as repository

from modelfleet.cli.main import main
from modelfleet.validate.structure import Structure, load_structure


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--deploy-branch", type=Path, metavar="DIR", help="lint a work tree of a deploy branch instead of rendering the fleet")


@pytest.fixture(scope="session")
def root() -> Path:
    return repository()


@pytest.fixture(scope="session")
def structure(root: Path) -> Structure:
    return load_structure(root)


@pytest.fixture(scope="session")
def example() -> Sets:
    return load_example()


@pytest.fixture(scope="session")
def linters() -> list[linter.Linter]:
    """The linter of each supported version; building them takes minutes the first time."""
    go = go_program.find_go()
    if go is None:
        pytest.skip("no Go toolchain: the linters of Argo Workflows are built from its Go modules (install Go and put `go` on PATH)")
    return [linter.built(module, go) for module in linter.MODULES]


@pytest.fixture(scope="session")
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
    # A model with problems is left out, and the linters would say nothing about it.
    assert [problem for path in out.glob("inventory/*.json") for problem in json.loads(path.read_text())["problems"]] == []
    found = sorted(path.parent for path in out.glob("*/models"))
    assert found, "no stage has a model"
    return found
