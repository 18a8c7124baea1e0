"""The transfer step: the script with a real rclone, and the module over folders, which must agree."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

Transfer = Callable[..., subprocess.CompletedProcess[str]]
Row = tuple[str, str, str, str]

SHELLS = [["busybox", "ash"], ["dash"], ["bash", "--posix"]]


class Place:
    """A workspace and a folder of data; `rows` name inputs by paths below the folder."""

    def __init__(self, root: Path) -> None:
        self.data, self.workspace = root / "data", root / "workspace"
        self.data.mkdir()
        (self.workspace / "run" / "selected").mkdir(parents=True)

    def put(self, *paths: str) -> None:
        for path in paths:
            file = self.data / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(path, encoding="utf-8")

    def write_rows(self, rows: Sequence[Row]) -> None:
        lines = []
        for name, path, to, select in rows:
            (self.workspace / "work" / to).mkdir(parents=True, exist_ok=True)
            lines.append(f"{name}\ts3:{path}\t{self.workspace}/work/{to}\t{select}\n")
        (self.workspace / "run" / "transfers.tsv").write_text("".join(lines), encoding="utf-8")

    def copied(self) -> Mapping[str, str]:
        work = self.workspace / "work"
        return {path.relative_to(work).as_posix(): path.read_text(encoding="utf-8") for path in sorted(work.rglob("*")) if path.is_file()}

    def selected(self) -> Mapping[str, str]:
        return {path.name: path.read_text(encoding="utf-8") for path in (self.workspace / "run" / "selected").iterdir()}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def shell_transfer(place: Place, script: str, rclone: Path, shell: Sequence[str], remote: Mapping[str, str] | None = None) -> Transfer:
    image = place.workspace.parent / "image"
    image.mkdir()
    (image / "rclone").symlink_to(rclone)
    program = shutil.which(shell[0])
    assert program is not None
    if shell[0] == "busybox":
        # As in the image of rclone: its tools are busybox, too, and there are no others.
        subprocess.run([program, "--install", "-s", str(image)], check=True)
    environ = {
        "PATH": str(image) if shell[0] == "busybox" else f"{image}:/usr/bin:/bin",
        "MODELFLEET_WORKSPACE": str(place.workspace),
        **(remote or {"RCLONE_CONFIG_S3_TYPE": "alias", "RCLONE_CONFIG_S3_REMOTE": str(place.data)}),
    }

    def run(*rows: Row) -> subprocess.CompletedProcess[str]:
        place.write_rows(rows)
        quick = script.replace("--retries-sleep 10s --low-level-retries 10", "--retries-sleep 10ms --low-level-retries 1")
        assert quick != script
        return subprocess.run([program, *shell[1:], "-c", quick], env=environ, capture_output=True, text=True, timeout=120, check=False)

    return run


def folder_transfer(place: Place) -> Transfer:
    environ = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(sys.path),
        "MODELFLEET_WORKSPACE": str(place.workspace),
        "MODELFLEET_FOLDERS": str(place.data),
    }

    def run(*rows: Row) -> subprocess.CompletedProcess[str]:
        place.write_rows(rows)
        return subprocess.run([sys.executable, "-m", "modelfleet_runtime.transfer_in"], env=environ, capture_output=True, text=True, check=False)

    return run


@pytest.fixture(params=["rclone", "folders"])
def transfer(request: pytest.FixtureRequest, place: Place, transfer_in_script: str) -> Transfer:
    if request.param == "folders":
        return folder_transfer(place)
    return shell_transfer(place, transfer_in_script, request.getfixturevalue("rclone"), a_shell())


def a_shell() -> list[str]:
    """The strictest POSIX shell of this machine; that of the rclone image is busybox."""
    return next(shell for shell in SHELLS if shutil.which(shell[0]))


def said(done: subprocess.CompletedProcess[str], place: Place) -> list[str]:
    """What the step itself says, without rclone's own lines; places are shortened."""
    words = done.stderr.replace(f"{place.data}/", "s3:").replace(str(place.workspace), "WORKSPACE")
    return [line for line in words.splitlines() if line.startswith(("transfer-in:", "  hint:"))]


def test_directories_and_single_files(place: Place, transfer: Transfer) -> None:
    place.put("dwh/a.csv", "dwh/inner/b.csv", "dwh/_SUCCESS", "models/model.bin")
    done = transfer(("rows", "dwh/", "data", "-"), ("model", "models/model.bin", "model", "-"))
    assert said(done, place) == [
        "transfer-in: input rows: s3:dwh -> WORKSPACE/work/data",
        "transfer-in: input model: s3:models/model.bin -> WORKSPACE/work/model",
        "transfer-in: 2 inputs are in place",
    ]
    assert done.returncode == 0
    assert place.copied() == {
        "data/_SUCCESS": "dwh/_SUCCESS",
        "data/a.csv": "dwh/a.csv",
        "data/inner/b.csv": "dwh/inner/b.csv",
        "model/model.bin": "models/model.bin",
    }
    assert place.selected() == {}


