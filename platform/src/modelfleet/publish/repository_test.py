from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from modelfleet.errors import UserError
from modelfleet.publish.repository import (
    Repository,
    Signature,
    blob_id,
    is_url,
    load_blobs,
    load_tip,
    load_tree,
    open_repository,
    without_credentials,
    write_commit,
    write_tip,
)

BY = Signature("Modelfleet publisher", "publisher@modelfleet.invalid", 1_800_000_000)
PATH = ".modelfleet/deploy.git"


def git(repository: Repository, *words: str) -> str:
    return subprocess.run(["git", repository.at, *words], capture_output=True, text=True, check=True).stdout


def commit(repository: Repository, files: dict[str, bytes], deletes: tuple[str, ...] = ()) -> str:
    parent = load_tip(repository)
    made = write_commit(repository, parent, files, deletes, "One\n\nbody\n", BY)
    assert write_tip(repository, made, parent)
    return made


@pytest.fixture(params=["path", "url"])
def repository(request: pytest.FixtureRequest, tmp_path: Path) -> Repository:
    made = open_repository(PATH, "deploy/local", tmp_path)
    return made if request.param == "path" else open_repository(f"file://{made.git_dir}", "deploy/local", tmp_path)


def test_commits_follow_each_other(repository: Repository) -> None:
    assert load_tip(repository) is None
    first = commit(repository, {"a/b.yaml": b"1\n", "a/c.yaml": b"\0\n2"})
    assert load_tip(repository) == first
    second = commit(repository, {"d": b""}, ("a/b.yaml",))
    tree = load_tree(repository, second)
    assert tree == {"a/c.yaml": blob_id(b"\0\n2", second), "d": blob_id(b"", second)}
    assert load_blobs(repository, tree.values()) == {tree["a/c.yaml"]: b"\0\n2", tree["d"]: b""}
    assert (
        git(repository, "log", "--format=%an <%ae>|%cn|%at|%B", first)
        == "Modelfleet publisher <publisher@modelfleet.invalid>|Modelfleet publisher|1800000000|One\n\nbody\n\n"
    )
    assert git(repository, "rev-parse", f"{second}^").strip() == first
    assert git(repository, "fsck", "--strict", "--no-dangling") == ""


def test_the_second_of_two_writers_is_told(repository: Repository) -> None:
    parent = commit(repository, {"a": b"1"})
    ours = write_commit(repository, parent, {"a": b"ours"}, (), "Ours", BY)
    theirs = commit(repository, {"a": b"theirs"})
    assert not write_tip(repository, ours, parent)
    assert load_tip(repository) == theirs


def test_the_second_of_two_first_writers_is_told(repository: Repository) -> None:
    ours = write_commit(repository, None, {"a": b"ours"}, (), "Ours", BY)
    theirs = commit(repository, {"a": b"theirs"})
    assert not write_tip(repository, ours, None)
    assert load_tip(repository) == theirs


def test_only_the_branch_is_left_behind(repository: Repository) -> None:
    made = commit(repository, {"a": b"1"})
    assert load_tip(repository) == made
    assert git(repository, "for-each-ref", "--format=%(refname)").split() == ["refs/heads/deploy/local"]


def test_a_clone_checks_the_branch_out(tmp_path: Path) -> None:
    made = open_repository(PATH, "deploy/local", tmp_path)
    commit(made, {"a": b"1"})
    subprocess.run(["git", "clone", "--quiet", str(made.git_dir), str(tmp_path / "clone")], check=True)
    assert (tmp_path / "clone/a").read_bytes() == b"1"


@pytest.mark.parametrize("left", [(), ("HEAD",), ("HEAD", "config"), ("objects/",), ("refs/", "objects/info/")], ids=str)
def test_a_repository_that_was_left_half_made_is_completed(tmp_path: Path, left: tuple[str, ...]) -> None:
    (tmp_path / PATH).mkdir(parents=True)
    for entry in left:
        place = tmp_path / PATH / entry
        if entry.endswith("/"):
            place.mkdir(parents=True)
        else:
            place.write_text("ref: refs/heads/deploy/local\n" if entry == "HEAD" else "")
    made = open_repository(PATH, "deploy/local", tmp_path)
    commit(made, {"a": b"1"})
    assert list((tmp_path / ".modelfleet").iterdir()) == [made.git_dir]


