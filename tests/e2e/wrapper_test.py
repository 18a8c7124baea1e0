"""What the cluster is built from is pinned."""

from __future__ import annotations

import re

import pytest
from e2e.program import API_SERVER, ARGO, ARGOCD, CONTROLLER_MANAGER, KUBECTL, WORKFLOW_CONTROLLER, Program
from e2e.wrapper import ALL, Wrapper

PROGRAMS = (API_SERVER, CONTROLLER_MANAGER, KUBECTL, ARGOCD, *WORKFLOW_CONTROLLER.values(), *ARGO.values())


@pytest.mark.parametrize("wrapper", ALL, ids=lambda wrapper: wrapper.name)
def test_upstream_is_pinned_with_its_checksum(wrapper: Wrapper) -> None:
    sums = (wrapper.directory / "go.sum").read_text(encoding="utf-8")
    assert f"{wrapper.module} {wrapper.version} h1:" in sums


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: f"{program.wrapper.name}-{program.name}")
def test_wrapper_names_the_program(program: Program) -> None:
    """Go keeps in go.mod what a tool needs, so a program that is not named there would not be built with `-mod=readonly`."""
    assert re.search(
        rf"^(?:tool)?\s+{re.escape(f'{program.wrapper.module}/{program.package}')}$", (program.wrapper.directory / "go.mod").read_text(), re.MULTILINE
    )


def test_two_programs_never_share_a_place() -> None:
    assert len({program.path for program in PROGRAMS}) == len(PROGRAMS)
