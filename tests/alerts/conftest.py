"""What the tests of alerts and networks share: Go, and the namespace of an owner as it is rendered."""

from __future__ import annotations

import go_program
import pytest
from golden import root
from render.made_up import fleet

from modelfleet.render.jsonnet import Jsonnet
from modelfleet.render.manifests import Manifest
from modelfleet.render.namespace import render_namespace
from modelfleet.spec.network import Targets

STAGE = "first"


@pytest.fixture(scope="session")
def go() -> str:
    """The Go command; the programs that judge are built from their Go modules."""
    found = go_program.find_go()
    if found is None:
        pytest.skip(
            "no Go toolchain: promtool, kube-state-metrics and the evaluator of policies are built from their modules (install Go and put `go` on PATH)"
        )
    return found


@pytest.fixture(scope="session")
def namespaces() -> dict[str, tuple[Manifest, ...]]:
    """Namespace → its manifests on one stage of the made-up fleet."""
    platform, engine = fleet(), Jsonnet(root())
    return {
        owner.namespaces[STAGE]: render_namespace(name, owner, owner.namespaces[STAGE], platform.stages[STAGE], owner.network.get(STAGE, Targets()), engine)
        for name, owner in platform.owners.items()
    }