def test_the_repository_of_the_work_tree_is_not_mistaken_for_it(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    commit(open_repository(PATH, "deploy/local", tmp_path), {"a": b"1"})
    listed = subprocess.run(["git", "-C", str(tmp_path), "for-each-ref"], capture_output=True, text=True, check=True)
    assert listed.stdout == ""


def test_a_repository_with_a_work_tree_can_hold_the_branch(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", str(tmp_path / "other")], check=True)
    made = open_repository("other", "deploy/dev", tmp_path)
    assert made.git_dir == tmp_path / "other/.git"
    commit(made, {"a": b"1"})


def test_hooks_and_variables_of_the_caller_are_not_obeyed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = open_repository(PATH, "deploy/local", tmp_path)
    hooks = made.git_dir / "hooks"
    hooks.mkdir(exist_ok=True)
    (hooks / "reference-transaction").write_text("#!/bin/sh\nexit 1\n")
    (hooks / "reference-transaction").chmod(0o755)
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR"):
        monkeypatch.setenv(name, str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.compression")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "not-a-number")
    commit(made, {"a": b"1"})
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("place", ["file", "directory"])
def test_something_else_at_the_path_is_refused(tmp_path: Path, place: str) -> None:
    if place == "file":
        (tmp_path / "deploy.git").write_text("mine")
    else:
        (tmp_path / "deploy.git").mkdir()
        (tmp_path / "deploy.git/thesis.tex").write_text("mine")
    with pytest.raises(UserError) as refused:
        open_repository("deploy.git", "deploy/local", tmp_path)
    assert str(refused.value) == (
        "`deploy.git` is neither a Git repository nor empty\n  hint: move it away, or name another path in the stage: deploy.repository"
    )


def test_a_stale_lock_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = open_repository(PATH, "deploy/local", tmp_path)
    parent = commit(made, {"a": b"1"})
    lock = made.git_dir / "refs/heads/deploy/local.lock"
    lock.touch()
    after = write_commit(made, parent, {"a": b"2"}, (), "Two", BY)
    with pytest.raises(UserError) as refused:
        write_tip(made, after, parent)
    assert str(refused.value) == (
        "branch `deploy/local` of `.modelfleet/deploy.git` is locked\n"
        "  hint: when no other publish runs, delete `refs/heads/deploy/local.lock` in the repository and publish again"
    )
    lock.unlink()
    assert write_tip(made, after, parent)


def test_an_unreachable_remote_is_named(tmp_path: Path) -> None:
    made = open_repository(f"file://{tmp_path}/none.git", "deploy/dev", tmp_path)
    with pytest.raises(UserError) as refused:
        load_tip(made)
    assert str(refused.value).replace(str(tmp_path), "TMP") == (
        "the deploy repository `file://TMP/none.git` cannot be reached: 'TMP/none.git' does not appear to be a git repository\n"
        "  hint: `git ls-remote file://TMP/none.git` must work on this machine; the address is deploy.repository of the stage"
    )


def test_a_remote_that_refuses_the_push_is_quoted(tmp_path: Path) -> None:
    target = open_repository(PATH, "deploy/dev", tmp_path)
    hook = target.git_dir / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    remote = open_repository(f"file://{target.git_dir}", "deploy/dev", tmp_path)
    assert load_tip(remote) is None
    made = write_commit(remote, None, {"a": b"1"}, (), "One", BY)
    with pytest.raises(UserError) as refused:
        write_tip(remote, made, None)
    assert str(refused.value).replace(str(tmp_path), "TMP") == (
        "`file://TMP/.modelfleet/deploy.git` refuses the push to `deploy/dev`: failed to push some refs to 'file://TMP/.modelfleet/deploy.git'\n"
        "  hint: the publisher needs the right to push to this branch; it never forces"
    )


@pytest.mark.parametrize(
    ("location", "expected"),
    [("https://h/x.git", True), ("git@h:x.git", True), ("ssh://h/x", True), (".modelfleet/deploy.git", False), ("/abs/x.git", False), ("../x", False)],
)
def test_what_is_a_url(location: str, expected: bool) -> None:
    assert is_url(location) is expected


def test_credentials_are_never_published() -> None:
    assert without_credentials("https://user:token@git.example.com/x.git") == "https://git.example.com/x.git"
    assert without_credentials("ssh://git@git.example.com/x.git") == "ssh://git@git.example.com/x.git"
    assert without_credentials("git@git.example.com:x.git") == "git@git.example.com:x.git"
