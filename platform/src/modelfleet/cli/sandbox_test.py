from __future__ import annotations

import os

import pytest

from modelfleet.cli import sandbox


def test_the_users_path_is_put_back(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PATH", "/bin")
    monkeypatch.setenv("MODELFLEET_PATH", "/home/ada/bin:/bin")
    monkeypatch.setattr("sys.argv", ["modelfleet", "--help"])
    assert sandbox.main() == 0
    assert (os.environ["PATH"], "MODELFLEET_PATH" in os.environ) == ("/home/ada/bin:/bin", False)
    assert capsys.readouterr().out.startswith("usage: modelfleet VERB")


def test_without_it_path_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/bin")
    monkeypatch.delenv("MODELFLEET_PATH", raising=False)
    monkeypatch.setattr("sys.argv", ["modelfleet", "--help"])
    assert sandbox.main() == 0
    assert os.environ["PATH"] == "/bin"