def test_no_inputs(place: Place, transfer: Transfer) -> None:
    done = transfer()
    assert (done.returncode, said(done, place)) == (0, ["transfer-in: 0 inputs are in place"])


def test_the_newest_complete_run_is_taken(place: Place, transfer: Transfer) -> None:
    old, new, newest = "logical_date=2026-11-18T000000Z", "logical_date=2026-11-19T000000Z", "logical_date=2026-11-20T000000Z"
    place.put(f"s/{old}/run=z/x", f"s/{old}/run=z/_SUCCESS", f"s/{new}/run=a/x", f"s/{new}/run=a/_SUCCESS", f"s/{new}/run=a/deep/_SUCCESS")
    # A name that begins as another one does, a run without a marker, one whose marker is too deep, and what is no run at all.
    place.put(f"s/{new}/run=a-b/x", f"s/{new}/run=a-b/_SUCCESS", f"s/{new}/run=b/x", f"s/{newest}/run=c/x", f"s/{newest}/run=d/deep/_SUCCESS")
    place.put("s/zzz/run=z/_SUCCESS", "s/logical_date=9/other/_SUCCESS", "s/_SUCCESS")
    done = transfer(("scores", "s/", "data", "latest_complete"))
    assert said(done, place)[0] == f"transfer-in: input scores: s3:s/{new}/run=a-b -> WORKSPACE/work/data"
    assert done.returncode == 0
    assert place.copied() == {"data/x": f"s/{new}/run=a-b/x"}
    assert place.selected() == {"scores": f"{new}/run=a-b\n"}


def test_every_input_that_fails_is_named(place: Place, transfer: Transfer) -> None:
    place.put("dwh/a.csv", "s/logical_date=1/run=1/x")
    (place.data / "empty").mkdir()
    done = transfer(("gone", "nowhere/x/", "a", "-"), ("scores", "s/", "b", "latest_complete"), ("empty", "empty/", "c", "-"), ("rows", "dwh/", "d", "-"))
    assert done.returncode == 1
    lines = [line for line in said(done, place) if " -> " not in line]
    assert [line.replace("s3:nowhere/x/", "s3:nowhere/x") for line in lines] == [
        "transfer-in: input gone: nothing is at s3:nowhere/x",
        "transfer-in: input scores: no complete run is under s3:s (no logical_date=…/run=…/ holds _SUCCESS)",
        "  hint: run the job that writes it and let it end well, then run this job again",
        "transfer-in: input empty: no files are at s3:empty",
        "  hint: check `uri` of the input, and that whatever writes there has run",
    ]
    assert "d/a.csv" in place.copied()


def test_nothing_was_ever_written(place: Place, transfer: Transfer) -> None:
    (place.data / "s").mkdir()
    done = transfer(("scores", "s/", "data", "latest_complete"))
    assert done.returncode == 1
    assert said(done, place)[0] == "transfer-in: input scores: no complete run is under s3:s (no logical_date=…/run=…/ holds _SUCCESS)"


@pytest.mark.parametrize("name", ["a b", "--config", "$(touch pwned)", "`id`", "a'b\"c", "*", "back\\slash", "ü", "-"])
def test_names_are_only_names(place: Place, transfer: Transfer, name: str) -> None:
    place.put(f"dwh/{name}/{name}", f"s/logical_date=1/run={name}/x", f"s/logical_date=1/run={name}/_SUCCESS")
    done = transfer((name, f"dwh/{name}/", name, "-"), ("scores", "s/", "scores", "latest_complete"))
    assert (done.returncode, place.copied()) == (0, {f"{name}/{name}": f"dwh/{name}/{name}", "scores/x": f"s/logical_date=1/run={name}/x"})
    assert place.selected() == {"scores": f"logical_date=1/run={name}\n"}
    assert sorted(path.name for path in place.workspace.iterdir()) == ["run", "work"]


def test_the_binary_is_left_for_the_launcher(place: Place, transfer_in_script: str, rclone: Path) -> None:
    shell_transfer(place, transfer_in_script, rclone, a_shell())()
    left = place.workspace / "run" / "bin" / "rclone"
    assert left.read_bytes() == rclone.read_bytes()
    assert os.access(left, os.X_OK)
    assert sorted(path.name for path in (place.workspace / "run").iterdir()) == ["bin", "selected", "transfers.tsv"]


def test_a_store_that_does_not_answer_is_a_temporary_fault(place: Place, transfer_in_script: str, rclone: Path) -> None:
    nobody = {"RCLONE_CONFIG_S3_TYPE": "webdav", "RCLONE_CONFIG_S3_URL": "http://127.0.0.1:9/"}
    done = shell_transfer(place, transfer_in_script, rclone, a_shell(), nobody)(("rows", "dwh/", "data", "-"), ("scores", "s/", "s", "latest_complete"))
    assert done.returncode == 75
    assert [line for line in said(done, place) if " -> " not in line] == [
        "transfer-in: input rows: rclone could not read s3:dwh (exit code 1, see above); the job may be retried",
        "transfer-in: input scores: rclone could not read s3:s (exit code 1, see above); the job may be retried",
    ]
