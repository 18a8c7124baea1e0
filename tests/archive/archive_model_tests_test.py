"""`modelfleet pytest-in-environment`: the real pytest, installed from an index that the test makes of the one it runs on."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from archive.package_index import PYTHON, Index

from modelfleet.cli.main import main

MODEL = Path("models/fraud")
TRAIN_TEST = """
import os, subprocess, sys
import behind_pth, helper, train

def test_train():
    assert train.value == 1 and helper.value == 2
    assert os.path.samefile(sys.path[1] if sys.path[0].endswith("tests") else sys.path[0], "models/fraud")
    assert os.getcwd() not in sys.path and "" not in sys.path
    assert sys.version.startswith(os.environ["EXPECTED_PYTHON"] + ".")

def test_processes_have_the_same_packages():
    subprocess.run([sys.executable, "-c", "import helper, behind_pth, train"], check=True)

def test_what_the_environment_lacks_is_not_there():
    for name in ("modelfleet", "uv", "hypothesis"):
        try:
            __import__(name)
        except ModuleNotFoundError:
            continue
        raise AssertionError(name)
"""


@pytest.fixture
def model(repository: Path, index: Index, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A model that imports one package, and the lock of pytest."""
    helper = {"helper.py": "value = 2\n", "helper.pth": "hidden\n", "hidden/behind_pth.py": ""}
    (MODEL / "requirements.lock").write_text(index.add_wheel("helper", "1.0", helper))
    Path("3rdparty/python").mkdir(parents=True)
    pins = [index.add_installed(name) for name in ("pytest", "pluggy", "iniconfig", "packaging", "pygments")]
    Path("3rdparty/python/model-tests.lock").write_text("".join(pins))
    (MODEL / "train.py").write_text("value = 1\n")
    (MODEL / "tests").mkdir()
    (MODEL / "tests/train_test.py").write_text(TRAIN_TEST)
    monkeypatch.setenv("EXPECTED_PYTHON", PYTHON)
    return repository


def run(capfd: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["pytest-in-environment", "--cache", "cache", *words])
    captured = capfd.readouterr()
    return code, captured.out, captured.err


def test_the_model_and_its_packages_are_imported(model: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(sys.prefix) / "lib"))
    code, out, _ = run(capfd, "fraud", "--", "-q")
    assert code == 0 and "3 passed" in out, out
    assert sorted(path.name for path in Path().iterdir()) == ["3rdparty", "cache", "models"]
    assert [path for path in MODEL.rglob("*") if path.name in ("__pycache__", ".pytest_cache")] == []


def test_arguments_and_exit_codes_pass_through(model: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (MODEL / "other_test.py").write_text("def test_fails(): assert False\n")
    code, out, _ = run(capfd, "models/fraud/train.py", "-k", "test_train")
    assert code == 0 and "1 passed, 3 deselected" in out
    assert run(capfd, "models/fraud")[0] == 1
    assert run(capfd, "fraud", "--", "--no-such-option")[0] == 4


def test_a_model_without_tests_is_no_failure(model: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (MODEL / "tests/train_test.py").unlink()
    code, _, err = run(capfd, "fraud")
    assert (code, err) == (0, "models/fraud: no tests ran\n")


def test_the_second_run_needs_no_index(model: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(capfd, "fraud")[0] == 0
    monkeypatch.setenv("UV_DEFAULT_INDEX", "http://127.0.0.1:9/")
    assert run(capfd, "fraud")[0] == 0


def test_a_model_without_a_lock(model: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (MODEL / "requirements.lock").unlink()
    code, out, err = run(capfd, "fraud")
    assert (code, out) == (1, "")
    assert err == "models/fraud/requirements.lock: the lock is missing\n  hint: `./pants lock models/fraud` writes it anew\n"
