"""`code.git` from the lock to the manifest: a branch, a tag, a commit, a directory, a private repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from gitcode.fleet import FILE, LOCK, Fleet
from gitcode.git_server import PASSWORD, USER, GitServer
from gitcode.repository import Remote

from modelfleet.cli.main import main
from modelfleet.spec.code_lock import load_code_lock


def lock_of() -> object:
    return load_code_lock(Path(LOCK), LOCK)


def test_a_branch_is_locked_to_its_commit(fleet: Fleet, server: GitServer, remote: Remote, capsys: pytest.CaptureFixture[str]) -> None:
    first = remote.git("rev-parse", "HEAD")
    fleet.describe(f"{{git: {{repo: {server.url}/scoring.git, revision: main}}}}")
    assert fleet.lock() == 0
    assert capsys.readouterr().out.splitlines()[0] == f"{LOCK}: written, main is {first[:12]}, 3 files"
    lock = lock_of()
    assert (lock.commit, lock.branch, lock.tag, lock.paths) == (first, "main", None, ("lib/math.py", "run.sh", "train.py"))
    inventory = fleet.render()
    assert inventory["problems"] == []
    assert fleet.artifact() == {
        "name": "code",
        "archive": {"none": {}},
        "git": {"repo": f"{server.url}/scoring.git", "revision": first, "singleBranch": True, "branch": "main", "disableSubmodules": True},
    }
    digest = inventory["stages"]["local"]["archives"]["code"]
    assert inventory["archives"][digest]["git"] == {"index_digest": lock.index_digest, "size": lock.size}
    assert fleet.manifest()["spec"]["workflowMetadata"]["labels"]["modelfleet.io/code"] == digest[:16]

    before = Path(LOCK).read_bytes()
    assert fleet.lock() == 0 and Path(LOCK).read_bytes() == before
    second = remote.push({"train.py": "print('better')\n"})
    # Nothing moves before somebody locks again, and rendering asks no server.
    assert fleet.lock("--check") == 0
    fleet.render()
    assert fleet.artifact()["git"]["revision"] == first
    capsys.readouterr()
    assert fleet.lock() == 0
    assert capsys.readouterr().out.splitlines()[:2] == [
        f"{LOCK}: written, main is {second[:12]}, 3 files",
        f"  {first[:12]} -> {second[:12]}, 1 file differs",
    ]
    after = fleet.render()
    assert fleet.artifact()["git"]["revision"] == second
    assert after["stages"]["local"]["archives"]["code"] != digest


def test_equal_files_are_equal_code_whatever_the_commit(fleet: Fleet, server: GitServer, remote: Remote) -> None:
    fleet.describe(f"{{git: {{repo: {server.url}/scoring.git, revision: main}}}}")
    digests = set()
    for _ in range(2):
        assert fleet.lock() == 0
        digests.add(fleet.render()["stages"]["local"]["archives"]["code"])
        remote.push({}, "Nothing new")
    assert len(digests) == 1


def test_a_tag_of_a_commit_that_is_on_no_branch(fleet: Fleet, server: GitServer, remote: Remote) -> None:
    remote.git("checkout", "--quiet", "--detach")
    remote.write({"train.py": "print('released')\n"})
    remote.git("commit", "--quiet", "--all", "--message", "Release")
    released = remote.git("rev-parse", "HEAD")
    remote.git("tag", "--annotate", "--message", "1.0", "v1.0")
    remote.git("checkout", "--quiet", "main")
    remote.push({"other.py": ""})
    fleet.describe(f"{{git: {{repo: {server.url}/scoring.git, revision: v1.0}}}}")
    assert fleet.lock() == 0
    lock = lock_of()
    assert (lock.commit, lock.branch, lock.tag) == (released, "main", "v1.0")
    fleet.render()
    assert fleet.artifact()["git"]["fetch"] == ["refs/tags/v1.0:refs/tags/v1.0"]


def test_a_commit_is_reached_by_a_branch_that_leads_to_it(fleet: Fleet, server: GitServer, remote: Remote) -> None:
    first = remote.git("rev-parse", "HEAD")
    remote.push({"train.py": "print('newer')\n"})
    remote.git("checkout", "--quiet", "-b", "feature/x")
    third = remote.push({"train.py": "print('newest')\n"})
    for commit, branch in ((first, "main"), (third, "feature/x")):
        fleet.describe(f'{{git: {{repo: {server.url}/scoring.git, revision: "{commit}"}}}}')
        assert fleet.lock() == 0
        assert (lock_of().commit, lock_of().branch) == (commit, branch)


def test_a_directory_of_a_repository(fleet: Fleet, server: GitServer, remote: Remote) -> None:
    remote.push({"models/one/jobs/train.py": "import shared\n", "models/one/shared.py": ""})
    fleet.describe(f"{{git: {{repo: {server.url}/scoring.git, revision: main, path: models/one}}}}", "jobs/train.py")
    assert fleet.lock() == 0
    assert fleet.render()["problems"] == []
    (task,) = fleet.manifest()["spec"]["templates"][0]["dag"]["tasks"]
    (settings,) = [one["value"] for one in task["arguments"]["parameters"] if one["name"] == "settings"]
    assert '"code_directory": "models/one/"' in settings or '"code_directory":"models/one/"' in settings


def test_a_private_repository_by_ones_own_credentials(
    fleet: Fleet, private: GitServer, remote: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fleet.describe(f"{{git: {{repo: {private.url}/scoring.git, revision: main}}}}")
    assert fleet.lock() == 1
    assert capsys.readouterr().err.startswith(f"{FILE}:5: code.git.repo: you may not read this repository\n")
    host = private.url.partition("://")[2]
    (tmp_path / "credentials").write_text(f"http://{USER}:{PASSWORD}@{host}\n")
    (tmp_path / "gitconfig").write_text(f"[credential]\n\thelper = store --file {tmp_path}/credentials\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    assert fleet.lock() == 0
    assert PASSWORD not in Path(LOCK).read_text() + capsys.readouterr().out


def test_nothing_but_the_bytes_of_the_commit_counts(fleet: Fleet, server: GitServer, remote: Remote, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither attributes nor this person's configuration change line endings, leave files out or run a filter."""
    (tmp_path / "gitconfig").write_text("[core]\n\tautocrlf = true\n\tsafecrlf = false\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    files: dict[str, str | bytes] = {".gitattributes": "hidden.py export-ignore\n*.txt ident\n", "hidden.py": "", "a.txt": "$Id$\n", "crlf.py": b"x\r\n"}
    remote.push(files)
    os.chmod(remote.tree / "run.sh", 0o755)
    (remote.tree / "link.py").symlink_to("lib/math.py")
    remote.push({})
    fleet.describe(f"{{git: {{repo: {server.url}/scoring.git, revision: main}}}}")
    assert fleet.lock() == 0
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    first = Path(LOCK).read_bytes()
    assert fleet.lock() == 0
    assert Path(LOCK).read_bytes() == first
    assert "  l lib/math.py link.py\n" in first.decode() and " x run.sh\n" in first.decode() and " - hidden.py\n" in first.decode()


def test_a_lock_that_is_no_longer_needed_goes(fleet: Fleet, server: GitServer, remote: Remote, capsys: pytest.CaptureFixture[str]) -> None:
    fleet.describe(f"{{git: {{repo: {server.url}/scoring.git, revision: main}}}}")
    assert fleet.lock() == 0
    fleet.describe()
    assert fleet.lock("--check") == 1
    assert capsys.readouterr().err == f"{LOCK}: is left over: model.yaml has no `code`\n  hint: `./pants lock models/scoring` deletes it\n"
    assert fleet.lock() == 0 and not Path(LOCK).exists()


def test_an_archive_of_such_code_is_refused(fleet: Fleet, server: GitServer, remote: Remote, capsys: pytest.CaptureFixture[str]) -> None:
    fleet.describe(f"{{git: {{repo: {server.url}/scoring.git, revision: main}}}}")
    assert fleet.lock() == 0
    assert main(["archive", "code", "scoring", "--out", "code.tgz"]) == 1
    assert capsys.readouterr().err == (
        f"{LOCK}: the code of this model is in another repository, so there is no archive of it\n"
        "  hint: the lock names the repository and the commit that pods clone\n"
    )
