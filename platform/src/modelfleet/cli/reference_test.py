from __future__ import annotations

from pathlib import Path

import pytest

from modelfleet.cli.main import main
from modelfleet.cli.reference import generated


def root() -> Path:
    """The repository's root, or that of the sandbox."""
    return next(parent for parent in Path(__file__).resolve().parents if (parent / "platform" / "stages").is_dir())


def test_what_is_committed_is_current(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(root())
    code = main(["reference", "--check"])
    assert code == 0, capsys.readouterr().err


def test_a_stale_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["reference"]) == 0
    assert main(["reference", "--check"]) == 0
    name = next(iter(generated()))
    Path(name).write_text("{}\n")
    assert main(["reference", "--check"]) == 1
    assert capsys.readouterr().err == f"{name}: is not what the records say\n  hint: `modelfleet reference` writes it anew\n"
