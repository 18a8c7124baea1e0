from __future__ import annotations

from pathlib import Path

import pytest

from modelfleet_runtime.failure import Failure
from modelfleet_runtime.folders import Folders, folder_map, folder_of


def tree(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*")) if path.is_file()}


def made(folder: Path, **files: str) -> Path:
    for name, content in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


def test_places(tmp_path: Path) -> None:
    assert folder_of(tmp_path, "s3://bucket/a//b/") == folder_of(tmp_path, "s3:bucket/a/b") == tmp_path / "bucket" / "a" / "b"
    folders = Folders(tmp_path, {"s3://bucket/scores/": Path("/mine")})
    assert folders.place("s3://bucket/scores/logical_date=x/run=y") == Path("/mine/logical_date=x/run=y")
    assert folders.place("s3://bucket/scores-drift/x") == tmp_path / "bucket" / "scores-drift" / "x"


def test_a_mirror_replaces_what_was_there_and_leaves_markers_out(tmp_path: Path) -> None:
    source = made(tmp_path / "out", a="1", inner__b="2", _SUCCESS="of another tool", inner___SUCCESS="data")
    made(tmp_path / "data" / "bucket" / "x", stale="0", _SUCCESS="old")
    folders = Folders(tmp_path / "data", {})
    folders.mirror(source, "s3://bucket/x")
    assert tree(tmp_path / "data") == {"bucket/x/a": "1", "bucket/x/inner/_SUCCESS": "data", "bucket/x/inner/b": "2"}
    assert not folders.holds("s3://bucket/x/_SUCCESS")
    folders.put(source / "a", "s3://bucket/x/_SUCCESS")
    assert folders.holds("s3://bucket/x/_SUCCESS")


def test_a_single_file_goes_into_the_directory(tmp_path: Path) -> None:
    source = made(tmp_path / "out", model="m") / "model"
    Folders(tmp_path / "data", {}).mirror(source, "s3://bucket/x")
    assert tree(tmp_path / "data") == {"bucket/x/model": "m"}


def test_a_place_that_cannot_be_written_is_a_temporary_fault(tmp_path: Path) -> None:
    (tmp_path / "bucket").write_text("a file where a folder must be", encoding="utf-8")
    source = made(tmp_path / "out", a="1")
    with pytest.raises(Failure) as caught:
        Folders(tmp_path, {}).mirror(source, "s3://bucket/x")
    assert caught.value.code == 75
    assert str(caught.value).startswith(f"could not write to {tmp_path}/bucket/x: ")


def test_the_map(tmp_path: Path) -> None:
    assert folder_map({"MODELFLEET_FOLDER_MAP": '{"inputs": {"a": "/x"}}'}, "inputs") == {"a": Path("/x")}
    assert folder_map({}, "outputs") == {}
    with pytest.raises(Failure) as caught:
        folder_map({"MODELFLEET_FOLDER_MAP": "[]"}, "inputs")
    assert caught.value.code == 2
