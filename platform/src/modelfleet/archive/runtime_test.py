"""The runtime archive's own files."""

from __future__ import annotations

from pathlib import Path

import pytest

from modelfleet.archive.digest import SourceFile
from modelfleet.archive.runtime import read_runtime
from modelfleet.errors import UserError


def test_sources_without_tests_and_the_lock(tmp_path: Path) -> None:
    for path in ("launcher.py", "drift/psi.py", "launcher_test.py", "conftest.py", "drift/test_psi.py", "BUILD", "__pycache__/launcher.pyc"):
        file = tmp_path / "platform/src/modelfleet_runtime" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(path)
    (tmp_path / "3rdparty/python").mkdir(parents=True)
    (tmp_path / "3rdparty/python/runtime.lock").write_bytes(b"lock")
    files = {"modelfleet_runtime/drift/psi.py": SourceFile(b"drift/psi.py"), "modelfleet_runtime/launcher.py": SourceFile(b"launcher.py")}
    assert read_runtime(tmp_path) == (files, b"lock")


def test_a_missing_package_and_a_missing_lock(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        read_runtime(tmp_path)
    assert str(caught.value) == "platform/src/modelfleet_runtime: the runtime package has no files\n  hint: restore the directory from Git"
    (tmp_path / "platform/src/modelfleet_runtime").mkdir(parents=True)
    (tmp_path / "platform/src/modelfleet_runtime/launcher.py").touch()
    with pytest.raises(UserError) as caught:
        read_runtime(tmp_path)
    assert str(caught.value) == "3rdparty/python/runtime.lock: the lock of the runtime is missing\n  hint: restore the file from Git"
