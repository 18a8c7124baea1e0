"""Evaluates every `*_test.jsonnet`: an object of cases, each true. And: every library has one."""

from __future__ import annotations

from pathlib import Path

import pytest
from golden import root

from modelfleet.render.jsonnet import Jsonnet

ROOT = root()
LIBRARIES = ROOT / "platform" / "jsonnet"
CONTROL = ROOT / "platform" / "argocd"
TESTS = sorted(LIBRARIES.rglob("*_test.jsonnet"))

# Constants, in which there is nothing to get wrong alone; every test of modelfleet/batch.libsonnet uses them.
CONSTANTS = {"modelfleet/accounts.libsonnet", "modelfleet/semaphores.libsonnet", "modelfleet/spark_accounts.libsonnet", "modelfleet/workspace.libsonnet"}


@pytest.mark.parametrize("path", TESTS, ids=[str(path.relative_to(LIBRARIES)) for path in TESTS])
def test_cases_hold(path: Path) -> None:
    cases = Jsonnet(ROOT).evaluate_file(path.relative_to(ROOT).as_posix())
    assert cases
    assert {name for name, holds in cases.items() if holds is not True} == set()


def test_every_library_has_a_test() -> None:
    untested = {
        path.relative_to(LIBRARIES).as_posix()
        for path in LIBRARIES.rglob("*.libsonnet")
        if path.parent.name != "features" and not path.with_name(f"{path.stem}_test.jsonnet").is_file()
    }
    assert untested == CONSTANTS


def test_libraries_have_no_defaults_and_know_no_stage() -> None:
    """A library that falls back on something hides a hole in the specification; only tests may look for what is not there."""
    for path in [*LIBRARIES.rglob("*sonnet"), *CONTROL.glob("*sonnet"), *(ROOT / "clusterworkflowtemplates").glob("*.jsonnet")]:
        if path.name.endswith("_test.jsonnet"):
            continue
        text = path.read_text()
        assert [word for word in ("std.get(", "std.objectHas", "std.extVar", "$.", "'prod'", "'dev'", "'local'") if word in text] == [], path
