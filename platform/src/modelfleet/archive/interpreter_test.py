"""The Python of an environment is found where people install it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from modelfleet.archive.interpreter import find_interpreter, search_path
from modelfleet.errors import UserError


def test_pyenv_stands_behind_path_and_its_shims_nowhere(tmp_path: Path) -> None:
    for version in ("3.11.9", "3.11.10", "3.12.1"):
        (tmp_path / "versions" / version / "bin").mkdir(parents=True)
    environment = {"PYENV_ROOT": str(tmp_path), "PATH": f"/usr/bin:{tmp_path}/shims:/bin"}
    assert search_path(environment, "3.11") == f"/usr/bin:/bin:{tmp_path}/versions/3.11.10/bin:{tmp_path}/versions/3.11.9/bin"


def test_pyenv_is_looked_for_at_home(tmp_path: Path) -> None:
    (tmp_path / ".pyenv/versions/3.13.0/bin").mkdir(parents=True)
    assert search_path({"HOME": str(tmp_path), "PATH": "/bin"}, "3.13") == f"/bin:{tmp_path}/.pyenv/versions/3.13.0/bin"


def test_the_running_python_is_the_last_resort(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("PYENV_ROOT", raising=False)
    find_interpreter.cache_clear()
    assert find_interpreter(f"{sys.version_info.major}.{sys.version_info.minor}").exists()
    find_interpreter.cache_clear()


def test_a_python_that_is_not_there() -> None:
    with pytest.raises(UserError) as caught:
        find_interpreter("3.99")
    assert str(caught.value) == (
        "there is no Python 3.99 on this machine\n"
        "  hint: install it so that `python3.99` is on PATH (system package, `pyenv install 3.99`, or `uv python install 3.99`)"
    )
