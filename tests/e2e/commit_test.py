"""When a work tree counts as a commit."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from e2e.commit import PAGE, load_commit


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "judged.txt").write_text("one", encoding="utf-8")
    who = ("-c", "user.name=somebody", "-c", "user.email=somebody@example.invalid", "-c", "commit.gpgsign=false")
    for words in (("init", "--quiet"), ("add", "--all"), (*who, "commit", "--quiet", "--message=First")):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    return tmp_path


def test_clean_tree_is_its_commit(tree: Path) -> None:
    found = load_commit(tree)
    head = subprocess.run(["git", "rev-parse", "HEAD", "HEAD^{tree}"], cwd=tree, check=True, capture_output=True, text=True).stdout.split()
    assert found is not None and [found.id, found.tree] == head
    assert str(found) == f"commit {head[0][:12]} (tree {head[1][:12]})"


def test_the_page_itself_may_differ(tree: Path) -> None:
    (tree / PAGE).write_text("last run", encoding="utf-8")
    assert load_commit(tree) is not None


@pytest.mark.parametrize("name", ["judged.txt", "new.txt"])
def test_changed_or_new_file_is_in_no_commit(name: str, tree: Path) -> None:
    (tree / name).write_text("two", encoding="utf-8")
    assert load_commit(tree) is None


def test_directory_without_git_is_no_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert load_commit(tmp_path) is None
