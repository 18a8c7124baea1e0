"""A model.yaml that points to another repository: copied by `lock`, checked against its digests, rendered as any other."""

from __future__ import annotations

from pathlib import Path

import pytest
from gitcode.fleet import FILE, MODEL, Fleet, described
from gitcode.git_server import GitServer
from gitcode.repository import Remote

from modelfleet.cli.main import main
from modelfleet.spec.code_lock import load_code_lock

COPY = f"{MODEL}/source.yaml"


def point(fleet: Fleet, server: GitServer, path: str = "deploy/model.yaml", more: str = "") -> None:
    directory = fleet.root / MODEL
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "model.yaml").write_text(f"source:\n  git: {{repo: {server.url}/scoring.git, revision: main{more}}}\n  path: {path}\n")


def fill(fleet: Fleet, remote: Remote, text: str | None = None) -> str:
    return remote.push({"deploy/model.yaml": text or described(fleet.python), "deploy/requirements.txt": "", "deploy/train.py": "print('theirs')\n"})


def test_lock_copies_and_everything_reads_the_copy(fleet: Fleet, server: GitServer, remote: Remote, capsys: pytest.CaptureFixture[str]) -> None:
    commit = fill(fleet, remote)
    point(fleet, server)
    assert fleet.lock() == 0
    assert capsys.readouterr().out.splitlines()[:2] == [
        f"{MODEL}/source.lock: source.yaml, requirements.txt written, main is {commit[:12]}",
        f"{MODEL}/code.lock: written, main is {commit[:12]}, 6 files",
    ]
    assert Path(COPY).read_text() == described(fleet.python)
    lock = load_code_lock(Path(MODEL, "code.lock"), "code.lock")
    assert (lock.commit, lock.path) == (commit, "deploy/")
    inventory = fleet.render()
    assert (inventory["problems"], inventory["source"]) == ([], MODEL)
    assert fleet.artifact()["git"]["revision"] == commit
    assert fleet.lock("--check") == 0
    assert main(["run", "scoring:training"]) == 0
    before = {path.name: path.read_bytes() for path in Path(MODEL).iterdir()}
    assert fleet.lock() == 0
    assert {path.name: path.read_bytes() for path in Path(MODEL).iterdir()} == before


def test_their_own_lock_of_requirements_is_copied_too(fleet: Fleet, server: GitServer, remote: Remote, capsys: pytest.CaptureFixture[str]) -> None:
    theirs = f"tinypure==1.0 \\\n    --hash=sha256:{'0' * 64}\n"
    remote.push({"deploy/requirements.lock": theirs})
    fill(fleet, remote)
    remote.push({"deploy/requirements.txt": "tinypure\n"})
    point(fleet, server)
    assert fleet.lock() == 0
    assert Path(MODEL, "requirements.lock").read_text() == theirs
    assert capsys.readouterr().out.splitlines()[-1] == f"{MODEL}/requirements.lock: copied from the model's repository"


def test_a_copy_that_somebody_has_edited_is_refused(fleet: Fleet, server: GitServer, remote: Remote, capsys: pytest.CaptureFixture[str]) -> None:
    fill(fleet, remote)
    point(fleet, server)
    assert fleet.lock() == 0
    with Path(COPY).open("a") as copy:
        copy.write("tags: [mine]\n")
    (problem,) = fleet.render()["problems"]
    assert (problem["file"], problem["what"]) == (COPY, "is not the file that was locked")
    assert problem["hint"] == f"it is a copy: change it in {server.url}/scoring.git, then `./pants lock models/scoring`"
    capsys.readouterr()
    assert fleet.lock("--check") == 1
    assert fleet.lock() == 0 and fleet.render()["problems"] == []


def test_a_mistake_in_their_file_has_the_line_of_the_copy(fleet: Fleet, server: GitServer, remote: Remote) -> None:
    fill(fleet, remote, described(fleet.python).replace("description:", "descripton:"))
    point(fleet, server, more=", secret: nobodys")
    assert fleet.lock() == 0
    problems = {(one["file"], one["line"], one["path"], one["what"]) for one in fleet.render()["problems"]}
    assert problems == {
        (COPY, 2, "descripton", "unknown field"),
        (COPY, 1, "description", "is missing"),
        # What the copy leaves to its pointer is said of the pointer.
        (FILE, 2, "source.git.secret", "team-antifraud has no secret `nobodys`"),
        (FILE, 2, "source.git.secret", "the password of this secret would travel unencrypted"),
    }


@pytest.mark.parametrize(
    ("path", "files", "said"),
    [
        ("model.yml", {}, "source.path: the commit has no file `model.yml`\n  hint: its YAML files are deploy/model.yaml\n"),
        ("deploy/other.yaml", {"deploy/other.yaml": "source: {}\n"}, "source.path: `deploy/other.yaml` points to another repository itself\n"),
        ("bare/model.yaml", {"bare/model.yaml": 'python: {version: "3.11"}\n'}, "source.path: the commit has no file `bare/requirements.txt`, which lists"),
        (
            "odd/model.yaml",
            {"odd/model.yaml": 'python: {version: "3.11", requirements: BUILD}\n', "odd/BUILD": ""},
            "source.path: `BUILD` would be copied beside model.yaml, and is no list of packages by its name\n",
        ),
        (
            "odd/model.yaml",
            {"odd/model.yaml": 'python: {version: "3.11", requirements: BUILD.txt}\n', "odd/BUILD.txt": ""},
            "source.path: `BUILD.txt` would be copied beside model.yaml, and is no list of packages by its name\n",
        ),
    ],
)
def test_what_cannot_be_copied(
    path: str, files: dict[str, str], said: str, fleet: Fleet, server: GitServer, remote: Remote, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(fleet, remote)
    remote.push(files)
    point(fleet, server, path)
    assert fleet.lock() == 1
    assert capsys.readouterr().err.startswith(f"{FILE}:3: {said}")
    assert sorted(file.name for file in Path(MODEL).iterdir()) == ["model.yaml"]
