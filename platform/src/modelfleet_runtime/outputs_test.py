from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from modelfleet_runtime.failure import TRY_AGAIN, Failure
from modelfleet_runtime.folders import Folders
from modelfleet_runtime.outputs import made, publish, rescue
from modelfleet_runtime.workspace import Workspace

PATH = "logical_date=2026-11-20T000000Z/run=r1"

PARAMS: dict[str, Any] = {
    "model": "m",
    "job": "j",
    "run": "r1",
    "logical_date": "2026-11-20T00:00:00+00:00",
    "digests": {"code": "c", "environment": "e", "runtime": "r"},
    "run_path": PATH,
    "artifacts": None,
    "scratch": "s3://scratch/m/j/",
    "outputs": [{"name": "scores", "from": "out/", "uri": "s3://dwh/scores/"}, {"name": "model", "from": "model.bin", "uri": "s3://models/m"}],
}


class Recording(Folders):
    """Real folders that remember the order of what was done, and fail where they are told to."""

    def __init__(self, root: Path, failing: str = "") -> None:
        super().__init__(root, {})
        self.done: list[str] = []
        self._failing = failing

    def mirror(self, source: Path, uri: str, *, seconds: float | None = None) -> None:
        if self._failing and self._failing in uri:
            raise Failure(f"could not write to {uri}", code=TRY_AGAIN)
        self.done.append(f"mirror {uri}")
        super().mirror(source, uri, seconds=seconds)

    def put(self, source: Path, uri: str) -> None:
        self.done.append(f"put {uri}")
        super().put(source, uri)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = Workspace(tmp_path / "workspace")
    (workspace.work / "out").mkdir(parents=True)
    workspace.run.mkdir()
    (workspace.work / "out" / "scores.csv").write_text("score\n1\n", encoding="utf-8")
    (workspace.work / "model.bin").write_bytes(b"m")
    return workspace


def published(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def test_all_data_first_and_all_markers_last(tmp_path: Path, workspace: Workspace, capfd: pytest.CaptureFixture[str]) -> None:
    transfer = Recording(tmp_path / "data")
    publish("launcher", PARAMS, workspace, transfer, lambda: False)
    assert transfer.done == [
        f"mirror s3://dwh/scores/{PATH}",
        f"mirror s3://models/m/{PATH}",
        f"put s3://dwh/scores/{PATH}/_SUCCESS",
        f"put s3://models/m/{PATH}/_SUCCESS",
    ]
    marker = json.loads((tmp_path / "data" / "dwh" / "scores" / PATH / "_SUCCESS").read_text(encoding="utf-8"))
    assert marker == {key: PARAMS[key] for key in ("model", "job", "run", "logical_date", "digests")}
    assert capfd.readouterr().err == f"launcher: output scores: s3://dwh/scores/{PATH}/\nlauncher: output model: s3://models/m/{PATH}/\n"


def test_a_second_attempt_writes_only_what_has_no_marker(tmp_path: Path, workspace: Workspace, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Failure) as caught:
        publish("launcher", PARAMS, workspace, Recording(tmp_path / "data", failing="models"), lambda: False)
    assert caught.value.code == TRY_AGAIN
    assert not any(path.endswith("_SUCCESS") for path in published(tmp_path / "data"))
    publish("launcher", PARAMS, workspace, Recording(tmp_path / "data"), lambda: False)
    before = published(tmp_path / "data")
    capfd.readouterr()
    third = Recording(tmp_path / "data")
    publish("launcher", PARAMS, workspace, third, lambda: False)
    assert (third.done, published(tmp_path / "data")) == ([], before)
    assert capfd.readouterr().err.splitlines()[0] == f"launcher: output scores: s3://dwh/scores/{PATH}/ was published by an earlier attempt and stays as it is"


def test_every_output_that_was_not_made_is_named(tmp_path: Path, workspace: Workspace) -> None:
    (workspace.work / "out" / "scores.csv").unlink()
    (workspace.work / "model.bin").unlink()
    with pytest.raises(Failure) as caught:
        publish("launcher", PARAMS, workspace, Recording(tmp_path / "data"), lambda: False)
    assert str(caught.value) == (
        "output scores: the run made no file in `out/`; output model: the run made no file in `model.bin`\n"
        "  hint: the entry point must write there, relative to its working directory, or `outputs` must change"
    )
    assert caught.value.code == 1
    assert not (tmp_path / "data").exists()


def test_a_stopped_run_writes_no_marker(tmp_path: Path, workspace: Workspace) -> None:
    with pytest.raises(Failure) as caught:
        publish("launcher", PARAMS, workspace, Recording(tmp_path / "data"), lambda: True)
    assert str(caught.value) == "the run was stopped while its outputs were written; they have no marker"
    assert not any(path.endswith("_SUCCESS") for path in published(tmp_path / "data"))


def test_scratch_has_what_is_there_and_no_marker(tmp_path: Path, workspace: Workspace, capfd: pytest.CaptureFixture[str]) -> None:
    (workspace.work / "model.bin").unlink()
    rescue("launcher", PARAMS, workspace, Recording(tmp_path / "data"), seconds=5)
    assert published(tmp_path / "data") == [f"scratch/m/j/{PATH}/scores/scores.csv"]
    assert capfd.readouterr().err == f"launcher: output scores: not published, kept at s3://scratch/m/j/{PATH}/scores/\n"


def test_a_scratch_that_does_not_answer_is_only_a_line_in_the_log(tmp_path: Path, workspace: Workspace, capfd: pytest.CaptureFixture[str]) -> None:
    rescue("launcher", PARAMS, workspace, Recording(tmp_path / "data", failing="scratch"), seconds=5)
    assert capfd.readouterr().err.splitlines()[0] == (
        f"launcher: output scores: not published, and not kept either: could not write to s3://scratch/m/j/{PATH}/scores"
    )


def test_an_empty_tree_is_no_output(tmp_path: Path) -> None:
    (tmp_path / "out" / "inner").mkdir(parents=True)
    assert not made(tmp_path / "out")
    assert not made(tmp_path / "absent")
    (tmp_path / "out" / "inner" / "f").touch()
    assert made(tmp_path / "out")
