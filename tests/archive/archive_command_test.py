"""`modelfleet archive` for a person who wants to look."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
from archive.package_index import PYTHON, Index

from modelfleet.archive.code import read_code
from modelfleet.archive.digest import code_digest, environment_digest
from modelfleet.archive.tarball import read_tarball
from modelfleet.cli.main import main


def test_code(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("models/fraud/train.py").write_text("print()\n")
    assert main(["archive", "code", "models/fraud/train.py", "--out", "look/code.tgz"]) == 0
    built = read_tarball(Path("look/code.tgz"))
    digest = code_digest(read_code(Path("models/fraud")))
    size = f"{built.size / 1000:.1f} kB"
    assert capsys.readouterr().out == f"look/code.tgz: code archive {digest}, 2 files, {size}, file index {built.index_digest}\n"
    with tarfile.open("look/code.tgz") as archive:
        assert archive.getnames() == ["code", "code/requirements.txt", "code/train.py"]


def test_environment(repository: Path, index: Index, capsys: pytest.CaptureFixture[str]) -> None:
    lock = index.add_wheel("alpha", "1.0", {"alpha.py": ""})
    Path("models/fraud/requirements.lock").write_text(lock)
    assert main(["archive", "environment", "fraud", "--out", "env.tgz", "--cache", "cache"]) == 0
    digest = environment_digest(lock.encode(), PYTHON)
    assert capsys.readouterr().out.startswith(f"env.tgz: environment archive {digest}, 7 files, ")
    assert sorted(path.name for path in Path("cache/environments").iterdir()) == sorted([digest, f"{digest}.index", f".{digest}.lock"])


def test_runtime(tmp_path: Path, index: Index, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "platform/src/modelfleet_runtime").mkdir(parents=True)
    (tmp_path / "platform/src/modelfleet_runtime/launcher.py").touch()
    (tmp_path / "3rdparty/python").mkdir(parents=True)
    (tmp_path / "3rdparty/python/runtime.lock").touch()
    monkeypatch.chdir(tmp_path)
    assert main(["archive", "runtime", "--out", "runtime.tgz", "--cache", "cache"]) == 0
    assert ", 1 files, " in capsys.readouterr().out
