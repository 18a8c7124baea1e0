"""What the conformance tests share: the linters, the schemas and the valid example."""

from __future__ import annotations

from pathlib import Path

import pytest

from modelfleet.validate.structure import Structure, load_structure
from tests.conformance import linter
from tests.conformance.fault import Sets, load_example


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--deploy-branch", type=Path, metavar="DIR", help="lint a work tree of a deploy branch instead of rendering the fleet")


def repository() -> Path:
    """The root of the repository, or of a sandbox that mirrors it."""
    return next(parent for parent in Path(__file__).resolve().parents if (parent / "platform" / "stages").is_dir())


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
    go = linter.find_go()
    if go is None:
        pytest.skip("no Go toolchain: the linters of Argo Workflows are built from its Go modules (install Go and put `go` on PATH)")
    return [linter.built(module, go) for module in linter.MODULES]
