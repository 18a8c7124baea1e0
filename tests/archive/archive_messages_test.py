"""The whole text of every message about requirements, locks and environments; one file a case in `messages/`.

In those files `PYTHON` stands for the version of the interpreter that runs the tests.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from archive.package_index import PYTHON, Index
from golden import assert_golden_text, root

from modelfleet.cli.main import main

ZERO = f"--hash=sha256:{'0' * 64}"
MODEL = Path("models/fraud")


def requirements(text: str) -> None:
    (MODEL / "requirements.txt").write_text(text)


def lock(text: str) -> None:
    (MODEL / "requirements.lock").write_text(text)


def fill(index: Index) -> None:
    index.add_wheel("alpha", "1.0", {"alpha.py": ""}, requires=("beta<2",))
    index.add_wheel("beta", "1.0", {"beta.py": ""})
    index.add_wheel("beta", "2.0", {"beta.py": ""})
    index.add_wheel("windows-only", "1.0", {"w.py": ""}, tag="cp39-cp39-win_amd64")
    index.add_source("sourced", "1.0")


def resolve_unknown_package(index: Index) -> None:
    requirements("alpha\nalpah>=1  # misspelt\n")


def resolve_unknown_version(index: Index) -> None:
    requirements("# what the model imports\n\nalpha>=7\n")


def resolve_versions_that_exclude_each_other(index: Index) -> None:
    requirements("alpha\nbeta>=2\n")


def resolve_source_only(index: Index) -> None:
    requirements("alpha\nsourced\n")


def resolve_syntax(index: Index) -> None:
    requirements("alpha=>1\n")


def resolve_in_an_included_file(index: Index) -> None:
    requirements("-r more.txt\n")
    (MODEL / "more.txt").write_text("beta\nalpha>=7\n")


def resolve_lines_that_may_not_be_there(index: Index) -> None:
    lines = [
        *("-i https://user:secret@index.invalid/simple", "--find-links=/srv/wheels", "--pre", "-e ../library"),
        *("alpha @ https://user:secret@files.invalid/alpha.whl", "git+https://secret@git.invalid/alpha.git", "file:///srv/alpha.whl", "./alpha.whl"),
        *("${SECRET}", "-r missing.txt", "-c ../other/limits.txt", "beta"),
    ]
    requirements("\n".join(lines) + "\n")


def resolve_missing_requirements(index: Index) -> None:
    (MODEL / "requirements.txt").unlink()


def resolve_requirements_not_utf8(index: Index) -> None:
    (MODEL / "requirements.txt").write_bytes(b"alpha # \xff\n")


def check_stale_lock(index: Index) -> None:
    requirements("beta\n")
    lock(f"alpha==1.0 {ZERO}\n")


def install_missing_lock(index: Index) -> None:
    (MODEL / "requirements.lock").unlink(missing_ok=True)


def install_lock_not_utf8(index: Index) -> None:
    (MODEL / "requirements.lock").write_bytes(b"\xff")


def install_lock_without_hashes(index: Index) -> None:
    lock(f"alpha==1.0\nbeta==1.0 {ZERO}\ngamma>=1 {ZERO}\n-i https://index.invalid\n")


def install_other_hash(index: Index) -> None:
    lock(f"{index.add_wheel('beta', '1.0', {'beta.py': ''})}alpha==1.0 {ZERO}\n")


def install_source_only(index: Index) -> None:
    lock(index.add_source("sourced", "1.0"))


def install_wheel_of_another_platform(index: Index) -> None:
    lock(index.add_wheel("windows-only", "1.0", {"w.py": ""}, tag="cp39-cp39-win_amd64"))


def install_incomplete_lock(index: Index) -> None:
    lock(index.add_wheel("alpha", "1.0", {"alpha.py": ""}, requires=("beta<2",)))


def install_version_that_is_gone(index: Index) -> None:
    lock(f"beta==1.5 {ZERO}\n")


def install_requirements_that_do_not_fit(index: Index) -> None:
    lock(index.add_wheel("alpha", "1.0", {"alpha.py": ""}, requires=("beta<2",)) + index.add_wheel("beta", "2.0", {"beta.py": ""}))


LOCK = [resolve_unknown_package, resolve_unknown_version, resolve_versions_that_exclude_each_other, resolve_source_only, resolve_syntax]
LOCK += [resolve_in_an_included_file, resolve_lines_that_may_not_be_there, resolve_missing_requirements, resolve_requirements_not_utf8]
INSTALL = [install_missing_lock, install_lock_not_utf8, install_lock_without_hashes, install_other_hash, install_source_only]
INSTALL += [install_wheel_of_another_platform, install_incomplete_lock, install_version_that_is_gone, install_requirements_that_do_not_fit]


def assert_message(case: str, words: list[str], capsys: pytest.CaptureFixture[str], update: bool, code: int = 1) -> None:
    assert main(words) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    shown = captured.err.replace(f"Python {PYTHON}", "Python PYTHON")
    assert "secret" not in shown
    assert_golden_text(shown, root() / "tests/archive/messages" / f"{case}.txt", update=update)


@pytest.mark.parametrize("case", LOCK, ids=lambda case: case.__name__)
def test_lock(case: Callable[[Index], None], repository: Path, index: Index, capsys: pytest.CaptureFixture[str], update_golden: bool) -> None:
    fill(index)
    case(index)
    assert_message(case.__name__, ["lock", "fraud"], capsys, update_golden)
    assert not (MODEL / "requirements.lock").exists()


def test_lock_check(repository: Path, index: Index, capsys: pytest.CaptureFixture[str], update_golden: bool) -> None:
    fill(index)
    check_stale_lock(index)
    before = (MODEL / "requirements.lock").read_bytes()
    assert_message("check_stale_lock", ["lock", "--check", "fraud"], capsys, update_golden)
    assert (MODEL / "requirements.lock").read_bytes() == before


@pytest.mark.parametrize("verb", ["lock", "install"])
def test_no_index(verb: str, repository: Path, index: Index, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], update_golden: bool) -> None:
    monkeypatch.setenv("UV_DEFAULT_INDEX", "http://127.0.0.1:9/simple")
    requirements("alpha\n")
    lock(f"alpha==1.0 {ZERO}\n")
    words = ["lock", "fraud"] if verb == "lock" else ["archive", "environment", "fraud", "--out", "env.tgz", "--cache", "cache"]
    assert_message(f"{verb}_without_index", words, capsys, update_golden)


@pytest.mark.parametrize("case", INSTALL, ids=lambda case: case.__name__)
def test_install(case: Callable[[Index], None], repository: Path, index: Index, capsys: pytest.CaptureFixture[str], update_golden: bool) -> None:
    fill(index)
    case(index)
    assert_message(case.__name__, ["archive", "environment", "fraud", "--out", "env.tgz", "--cache", "cache"], capsys, update_golden)
    assert not Path("env.tgz").exists()
    assert [path for path in Path("cache").rglob("*") if path.is_dir() and path.name != "environments"] == []


@pytest.mark.parametrize(
    ("case", "words", "code"),
    [
        ("model_misspelt", ["lock", "frud"], 1),
        ("model_unknown", ["archive", "code", "models/other/train.py", "--out", "x"], 1),
        ("model_outside", ["lock", "../elsewhere"], 1),
        ("archive_without_model", ["archive", "code", "--out", "x"], 2),
        ("archive_of_a_model_runtime", ["archive", "runtime", "fraud", "--out", "x"], 2),
    ],
)
def test_words(case: str, words: list[str], code: int, repository: Path, capsys: pytest.CaptureFixture[str], update_golden: bool) -> None:
    assert_message(case, words, capsys, update_golden, code)


@pytest.mark.parametrize(
    ("case", "description"),
    [
        ("python_missing", "name: fraud\n"),
        ("python_unknown", 'name: fraud\npython: {version: "3.9"}\n'),
        ("python_no_yaml", "name: [fraud\n"),
        ("python_no_mapping", "python: 3.11\n"),
    ],
)
def test_python(case: str, description: str, repository: Path, capsys: pytest.CaptureFixture[str], update_golden: bool) -> None:
    (MODEL / "model.yaml").write_text(description)
    assert_message(case, ["lock", "fraud"], capsys, update_golden)
