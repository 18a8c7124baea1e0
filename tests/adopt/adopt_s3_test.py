"""Trained artifacts in a real object store: an S3 server on this machine, rclone on the side of the pods, `adopt` on the other.

Without a Go toolchain these tests are skipped; uses_test.py and adopt_test.py do the same over folders.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import go_program
import pytest
from adopt.trainer import FILE, MODEL, train
from golden import root

from modelfleet.cli.main import main
from modelfleet_runtime.failure import Failure
from modelfleet_runtime.rclone import Rclone
from modelfleet_runtime.uses import fetch_used
from modelfleet_runtime.workspace import Workspace

BUCKET = "modelfleet-trained-dev"
PLACE = f"s3://{BUCKET}/demo/training/"


def _built(directory: str, name: str, package: str) -> Path:
    go = go_program.find_go()
    if go is None:
        pytest.skip("no Go toolchain: rclone and the S3 server are built from their Go modules (install Go and put `go` on PATH)")
    return go_program.built(Path(__file__).resolve().parents[1] / directory, name, go, package)


@pytest.fixture(scope="session")
def gateway() -> Path:
    return _built("archive/s3-server", "versitygw", "github.com/versity/versitygw/cmd/versitygw")


@pytest.fixture(scope="session")
def rclone() -> Path:
    return _built("runtime/rclone", "rclone", ".")


@pytest.fixture
def bucket(gateway: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The bucket's own directory, of a server that lives as long as the test; the tree knows its address as that of stage dev."""
    directory = tmp_path / "buckets" / BUCKET
    directory.mkdir(parents=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["--access", "trainer", "--secret", "not-secret", "--port", f"127.0.0.1:{port}", "posix", str(directory.parent)]
    server = subprocess.Popen([str(gateway), *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    endpoint = f"http://127.0.0.1:{port}"
    remote = {"type": "s3", "provider": "Other", "endpoint": endpoint, "region": "us-east-1", "access_key_id": "trainer", "secret_access_key": "not-secret"}
    for name, value in {
        **{f"RCLONE_CONFIG_S3_{option.upper()}": value for option, value in remote.items()},
        "AWS_ACCESS_KEY_ID": "trainer",
        "AWS_SECRET_ACCESS_KEY": "not-secret",
        "NO_PROXY": "127.0.0.1",
    }.items():
        monkeypatch.setenv(name, value)
    shutil.copytree(root() / "platform" / "stages", tmp_path / "platform" / "stages")
    shutil.copy(root() / "platform" / "owners.yaml", tmp_path / "platform")
    dev = tmp_path / "platform" / "stages" / "dev.yaml"
    dev.write_text(dev.read_text().replace("https://data.dev.invalid", endpoint))
    (tmp_path / FILE).parent.mkdir(parents=True)
    (tmp_path / FILE).write_text(MODEL)
    monkeypatch.chdir(tmp_path)
    try:
        _wait(port, server)
        yield directory
    finally:
        server.terminate()
        server.wait()


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert server.poll() is None, "the server has ended"
        time.sleep(0.05)
    raise AssertionError("the server does not listen")


def use(tmp_path: Path, transfer: Rclone, run: str | None, digest: str | None) -> str:
    workspace = Workspace(tmp_path / "inference")
    for directory in (workspace.work, workspace.run):
        directory.mkdir(parents=True, exist_ok=True)
    use = {"job": "training", "names": ["model"], "place": PLACE, "run": run, "digest": digest}
    fetch_used("launcher", {"created": None, "uses": [use]}, workspace, transfer)
    return (workspace.work / "model" / "weight").read_text()


def test_from_a_pod_through_a_review_into_another_pod(bucket: Path, rclone: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    transfer = Rclone(rclone)
    pins = [train(tmp_path, transfer, identifier, {"auc": auc}, PLACE) for identifier, auc in (("2026-11-13-0400", 0.91), ("2026-11-20-0400", 0.93))]
    assert sorted(path.name for path in (bucket / "demo/training/2026-11-20-0400").iterdir()) == ["_SUCCESS", "metrics.json", "model"]
    capsys.readouterr()
    assert main(["adopt", "demo", "training", "--stage", "dev", "--output", "json"]) == 0
    assert [run["pin"] for run in json.loads(capsys.readouterr().out)["runs"]] == [pins[1], pins[0]]
    assert main(["adopt", "demo", "training", "2026-11-13-0400", "--stage", "dev"]) == 0
    assert (tmp_path / FILE).read_text() == f"{MODEL}  dev: {{jobs: {{scoring: {{uses: {{training: {pins[0]}}}}}}}}}\n"
    run, _, digest = pins[0].partition("@sha256:")
    assert use(tmp_path, transfer, run, digest) == "2026-11-13-0400"
    assert use(tmp_path, transfer, None, None) == "2026-11-20-0400"


def test_another_run_never_writes_where_one_is_complete(bucket: Path, rclone: Path, tmp_path: Path) -> None:
    train(tmp_path, Rclone(rclone), "2026-11-20-0400", {}, PLACE)
    with pytest.raises(Failure, match="has left artifacts in s3://modelfleet-trained-dev/demo/training/2026-11-20-0400/ already"):
        train(tmp_path / "elsewhere", Rclone(rclone), "2026-11-20-0400", {}, PLACE, run="another")


def test_what_was_exchanged_in_the_bucket_is_refused(bucket: Path, rclone: Path, tmp_path: Path) -> None:
    run, _, digest = train(tmp_path, Rclone(rclone), "2026-11-20-0400", {}, PLACE).partition("@sha256:")
    (tmp_path / "exchanged").write_text("exchanged")
    Rclone(rclone).put(tmp_path / "exchanged", f"{PLACE}2026-11-20-0400/model/weight")
    with pytest.raises(Failure, match="weight is not what the run left: its SHA-256 is another"):
        use(tmp_path, Rclone(rclone), run, digest)
    (bucket / "demo/training/2026-11-20-0400/model/weight").unlink()
    with pytest.raises(Failure, match="weight is not there, and the run's marker names it"):
        use(tmp_path, Rclone(rclone), run, digest)


def test_a_bucket_without_runs(bucket: Path, rclone: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Failure, match="no run was complete under s3://modelfleet-trained-dev/demo/training/"):
        use(tmp_path, Rclone(rclone), None, None)
    capsys.readouterr()
    assert main(["adopt", "demo", "training", "--stage", "dev"]) == 1
    said = "no run of training is complete in s3://modelfleet-trained-dev/demo/training\n  hint: its first run on this stage must end well\n"
    assert capsys.readouterr().err == said
