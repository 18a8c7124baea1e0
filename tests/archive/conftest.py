"""A package index of the test's own, and a repository with one model, as working directory."""

from __future__ import annotations

from pathlib import Path

import pytest
from archive.package_index import PYTHON, Index


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """No progress lines, however slow the machine is: tests compare whole texts."""
    monkeypatch.setattr("modelfleet.archive.progress.PATIENCE", 3600.0)


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Index:
    """An empty index that uv takes as the user's own, and an empty cache for uv."""
    (tmp_path / "index").mkdir()
    made = Index(tmp_path / "index")
    for name in ("UV_INDEX", "UV_EXTRA_INDEX_URL", "UV_INDEX_URL", "UV_FIND_LINKS", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "UV_OFFLINE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("UV_DEFAULT_INDEX", made.url)
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "uv-cache"))
    monkeypatch.setenv("UV_NO_CONFIG", "1")
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    return made


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with models/fraud, in which the test runs; its model.yaml is wrong outside of `python`."""
    root = tmp_path / "repository"
    (root / "models/fraud").mkdir(parents=True)
    (root / "models/fraud/model.yaml").write_text(f'name: fraud\nunknown: field\npython:\n  version: "{PYTHON}"\n')
    (root / "models/fraud/requirements.txt").write_text("")
    monkeypatch.chdir(root)
    return root
