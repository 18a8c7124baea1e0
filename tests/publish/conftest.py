from __future__ import annotations

from pathlib import Path

import pytest
from publish.workplace import Workplace, make_workplace


@pytest.fixture
def workplace(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    """An empty fleet in a temporary directory."""
    return make_workplace(tmp_path, tmp_path_factory.getbasetemp() / "cache", monkeypatch)
