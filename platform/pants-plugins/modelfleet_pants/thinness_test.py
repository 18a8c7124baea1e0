"""The plugin stays thin: it asks the engine in one module, opens no file, and never imports the platform."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil

import pytest

import modelfleet_pants

MODULES = sorted(module.name for module in pkgutil.iter_modules(modelfleet_pants.__path__) if not module.name.endswith("_test"))
FILE_ACCESS = {"open", "Path", "read_text", "read_bytes", "write_text", "write_bytes", "listdir", "glob", "walk", "scandir"}


def tree_of(name: str) -> ast.AST:
    return ast.parse(inspect.getsource(importlib.import_module(f"modelfleet_pants.{name}")))


def imports_of(tree: ast.AST) -> set[str]:
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return plain | {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def test_all_modules_are_looked_at() -> None:
    assert {"engine", "register", "models", "package", "publish", "tailor", "test"} <= set(MODULES)


@pytest.mark.parametrize("name", MODULES)
def test_module_is_thin(name: str) -> None:
    tree = tree_of(name)
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    called = {node.func for node in ast.walk(tree) if isinstance(node, ast.Call)}
    words = {func.id for func in called if isinstance(func, ast.Name)} | {func.attr for func in called if isinstance(func, ast.Attribute)}
    assert words & FILE_ACCESS == set()
    assert {imported for imported in imports_of(tree) if imported.split(".")[0] in ("modelfleet", "modelfleet_runtime", "subprocess", "pathlib")} == set()
    assert name == "engine" or names & {"Get", "MultiGet", "Effect"} == set()
