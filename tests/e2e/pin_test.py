"""The go.mod that a wrapper starts from."""

from __future__ import annotations

import pytest
from e2e.pin import main, to_go_mod
from e2e.wrapper import KUBERNETES

UPSTREAM = {
    "Go": "1.26.0",
    "Replace": [
        {"Old": {"Path": "k8s.io/api"}, "New": {"Path": "./staging/src/k8s.io/api"}},
        {"Old": {"Path": "example.invalid/old"}, "New": {"Path": "example.invalid/new", "Version": "v1.2.3"}},
    ],
}
EXPECTED = """\
module modelfleet.invalid/e2e-kubernetes

go 1.26.0

require k8s.io/kubernetes v1.36.3

tool (
	k8s.io/kubernetes/cmd/kube-apiserver
	k8s.io/kubernetes/cmd/kube-controller-manager
	k8s.io/kubernetes/cmd/kubectl
)

replace (
	k8s.io/api => k8s.io/api v0.36.3
	example.invalid/old => example.invalid/new v1.2.3
)
"""


def test_replacements_are_repeated() -> None:
    assert to_go_mod(KUBERNETES, "v1.36.3", UPSTREAM, "v0.36.3") == EXPECTED


def test_wrong_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nothing", "v1"]) == 2
    assert capsys.readouterr().err.startswith("usage: python -m e2e.pin {kubernetes,argo-cd,argo-workflows-4.1,argo-workflows-3.7} VERSION")
