"""The script that copies and unpacks archives in the pods of Spark, with a real rclone over a directory."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
from pathlib import Path

import pytest

KINDS = ("code", "env", "runtime")


class Store:
    """A directory that stands for the bucket, and the workspace of a pod."""

    def __init__(self, root: Path, script: str, rclone: Path) -> None:
        self.bucket, self.workspace, self._script = root / "bucket", root / "workspace", script
        self._programs = root / "programs"
        for directory in (self.bucket, self.workspace, self._programs):
            directory.mkdir()
        (self._programs / "rclone").symlink_to(rclone)
        for kind in KINDS:
            self.put(kind, {f"{kind}/file": b"content"})

    def put(self, name: str, files: dict[str, bytes], links: dict[str, str] | None = None) -> None:
        with tarfile.open(self.bucket / f"{name}.tgz", "w:gz") as archive:
            for path, target in (links or {}).items():
                entry = tarfile.TarInfo(path)
                entry.type, entry.linkname = tarfile.SYMTYPE, target
                archive.addfile(entry)
            for path, content in files.items():
                entry = tarfile.TarInfo(path)
                entry.size = len(content)
                archive.addfile(entry, io.BytesIO(content))

    def fetch(self) -> subprocess.CompletedProcess[str]:
        environ = {
            **os.environ,
            "PATH": f"{self._programs}:{os.environ['PATH']}",
            "MODELFLEET_WORKSPACE": str(self.workspace),
            "RCLONE_CONFIG_STORE_TYPE": "alias",
            "RCLONE_CONFIG_STORE_REMOTE": str(self.bucket),
        }
        # What waits for a store that comes back does not have to wait here.
        script = self._script.replace("--retries-sleep 10s", "--retries-sleep 10ms")
        return subprocess.run(["sh", "-c", script, "fetch", *(f"store:{kind}.tgz" for kind in KINDS)], env=environ, capture_output=True, text=True, check=False)

    def found(self) -> list[str]:
        return sorted(path.relative_to(self.workspace).as_posix() for path in self.workspace.rglob("*"))


@pytest.fixture
def store(tmp_path: Path, repository: Path, rclone: Path) -> Store:
    return Store(tmp_path, (repository / "clusterworkflowtemplates" / "fetch.sh").read_text(encoding="utf-8"), rclone)


def test_archives_are_unpacked(store: Store) -> None:
    done = store.fetch()
    assert (done.returncode, done.stderr) == (0, "fetch: 3 archives are unpacked\n")
    assert store.found() == ["code", "code/file", "env", "env/file", "runtime", "runtime/file"]


def test_what_an_earlier_attempt_left_is_gone(store: Store) -> None:
    (store.workspace / "run").mkdir()
    (store.workspace / "run" / "params.json").write_text("{}")
    (store.workspace / "code").mkdir()
    (store.workspace / "code" / "old").write_text("")
    assert store.fetch().returncode == 0
    assert store.found() == ["code", "code/file", "env", "env/file", "runtime", "runtime/file"]


def test_a_missing_archive(store: Store) -> None:
    (store.bucket / "env.tgz").unlink()
    done = store.fetch()
    assert done.returncode == 1
    assert done.stderr.endswith(
        "fetch: store:env.tgz cannot be read from the store (see above)\n"
        "    hint: publish again if the store lacks it; the secret of the store must exist in this namespace\n"
    )


def test_a_damaged_archive(store: Store) -> None:
    (store.bucket / "code.tgz").write_bytes(b"no archive")
    done = store.fetch()
    assert done.returncode == 1
    assert done.stderr.endswith("fetch: store:code.tgz is no archive of ours\n")


def test_nothing_else_may_come_along(store: Store) -> None:
    store.put("runtime", {"runtime/file": b"", "run/params.json": b"{}"})
    done = store.fetch()
    assert done.returncode == 1
    assert done.stderr == "fetch: the archives hold code env run runtime instead of code, env and runtime\n"


@pytest.mark.parametrize(
    ("files", "links"), [({"../outside": b"x"}, {}), ({"code/out/outside": b"x"}, {"code/out": "../../"})], ids=["a path that leaves", "a link that leaves"]
)
def test_an_archive_that_reaches_out_is_refused_or_stays_inside(store: Store, files: dict[str, bytes], links: dict[str, str]) -> None:
    store.put("code", files, links)
    done = store.fetch()
    assert not (store.workspace.parent / "outside").exists()
    assert done.returncode == 1 or not (store.workspace / "outside").exists()
