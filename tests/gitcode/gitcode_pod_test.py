"""What a pod does with the artifact: Argo's own driver clones it, and the verifier accepts the locked files and no others.

Without a Go toolchain the driver cannot be built, and these tests are skipped.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import go_program
import pytest
from gitcode.fleet import LOCK, Fleet
from gitcode.git_server import PASSWORD, USER, GitServer
from gitcode.repository import Remote

from modelfleet.spec.code_lock import load_code_lock

DIGEST = "d" * 64


@pytest.fixture(scope="session")
def driver() -> Path:
    go = go_program.find_go()
    if go is None:
        pytest.skip("no Go toolchain: the driver of Argo Workflows is built from its Go module (install Go and put `go` on PATH)")
    return go_program.built(Path(__file__).resolve().parent / "argo-git", "argo-git", go)


class Pod:
    """The init container and the verifier of one pod."""

    def __init__(self, driver: Path, fleet: Fleet, directory: Path) -> None:
        self.driver, self.fleet, self.directory, self.code = driver, fleet, directory, directory / "code"

    def load(self, artifact: dict[str, Any], **secrets: str) -> subprocess.CompletedProcess[str]:
        """Fetch as the executor does: into a directory of another name, which is renamed (`archive: {none: {}}`)."""
        self.directory.mkdir(parents=True)
        part = self.directory / "code.tmp"
        done = subprocess.run(
            [str(self.driver), str(part)], input=json.dumps(artifact), capture_output=True, text=True, env={**os.environ, **secrets}, check=False
        )
        if done.returncode == 0:
            part.rename(self.code)
        return done

    def verify(self) -> subprocess.CompletedProcess[str]:
        """The verifier with what the lock says, as the ConfigMap of the deploy branch says it."""
        (self.directory / "archives").mkdir()
        (self.directory / "archives" / DIGEST).write_text(load_code_lock(Path(LOCK), LOCK).index_digest)
        script = (self.fleet.root / "clusterworkflowtemplates/verify.py").read_text()
        words = ["--index-digests", str(self.directory / "archives"), "--archive", f"{DIGEST}={self.code}", "--", sys.executable, "-c", "print('ran')"]
        return subprocess.run([sys.executable, "-I", "-c", script, *words], capture_output=True, text=True, check=False)


@pytest.fixture
def pod(driver: Path, fleet: Fleet, tmp_path: Path) -> Callable[[], Pod]:
    made = iter(range(100))
    return lambda: Pod(driver, fleet, tmp_path / f"pod-{next(made)}")


def locked(fleet: Fleet, url: str, revision: str = "main") -> dict[str, Any]:
    fleet.describe(f'{{git: {{repo: {url}/scoring.git, revision: "{revision}"}}}}')
    assert fleet.lock() == 0
    assert fleet.render()["problems"] == []
    return fleet.artifact()


def fill(remote: Remote) -> str:
    """What a clone may have: modes, links, files that attributes hide, a file as large as a page, nothing in a file."""
    remote.write({".gitattributes": "* text=auto eol=crlf\nhidden.py export-ignore\n", "hidden.py": "x\n", "empty.py": "", "large.txt": "0123456789\n" * 1000})
    os.chmod(remote.tree / "run.sh", 0o755)
    (remote.tree / "lib/link.py").symlink_to("math.py")
    remote.git("-c", "core.autocrlf=false", "add", "--all")
    return remote.push({})


def test_argo_delivers_what_was_locked(fleet: Fleet, server: GitServer, remote: Remote, pod: Callable[[], Pod]) -> None:
    fill(remote)
    artifact = locked(fleet, server.url)
    # The branch moves on, other branches and tags appear: the run takes the locked commit all the same.
    remote.push({"train.py": "print('newer')\n"})
    remote.git("tag", "v2")
    remote.git("checkout", "--quiet", "-b", "wip")
    remote.push({"secret.py": ""})
    run = pod()
    assert run.load(artifact).returncode == 0
    done = run.verify()
    assert (done.returncode, done.stdout.splitlines()) == (0, ["verify: 1 archives are what the deploy branch says", "ran"]), done.stderr
    assert not (run.code / ".git").exists() and not (run.code / "secret.py").exists()
    assert os.readlink(run.code / "lib/link.py") == "math.py" and os.access(run.code / "run.sh", os.X_OK)


def test_a_tag_and_a_commit(fleet: Fleet, server: GitServer, remote: Remote, pod: Callable[[], Pod]) -> None:
    first = remote.git("rev-parse", "HEAD")
    remote.git("checkout", "--quiet", "--detach")
    remote.push({"train.py": "print('released')\n"})
    remote.git("tag", "--annotate", "--message", "1.0", "v1.0")
    remote.git("checkout", "--quiet", "main")
    remote.push({"train.py": "print('main')\n"})
    for revision in ("v1.0", first):
        artifact = locked(fleet, server.url, revision)
        run = pod()
        assert run.load(artifact).returncode == 0
        assert run.verify().returncode == 0


def test_other_bytes_are_refused(fleet: Fleet, server: GitServer, remote: Remote, pod: Callable[[], Pod]) -> None:
    artifact = locked(fleet, server.url)
    run = pod()
    assert run.load(artifact).returncode == 0
    (run.code / "train.py").write_text("print('stolen')\n")
    done = run.verify()
    assert done.returncode == 1 and "ran" not in done.stdout
    assert "nothing in them was executed" in done.stderr


def test_a_rewritten_branch_fails_before_anything_runs(fleet: Fleet, server: GitServer, remote: Remote, pod: Callable[[], Pod]) -> None:
    artifact = locked(fleet, server.url)
    remote.git("commit", "--quiet", "--amend", "--message", "Rewritten", "--date", "2026-11-21T00:00:00Z")
    remote.git("checkout", "--quiet", "--orphan", "fresh")
    remote.git("commit", "--quiet", "--message", "From the start")
    remote.git("branch", "--force", "main")
    remote.push({})
    remote.git("push", "--quiet", "--force", str(remote.bare), "main")
    done = pod().load(artifact)
    assert done.returncode == 1 and "revision" in done.stderr


def test_a_private_repository_by_a_secret(fleet: Fleet, private: GitServer, server: GitServer, remote: Remote, pod: Callable[[], Pod], tmp_path: Path) -> None:
    # Locked by the open door to the same repository; the pod comes by the other.
    artifact = locked(fleet, server.url)
    artifact["git"]["repo"] = f"{private.url}/scoring.git"
    assert pod().load(artifact).returncode == 1
    run = pod()
    assert run.load(artifact, MODELFLEET_TEST_USERNAME=USER, MODELFLEET_TEST_PASSWORD=PASSWORD).returncode == 0
    assert run.verify().returncode == 0
