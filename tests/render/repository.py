"""Where the repository is, in a clone and in a sandbox that holds a part of it."""

from __future__ import annotations

from pathlib import Path


def root_of(file: Path) -> Path:
    """The directory above `file` that holds the stages."""
    return next(parent for parent in file.resolve().parents if (parent / "platform" / "stages").is_dir())


ROOT = root_of(Path(__file__))
