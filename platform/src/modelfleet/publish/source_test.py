from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from modelfleet.publish.source import Source, WorkTree, load_work_tree


@pytest.fixture(autouse=True)
def no_user_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The person who runs the tests has a name and an address; these tests are about what happens when nobody has."""
    (tmp_path / "gitconfig").touch()
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))


def git(directory: Path, *words: str) -> str:
    person = ("-c", "user.name=Ann", "-c", "user.email=ann@example.com")
    return subprocess.run(["git", "-C", str(directory), *person, *words], check=True, capture_output=True, text=True).stdout


def work_tree(directory: Path, *, message: str | None = "Retrain weekly\n\nBecause of drift.\n") -> Path:
    directory.mkdir()
    git(directory, "init", "--quiet")
    (directory / "model.yaml").write_text("1")
    if message is not None:
        git(directory, "add", ".")
        git(directory, "commit", "--quiet", "--date=2026-11-25T02:50:00+03:00", "-m", message)
    return directory


def test_a_clean_work_tree(tmp_path: Path) -> None:
    tree = work_tree(tmp_path / "tree")
    git(tree, "remote", "add", "origin", "https://user:token@git.example.com/fleet.git")
    head = git(tree, "rev-parse", "HEAD").strip()
    source = Source(head, "Ann <ann@example.com>", "2026-11-25T02:50:00+03:00", "Retrain weekly", "Because of drift.", "https://git.example.com/fleet.git")
    assert load_work_tree(tree) == WorkTree(True, source, False, False)
    assert load_work_tree(tree).note == f"{head[:12]} Retrain weekly"


@pytest.mark.parametrize("change", ["changed", "staged", "untracked"])
def test_a_dirty_work_tree(tmp_path: Path, change: str) -> None:
    tree = work_tree(tmp_path / "tree")
    (tree / ("new.yaml" if change == "untracked" else "model.yaml")).write_text("2")
    if change == "staged":
        git(tree, "add", ".")
    loaded = load_work_tree(tree)
    assert loaded.dirty
    assert loaded.note.endswith(" Retrain weekly (and uncommitted changes)")


def test_a_shallow_work_tree(tmp_path: Path) -> None:
    tree = work_tree(tmp_path / "tree")
    git(tree, "commit", "--quiet", "--allow-empty", "-m", "Two")
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{tree}", "clone")
    assert load_work_tree(tmp_path / "clone").shallow


def test_a_work_tree_without_commits(tmp_path: Path) -> None:
    loaded = load_work_tree(work_tree(tmp_path / "tree", message=None))
    assert (loaded.under_git, loaded.source, loaded.dirty) == (True, None, True)
    assert loaded.note == "a work tree without commits: no commit is recorded"


def test_a_directory_that_is_not_under_git(tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    loaded = load_work_tree(tmp_path / "plain")
    assert loaded == WorkTree(False, None, False, False)
    assert loaded.note == "not under Git: no commit is recorded"


def test_the_person_signs_when_git_knows_them(tmp_path: Path) -> None:
    (tmp_path / "gitconfig").write_text("[user]\n\tname = Bob\n\temail = bob@example.com\n")
    loaded = load_work_tree(work_tree(tmp_path / "tree"))
    assert (loaded.name, loaded.email) == ("Bob", "bob@example.com")


def test_settings_of_the_person_that_hide_changes_do_not_count(tmp_path: Path) -> None:
    (tmp_path / "gitconfig").write_text("[status]\n\tshowUntrackedFiles = no\n[log]\n\tshowSignature = true\n[color]\n\tui = always\n")
    tree = work_tree(tmp_path / "tree")
    (tree / "new.yaml").touch()
    loaded = load_work_tree(tree)
    assert loaded.dirty and loaded.source is not None and loaded.source.subject == "Retrain weekly"
