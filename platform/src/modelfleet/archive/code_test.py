"""What belongs to a model's code, and what does not."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from modelfleet.archive.code import read_code
from modelfleet.archive.digest import SourceFile
from modelfleet.errors import UserError

KEPT = ["README.md", "data/sample.csv", "features/__init__.py", "features/build.py", "requirements.txt", "train.py", "testing.py"]
LEFT_OUT = [
    *("model.yaml", "requirements.lock", "BUILD", "conftest.py", "test_train.py", "train_test.py", "features/build_test.py", "features/BUILD"),
    *(
        "tests/train.py",
        "tests/data/sample.csv",
        "features/tests/test_build.py",
        ".env",
        ".venv/lib/x.py",
        "features/.cache/x",
        "__pycache__/train.cpython-311.pyc",
    ),
    *("features/__pycache__/x.txt", "old.pyc", "features/conftest.py"),
]


def write(root: Path, paths: list[str]) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(path)


def git(directory: Path, *arguments: str) -> None:
    subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b.invalid", *arguments], cwd=directory, check=True, capture_output=True)


def test_tests_and_descriptions_are_left_out(tmp_path: Path) -> None:
    write(tmp_path, [*KEPT, *LEFT_OUT])
    assert list(read_code(tmp_path)) == sorted(KEPT)


def test_a_model_yaml_deeper_down_is_code(tmp_path: Path) -> None:
    write(tmp_path, ["model.yaml", "sample/model.yaml"])
    assert list(read_code(tmp_path)) == ["sample/model.yaml"]


def test_content_and_execute_bit(tmp_path: Path) -> None:
    write(tmp_path, ["run.sh", "train.py"])
    (tmp_path / "run.sh").chmod(0o744)
    (tmp_path / "train.py").chmod(0o600)
    assert read_code(tmp_path) == {"run.sh": SourceFile(b"run.sh", True), "train.py": SourceFile(b"train.py", False)}


def test_what_git_ignores_is_left_out_whether_tracked_or_not(tmp_path: Path) -> None:
    write(
        tmp_path, ["models/x/model.yaml", "models/x/train.py", "models/x/out/scores.csv", "models/x/tracked.log", "models/x/new.log", "models/x/untracked.py"]
    )
    (tmp_path / ".gitignore").write_text("*.log\n/models/x/out/\n")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-f", "models/x/tracked.log", "models/x/train.py")
    git(tmp_path, "commit", "-qm", "x")
    assert list(read_code(tmp_path / "models/x")) == ["train.py", "untracked.py"]


def test_a_copy_under_an_ignored_directory_is_whole(tmp_path: Path) -> None:
    write(tmp_path, ["dist/models/x/model.yaml", "dist/models/x/train.py"])
    (tmp_path / ".gitignore").write_text("/dist/\n")
    git(tmp_path, "init", "-q")
    assert list(read_code(tmp_path / "dist/models/x")) == ["train.py"]


def test_the_excludes_of_a_person_do_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, ["repository/x/model.yaml", "repository/x/train.py", "config/git/ignore"])
    (tmp_path / "config/git/ignore").write_text("train.py\n")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    git(tmp_path / "repository", "init", "-q")
    assert list(read_code(tmp_path / "repository/x")) == ["train.py"]


def test_a_link_to_a_file_is_that_file(tmp_path: Path) -> None:
    write(tmp_path, ["train.py"])
    os.symlink("train.py", tmp_path / "same.py")
    assert read_code(tmp_path)["same.py"] == SourceFile(b"train.py")


def test_all_files_that_cannot_be_archived_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, ["models/x/train.py", "models/x/a\nb.py"])
    os.symlink("nowhere", tmp_path / "models/x/broken.py")
    os.symlink("/", tmp_path / "models/x/everything")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError) as caught:
        read_code(Path("models/x"))
    assert str(caught.value) == (
        "models/x/a\\nb.py: the file's name has a line break or is not UTF-8\n  hint: rename the file\n"
        "models/x/broken.py: cannot be read: No such file or directory\n  hint: every file of a model's directory goes into its code archive\n"
        "models/x/everything: is a link to a directory\n  hint: put the directory itself in its place"
    )
