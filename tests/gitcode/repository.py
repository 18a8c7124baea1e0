"""Repositories of other teams, as a test needs them: made by Git itself, in a directory of the test."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Remote:
    """A work tree and the bare repository that it is pushed to, `name`.git below the server's root."""

    tree: Path
    bare: Path

    def git(self, *words: str) -> str:
        return run_git(self.tree, *words)

    def write(self, files: Mapping[str, str | bytes]) -> None:
        for name, content in files.items():
            path = self.tree / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def push(self, files: Mapping[str, str | bytes], message: str = "Change") -> str:
        """Commit files to the branch that is checked out and push everything; returns the commit."""
        self.write(files)
        self.git("add", "--all", "--force")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        self.git("push", "--quiet", "--force", "--all", str(self.bare))
        self.git("push", "--quiet", "--force", "--tags", str(self.bare))
        return self.git("rev-parse", "HEAD")


def run_git(directory: Path, *words: str) -> str:
    """Run Git with a person of the test and no configuration of this machine."""
    person = {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "Test"), ("EMAIL", "test@invalid"), ("DATE", "2026-11-20T04:00:00Z"))
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment = {**kept, **person, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(["git", "-C", str(directory), *words], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def make_remote(directory: Path, server_root: Path, name: str) -> Remote:
    """An empty repository with the branch `main`."""
    tree, bare = directory / name, server_root / f"{name}.git"
    tree.mkdir(parents=True)
    run_git(tree, "init", "--quiet", "--initial-branch=main")
    bare.mkdir(parents=True)
    run_git(bare, "init", "--quiet", "--bare", "--initial-branch=main")
    return Remote(tree, bare)
