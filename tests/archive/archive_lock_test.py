"""`modelfleet lock` on a package index."""

from __future__ import annotations

from pathlib import Path

import pytest
from archive.package_index import PYTHON, Index

from modelfleet.cli.main import main

LOCK = Path("models/fraud/requirements.lock")


def run(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["lock", *words]) == 0
    return capsys.readouterr().out


def test_what_is_written_and_what_is_said(repository: Path, index: Index, capsys: pytest.CaptureFixture[str]) -> None:
    alpha = index.add_wheel("alpha", "1.0", {"alpha.py": ""}, requires=("beta-lib>=1", "wincolor ; sys_platform == 'win32'"))
    beta = index.add_wheel("beta-lib", "1.0", {"beta.py": ""})
    index.add_wheel("wincolor", "1.0", {"w.py": ""})
    Path("models/fraud/requirements.txt").write_text("Alpha>=1  # first\n")
    assert run(capsys, "fraud") == (
        f"models/fraud/requirements.lock: written, 3 packages for Python {PYTHON}\n  alpha 1.0 (new)\n  beta-lib 1.0 (new)\n  wincolor 1.0 (new)\n"
    )
    text = LOCK.read_text()
    assert text.startswith("alpha==1.0 \\\n    --hash=sha256:") and beta.replace(" --", " \\\n    --") in text
    assert alpha.split()[1] in text and "wincolor==1.0 ; sys_platform == 'win32'" in text
    assert "://" not in text and "#" not in text and "index" not in text
    assert LOCK.stat().st_mode & 0o777 == 0o644
    assert run(capsys, "models/fraud/model.yaml") == f"models/fraud/requirements.lock: unchanged, 3 packages for Python {PYTHON}\n"
    assert run(capsys, "--check", str(repository / "models/fraud")).startswith("models/fraud/requirements.lock: unchanged")


def test_versions_stay_until_an_upgrade(repository: Path, index: Index, capsys: pytest.CaptureFixture[str]) -> None:
    index.add_wheel("alpha", "1.0", {"alpha.py": ""})
    Path("models/fraud/requirements.txt").write_text("alpha\n")
    run(capsys, "fraud")
    index.add_wheel("alpha", "1.1", {"alpha.py": ""})
    index.add_wheel("beta", "1.0", {"beta.py": ""})
    Path("models/fraud/requirements.txt").write_text("alpha\nbeta\n")
    assert run(capsys, "fraud") == f"models/fraud/requirements.lock: written, 2 packages for Python {PYTHON}\n  beta 1.0 (new)\n"
    assert run(capsys, "--upgrade", "fraud") == f"models/fraud/requirements.lock: written, 2 packages for Python {PYTHON}\n  alpha 1.0 -> 1.1\n"
    Path("models/fraud/requirements.txt").write_text("beta\n")
    assert run(capsys, "fraud") == f"models/fraud/requirements.lock: written, 1 package for Python {PYTHON}\n  alpha 1.1 -> (removed)\n"


def test_no_requirements_are_an_empty_lock(repository: Path, index: Index, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "fraud") == f"models/fraud/requirements.lock: written, 0 packages for Python {PYTHON}\n"
    assert LOCK.read_bytes() == b""


def test_settings_of_the_person_do_not_change_the_lock(
    repository: Path, index: Index, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for version in ("1.0", "1.1", "2.0rc1"):
        index.add_wheel("alpha", version, {"alpha.py": ""})
    Path("models/fraud/requirements.txt").write_text("alpha\n")
    run(capsys, "fraud")
    before = LOCK.read_bytes()
    monkeypatch.setenv("UV_RESOLUTION", "lowest")
    monkeypatch.setenv("UV_PRERELEASE", "allow")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/")
    LOCK.unlink()
    run(capsys, "fraud")
    assert LOCK.read_bytes() == before


def test_one_bad_model_does_not_keep_another_from_its_lock(repository: Path, index: Index, capsys: pytest.CaptureFixture[str]) -> None:
    index.add_wheel("alpha", "1.0", {"alpha.py": ""})
    for name, text in (("bad", "nothing-like-this\n"), ("good", "alpha\n")):
        Path(f"models/{name}").mkdir()
        Path(f"models/{name}/model.yaml").write_text(f'python: {{version: "{PYTHON}"}}\n')
        Path(f"models/{name}/requirements.txt").write_text(text)
    assert main(["lock", "bad", "good"]) == 1
    captured = capsys.readouterr()
    assert captured.out.startswith("models/good/requirements.lock: written") and captured.err.startswith("models/bad/requirements.txt:1: ")
    assert not Path("models/bad/requirements.lock").exists()
