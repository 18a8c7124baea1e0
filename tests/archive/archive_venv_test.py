"""`modelfleet venv`: a real virtual environment, made by uv from an index that the test makes."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from archive.package_index import PYTHON, Index

from modelfleet.cli.main import main

MODEL = Path("models/fraud")
VENV = MODEL / ".venv"
SAID = f"""\
models/fraud/.venv: Python {PYTHON} with the 1 package of models/fraud/requirements.lock
  editor: choose models/fraud/.venv/bin/python as the interpreter
  shell: source models/fraud/.venv/bin/activate
  notebook: ./pants venv models/fraud --with ipykernel, then choose it as the kernel
"""


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["venv", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


def imports(*names: str) -> int:
    """The exit code of the environment's Python that imports the names, started somewhere else."""
    program = (VENV / "bin/python").absolute()
    return subprocess.run([program, "-I", "-c", "".join(f"import {name}\n" for name in names)], cwd="/", capture_output=True, check=False).returncode


@pytest.fixture
def model(repository: Path, index: Index) -> Index:
    """A model with one package and one module of its own."""
    (MODEL / "requirements.lock").write_text(index.add_wheel("alpha", "1.0", {"alpha.py": ""}))
    (MODEL / "train.py").write_text("")
    return index


def test_the_packages_and_the_own_modules_are_found(model: Index, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "fraud") == (0, SAID, "")
    assert imports("alpha", "train") == 0
    assert imports("beta") == 1


def test_again_it_is_the_same_environment(model: Index, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "fraud")
    before = (VENV / "pyvenv.cfg").stat().st_mtime_ns
    assert run(capsys, "models/fraud/train.py") == (0, SAID, "")
    assert (VENV / "pyvenv.cfg").stat().st_mtime_ns == before


def test_it_follows_the_lock(model: Index, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "fraud")
    (MODEL / "requirements.lock").write_text(model.add_wheel("beta", "2.0", {"beta.py": ""}))
    run(capsys, "fraud")
    assert imports("beta") == 0 and imports("alpha") == 1
    (MODEL / "requirements.lock").write_text("")
    assert run(capsys, "fraud")[1].startswith(f"models/fraud/.venv: Python {PYTHON} with the 0 packages of ")
    assert imports("beta") == 1


def test_more_packages_keep_the_versions_of_the_lock(model: Index, capsys: pytest.CaptureFixture[str]) -> None:
    model.add_wheel("alpha", "1.1", {"alpha.py": "newer = True\n"})
    model.add_wheel("kernel", "1.0", {"kernel.py": "import alpha\nassert not hasattr(alpha, 'newer')\n"}, requires=("alpha",))
    code, out, err = run(capsys, "fraud", "--with", "kernel")
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == f"models/fraud/.venv: Python {PYTHON} with the 1 package of models/fraud/requirements.lock and kernel"
    assert imports("kernel") == 0


def test_an_environment_of_another_python_is_made_anew(model: Index, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "fraud")
    configuration = VENV / "pyvenv.cfg"
    configuration.write_text(configuration.read_text().replace(f"= {PYTHON}", "= 3.9"))
    (VENV / "old").write_text("")
    assert run(capsys, "fraud")[0] == 0
    assert not (VENV / "old").exists() and imports("alpha") == 0


def test_something_else_of_that_name_is_left_alone(model: Index, capsys: pytest.CaptureFixture[str]) -> None:
    VENV.mkdir()
    (VENV / "notes.txt").write_text("mine")
    said = "models/fraud/.venv: is there and is no virtual environment\n  hint: move it away, then try again\n"
    assert run(capsys, "fraud") == (1, "", said)
    assert (VENV / "notes.txt").read_text() == "mine"


def test_without_a_lock(model: Index, capsys: pytest.CaptureFixture[str]) -> None:
    (MODEL / "requirements.lock").unlink()
    said = "models/fraud/requirements.lock: the lock is missing\n  hint: `./pants lock models/fraud` writes it anew\n"
    assert run(capsys, "fraud") == (1, "", said)
    assert not VENV.exists()


def test_without_that_python(model: Index, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    missing = next(version for version in ("3.10", "3.13") if version != PYTHON)
    (MODEL / "model.yaml").write_text(f'python: {{version: "{missing}"}}\n')
    for name, value in {"PATH": "/nowhere", "HOME": str(Path.cwd()), "UV_PYTHON_INSTALL_DIR": str(Path.cwd()), "UV_PYTHON_DOWNLOADS": "never"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("PYENV_ROOT", raising=False)
    hint = f"install it so that `python{missing}` is on PATH (system package, `pyenv install {missing}`, or `uv python install {missing}`)"
    assert run(capsys, "fraud") == (1, "", f"there is no Python {missing} on this machine\n  hint: {hint}\n")


def test_one_that_fails_keeps_no_other(model: Index, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "nothing", "fraud")
    assert (code, out) == (1, SAID) and err.startswith("nothing: there is no such model\n")
    assert imports("alpha") == 0
