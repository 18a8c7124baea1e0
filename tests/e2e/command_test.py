"""What `tests/e2e/cluster` says without a cluster."""

from __future__ import annotations

from pathlib import Path

import pytest
from e2e.command import main


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def test_status_of_no_cluster(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--without-node"]) == 1
    assert capsys.readouterr().out == "cluster  down\n"


def test_down_without_a_cluster() -> None:
    assert main(["down"]) == 0


def test_a_node_is_not_offered(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["up"])
    assert ended.value.code == 2
    assert capsys.readouterr().err.endswith("error: say --without-node: a cluster with a node is not there yet\n")


def test_without_go(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("e2e.wrapper.USUAL_PLACES", ())
    assert main(["up", "--without-node"]) == 1
    assert capsys.readouterr().err == (
        "no Go toolchain\n  hint: install Go 1.26.5 or newer and put `go` on PATH: the cluster's programs are built from Go modules\n"
    )
