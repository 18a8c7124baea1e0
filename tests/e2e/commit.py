"""The commit that a run judges."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

# What a run writes itself is no change of what it judges.
PAGE = "docs/proof.md"


@dataclass(frozen=True)
class Commit:
    """A commit and the tree that it holds, by Git's names of them."""

    id: str
    tree: str

    def __str__(self) -> str:
        return f"commit {self.id[:12]} (tree {self.tree[:12]})"


def load_commit(root: Path) -> Commit | None:
    """The commit that a work tree holds byte for byte; None when a file differs from it, or when it is not under Git."""
    try:
        changed = _git(root, "status", "--porcelain", "--untracked-files=all", "--", ".", f":!{PAGE}")
        return None if changed else Commit(_git(root, "rev-parse", "HEAD"), _git(root, "rev-parse", "HEAD^{tree}"))
    except (OSError, subprocess.CalledProcessError):
        return None


def _git(root: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=root, check=True, capture_output=True, text=True).stdout.strip()
