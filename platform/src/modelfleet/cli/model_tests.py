"""`modelfleet pytest-in-environment`: runs a model's tests with the packages that its jobs run with."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from modelfleet.archive.cache import cache_directory
from modelfleet.archive.environment import environment_tree
from modelfleet.archive.interpreter import find_interpreter
from modelfleet.cli.model_directory import find_model
from modelfleet.cli.model_python import load_python

TEST_LOCK: Final = Path("3rdparty/python/model-tests.lock")

# `python -m pytest` would put the working directory, the repository's root, before the model on the path.
_PROGRAM: Final = "import sys; del sys.path[0]; import pytest; sys.exit(pytest.main())"
_NO_TESTS: Final = 5  # pytest's exit code: https://docs.pytest.org/en/stable/reference/exit-codes.html
_DROPPED: Final = ("PYTHONHOME", "PYTHONSTARTUP", "PYTHONSAFEPATH", "VIRTUAL_ENV", "PYTEST_ADDOPTS")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--cache", type=Path, metavar="DIR", help="where environments are kept (default: modelfleet in the user's cache)")
    parser.add_argument("model", metavar="MODEL", help="name of a model, or any path inside its directory")
    parser.add_argument("pytest_arguments", nargs=argparse.REMAINDER, metavar="-- ARGUMENT", help="what pytest gets besides the model's directory")


def run(arguments: argparse.Namespace) -> int:
    """Run pytest and return its exit code; a model without tests is no failure."""
    directory = find_model(arguments.model)
    python = load_python(directory)
    cache = cache_directory(arguments.cache, os.environ)
    packages = environment_tree(directory / python.lock, python.version, cache)
    pytest = environment_tree(TEST_LOCK, python.version, cache)
    extra = arguments.pytest_arguments[1:] if arguments.pytest_arguments[:1] == ["--"] else arguments.pytest_arguments
    sys.stdout.flush()
    with tempfile.TemporaryDirectory(prefix="model-tests-") as work:
        program = _make_virtual_environment(Path(work, "venv"), find_interpreter(python.version), [packages, pytest])
        command = [str(program), "-c", _PROGRAM, "-p", "no:cacheprovider", directory.as_posix(), *extra]
        code = subprocess.run(command, env=_environment(os.environ, directory), check=False).returncode
    if code == _NO_TESTS:
        print(f"{directory.as_posix()}: no tests ran", file=sys.stderr)
        return 0
    return code if code >= 0 else 128 - code


def _make_virtual_environment(root: Path, interpreter: Path, trees: list[Path]) -> Path:
    """As the launcher does it in a pod: `.pth` files work, and processes that a test starts find the same packages."""
    subprocess.run([interpreter, "-I", "-m", "venv", "--without-pip", "--symlinks", root], check=True)
    (packages,) = root.glob("lib/python*/site-packages")
    (packages / "environment.pth").write_text("".join(f"import site; site.addsitedir({str(tree)!r})\n" for tree in trees), encoding="utf-8")
    return root / "bin" / "python"


def _environment(environment: Mapping[str, str], directory: Path) -> dict[str, str]:
    kept = {name: value for name, value in environment.items() if name not in _DROPPED and not name.startswith("PEX_")}
    return kept | {"PYTHONPATH": str(directory.absolute()), "PYTHONDONTWRITEBYTECODE": "1"}
