"""Bytecode is the same on every machine, and Python takes it without looking at the source."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from modelfleet.archive.bytecode import compile_tree
from modelfleet.archive.interpreter import find_any_interpreter, find_interpreter
from modelfleet.errors import UserError

# What makes the bytecode of a plain `compileall` differ between two runs: sets with members that are ordered by address,
# sets that several functions share, names that the interpreter happens to hold, docstrings, nested code.
SOURCE = '''
"""Docs."""
import os, sys as system
WORDS = {word for word in ("alpha", "beta")}
def kind(value, sep=None, *, end="\\n"):
    """Docs of a function."""
    def inner(self, name):
        return name in {"alpha", "beta", None} or self in {"alpha", "beta"} or value in {1.5, 2, b"x", ("a", None), ...}
    return inner
class Path:
    names = ("alpha", "self", "value", "HTTP_CONTENT_TYPE")
    def _key(self): return self.value in {"alpha", "beta"} and [item for item in self.names if item in {3, 4}]
    def _other(self, kind, sep): return lambda value: value in {"alpha", "beta", None}
'''


def write(root: Path) -> Path:
    for number in range(12):
        file = root / f"package/part{number % 3}/module{number}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(SOURCE + f"number{number} = {number}\n")
    (root / "package/template.py").write_text("{% if x %}\n")
    (root / "package/nul.py").write_bytes(b"a = 1\0\n")
    (root / "package/latin.py").write_bytes(b"# -*- coding: latin-1 -*-\nname = '\xe9'\n")
    return root


def found(root: Path) -> dict[str, str]:
    return {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(root.rglob("*.pyc"))}


@pytest.mark.parametrize("python", ["3.10", "3.11", "3.12", "3.13"])
def test_directories_workers_and_seeds_do_not_matter(tmp_path: Path, python: str, monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        interpreter = find_interpreter(python)
    except UserError:
        pytest.skip(f"there is no Python {python} on this machine")
    results = []
    for seed, workers in (("1", 1), ("2", 2), ("3", 5)):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        root = write(tmp_path / f"{'deeper/' * workers}{seed}")
        compile_tree(root, interpreter, workers)
        results.append(found(root))
    assert results[0] == results[1] == results[2]
    assert "package/__pycache__/latin.cpython-" + python.replace(".", "") + ".pyc" in results[0]
    assert not any("template" in path or "nul" in path for path in results[0])


def test_python_loads_it_without_the_source_and_knows_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "module.py").write_text("def where(): return where.__code__.co_filename\nvalue = 1\n")
    compile_tree(tmp_path, find_any_interpreter())
    compiled = (tmp_path / "__pycache__" / f"module.{sys.implementation.cache_tag}.pyc").read_bytes()
    assert compiled[:8] == importlib.util.MAGIC_NUMBER + b"\x01\0\0\0", "PEP 552: hash-based, never checked"
    assert b"/workspace/env/module.py" in compiled and os.fsencode(tmp_path) not in compiled
    # The size and time of the source change, and Python still takes the bytecode: it was not compiled again.
    (tmp_path / "module.py").write_text("def where(): return where.__code__.co_filename\nvalue = 2\n")
    program = "import module; print(module.value, module.where())"
    shown = subprocess.run([sys.executable, "-c", program], env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=True).stdout
    assert shown == f"1 {tmp_path}/module.py\n"


def test_a_module_of_the_tree_does_not_disturb_the_compiler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "marshal.py").write_text("raise SystemExit(7)\n")
    (tmp_path / "types.py").write_text("raise SystemExit(7)\n")
    monkeypatch.chdir(tmp_path)
    compile_tree(tmp_path, find_any_interpreter())
    assert len(found(tmp_path)) == 2
