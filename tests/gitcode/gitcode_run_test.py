"""A job whose code is elsewhere, on this machine, and its publishing: nothing is built, the deploy branch says what pods accept."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from gitcode.fleet import FILE, LOCK, MODEL, Fleet
from gitcode.git_server import GitServer
from gitcode.repository import Remote, run_git

from modelfleet.cli.main import main
from modelfleet.spec.code_lock import load_code_lock

# Taken before a test goes to its fleet: in a sandbox the search path is relative.
SEARCH_PATH = os.pathsep.join(map(os.path.abspath, sys.path))


def locked(fleet: Fleet, server: GitServer, more: str = "", entry_point: str = "train.py") -> None:
    fleet.describe(f"{{git: {{repo: {server.url}/scoring.git, revision: main{more}}}}}", entry_point)
    assert fleet.lock() == 0


def run(fleet: Fleet) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": SEARCH_PATH}
    command = [sys.executable, "-m", "modelfleet.cli.main", "run", "scoring:training"]
    return subprocess.run(command, cwd=fleet.root, env=environment, capture_output=True, text=True, check=False)


def shown(done: subprocess.CompletedProcess[str]) -> str:
    """The log without the progress of installations."""
    return re.sub(r"^(installing|compiling|fetching|reading) .*\n", "", done.stderr, flags=re.MULTILINE)


def cached() -> Path:
    return Path(os.environ["XDG_CACHE_HOME"]) / "modelfleet/code" / load_code_lock(Path(LOCK), LOCK).index_digest


def test_the_locked_commit_runs(fleet: Fleet, server: GitServer, remote: Remote) -> None:
    locked(fleet, server)
    commit = load_code_lock(Path(LOCK), LOCK).commit
    remote.push({"train.py": "print('newer')\n"})
    # Code beside model.yaml is not the model's.
    (fleet.root / MODEL / "train.py").write_text("print('beside')\n")
    done = run(fleet)
    assert (done.returncode, done.stdout) == (0, "trained 2\n"), done.stderr
    said = f"run: the code of {server.url}/scoring.git at {commit[:12]}, not what is beside model.yaml; lock again for a newer commit"
    assert shown(done).splitlines()[1] == said
    # Another machine has an empty cache; a cache that somebody has written into is made again.
    for damage in (lambda: shutil.rmtree(cached()), lambda: (cached() / "train.py").write_text("print('damaged')\n")):
        damage()
        assert run(fleet).stdout == "trained 2\n"


def test_a_directory_is_what_a_job_imports_from(fleet: Fleet, server: GitServer, remote: Remote) -> None:
    remote.push({"models/one/jobs/train.py": "import shared\nprint(shared.NAME)\n", "models/one/shared.py": "NAME = 'one'\n", "shared.py": "NAME = 'top'\n"})
    locked(fleet, server, ", path: models/one", "jobs/train.py")
    assert run(fleet).stdout == "one\n"


def test_a_commit_that_is_gone_is_named(fleet: Fleet, server: GitServer, remote: Remote) -> None:
    locked(fleet, server)
    commit = load_code_lock(Path(LOCK), LOCK).commit
    shutil.rmtree(cached())
    remote.git("checkout", "--quiet", "--orphan", "fresh")
    remote.git("commit", "--quiet", "--message", "From the start", "--date", "2026-11-21T00:00:00Z")
    remote.git("branch", "--force", "main")
    remote.git("push", "--quiet", "--force", str(remote.bare), "main")
    run_git(remote.bare, "reflog", "expire", "--expire=all", "--all")
    run_git(remote.bare, "gc", "--quiet", "--prune=now")
    done = run(fleet)
    assert (done.returncode, shown(done)) == (
        1,
        f"{FILE}: code.git.revision: the locked commit {commit[:12]} is no longer in branch `main`\n"
        "  hint: somebody has rewritten the branch: push the commit again, or lock again\n",
    )


def test_publishing_builds_nothing_and_records_what_pods_accept(fleet: Fleet, server: GitServer, remote: Remote, capsys: pytest.CaptureFixture[str]) -> None:
    locked(fleet, server)
    inventory = fleet.render()
    assert main(["render-fleet", "--out", "out"]) == 0
    publish = ["publish", "--package", "out", "--stage", "local", "--workspace", str(fleet.root)]
    assert main(publish) == 0
    digest = inventory["stages"]["local"]["archives"]["code"]
    lock = load_code_lock(Path(LOCK), LOCK)

    def on_branch(path: str) -> str:
        return run_git(fleet.root / ".modelfleet/deploy.git", "show", f"deploy/local:{path}")

    assert json.loads(on_branch(f"archives/{digest}.json")) == {
        "kind": "code",
        "format": "git",
        "checksum": lock.index_digest,
        "index_digest": lock.index_digest,
        "size": lock.size,
        "keys": [],
    }
    assert f'{digest}: "{lock.index_digest}"' in on_branch("models/scoring/manifests/configmap-scoring-archives.yaml")
    assert not (fleet.root / ".modelfleet/store/code").exists()
    capsys.readouterr()
    assert main(publish) == 0
    assert "nothing changed: no commit" in capsys.readouterr().out
    # A new commit of the code is a new digest; the old one stays in the ConfigMap for runs that are retried.
    remote.push({"train.py": "print('newer')\n"})
    assert fleet.lock() == 0
    shutil.rmtree("out")
    fleet.render()
    assert main(["render-fleet", "--out", "out"]) == 0
    assert main(publish) == 0
    config = on_branch("models/scoring/manifests/configmap-scoring-archives.yaml")
    assert lock.index_digest in config and load_code_lock(Path(LOCK), LOCK).index_digest in config
