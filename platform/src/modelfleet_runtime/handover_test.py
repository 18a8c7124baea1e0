from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from modelfleet_runtime.failure import BROKEN, Failure
from modelfleet_runtime.handover import check_made, hand_on, links_out_of, receive
from modelfleet_runtime.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = Workspace(tmp_path)
    workspace.work.mkdir()
    return workspace


def write(path: Path, text: str = "x") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def params_of(*receives: dict[str, Any], hands_on: list[str] | None = None) -> dict[str, Any]:
    return {"step": {"receives": list(receives), "hands_on": hands_on or []}}


def files(directory: Path) -> list[str]:
    return sorted(path.relative_to(directory).as_posix() for path in directory.rglob("*") if path.is_file())


def test_a_job_without_steps_hands_nothing_on(workspace: Workspace) -> None:
    params = {"step": None}
    check_made(params, workspace)
    assert (receive(params, workspace), hand_on(params, workspace), workspace.artifacts.exists()) == ([], [], False)


def test_what_arrived_is_put_where_the_step_looks_for_it(workspace: Workspace) -> None:
    write(workspace.artifacts / "in-00" / "features" / "a.csv")
    write(workspace.artifacts / "in-00" / "not-taken")
    for slot in ("in-01", "in-02"):
        write(workspace.artifacts / slot / "part")
    params = params_of(
        {"slot": "in-00", "names": ["features"], "below": None},
        {"slot": "in-01", "names": ["part"], "below": "north"},
        {"slot": "in-02", "names": ["part"], "below": "7"},
    )
    assert receive(params, workspace) == ["features", "part/north", "part/7"]
    assert files(workspace.work) == ["features/a.csv", "part/7", "part/north"]
    # A second attempt in the same workspace finds all in place.
    assert receive(params, workspace) == ["features", "part/north", "part/7"]


def test_what_did_not_arrive_is_the_platforms_fault(workspace: Workspace) -> None:
    with pytest.raises(Failure, match=r"artifact part: .*/artifacts/in-00/part is not there") as caught:
        receive(params_of({"slot": "in-00", "names": ["part"], "below": None}), workspace)
    assert caught.value.code == BROKEN


def test_a_name_never_leaves_the_working_directory(workspace: Workspace) -> None:
    write(workspace.artifacts / "in-00" / "part")
    with pytest.raises(Failure, match="leaves the working directory"):
        receive(params_of({"slot": "in-00", "names": ["part"], "below": "../.."}), workspace)


def test_files_and_directories_are_handed_on_as_they_are(workspace: Workspace) -> None:
    write(workspace.work / "names")
    write(workspace.work / "features" / "a.csv")
    (workspace.work / "features" / "b.csv").symlink_to("a.csv")
    (workspace.work / "features" / "empty").mkdir()
    params = params_of(hands_on=["features", "names"])
    check_made(params, workspace)
    assert hand_on(params, workspace) == ["features", "names"]
    assert files(workspace.handed_on) == ["features/a.csv", "features/b.csv", "names"]
    assert (workspace.handed_on / "features" / "b.csv").is_symlink()
    assert (workspace.handed_on / "features" / "empty").is_dir()


def test_all_that_was_not_made_is_named(workspace: Workspace) -> None:
    (workspace.work / "empty").mkdir()
    with pytest.raises(Failure) as caught:
        check_made(params_of(hands_on=["absent", "empty"]), workspace)
    assert caught.value.what == "artifact absent: the step made no file in `absent`; artifact empty: the step made no file in `empty`"
    assert caught.value.code == 1


@pytest.mark.parametrize(
    ("link", "target", "leaves"),
    [
        ("a/link", "file", False),
        ("a/inner/link", "../file", False),
        ("a/link", "../b", True),
        ("a/link", "../a-longer-name", True),
        ("a/link", "/etc/hostname", True),
        ("a/link", "../../outside", True),
    ],
)
def test_links(workspace: Workspace, link: str, target: str, leaves: bool) -> None:
    write(workspace.work / "a" / "file")
    write(workspace.work / "b")
    write(workspace.work / "a-longer-name")
    path = workspace.work / link
    path.parent.mkdir(exist_ok=True)
    os.symlink(target, path)
    assert links_out_of(workspace.work / "a") == ([link] if leaves else [])


def test_an_absolute_link_leaves_even_when_it_points_inside(workspace: Workspace) -> None:
    write(workspace.work / "a" / "file")
    (workspace.work / "a" / "link").symlink_to(workspace.work / "a" / "file")
    assert links_out_of(workspace.work / "a") == ["a/link"]
