"""How a run's files leave it: one small interface with two implementations, rclone in a pod and folders elsewhere."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from modelfleet_runtime.folders import Folders, folder_map
from modelfleet_runtime.rclone import Rclone
from modelfleet_runtime.workspace import Workspace

MARKER = "_SUCCESS"


class Transfer(Protocol):
    """A place for files named by URIs. Every method raises Failure with exit code 75 when the place does not answer."""

    def holds(self, uri: str) -> bool:
        """Whether a file is at `uri`."""

    def directories(self, uri: str) -> list[str]:
        """The names of the directories in `uri`; none when it does not exist."""

    def read(self, uri: str, limit: int) -> bytes | None:
        """The content of a file of at most `limit` bytes, None when there is none."""

    def fetch(self, uri: str, paths: Sequence[str], target: Path) -> None:
        """Copy the files `paths` below `uri` to the same paths below the directory `target`; one that is not there is left out."""

    def mirror(self, source: Path, uri: str, *, seconds: float | None = None) -> None:
        """Make the directory `uri` equal to the directory `source` (or hold the file `source`), a marker aside.

        What an earlier attempt left there goes. `seconds` bounds the whole call.
        """

    def put(self, source: Path, uri: str) -> None:
        """Copy one file to exactly `uri`."""


def transfer_of(params: Mapping[str, Any], workspace: Workspace) -> Transfer:
    """Folders when MODELFLEET_FOLDERS names their root, else the rclone binary that the transfer step left behind."""
    root = os.environ.get("MODELFLEET_FOLDERS")
    if not root:
        return Rclone(workspace.rclone, workspace.run)
    mapped = folder_map(os.environ, "outputs")
    return Folders(Path(root), {one["uri"]: mapped[one["name"]] for one in params["outputs"] if one["name"] in mapped})
