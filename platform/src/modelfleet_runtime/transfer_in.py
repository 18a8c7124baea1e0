"""The transfer step over folders: does for a laptop and for tests what transfer-in.sh does with rclone in a pod."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from modelfleet_runtime.failure import BROKEN, Failure, exit_code, say
from modelfleet_runtime.folders import folder_map, folder_of
from modelfleet_runtime.workspace import Workspace, write_whole

PROGRAM = "transfer-in"


def latest_complete(folder: Path) -> str | None:
    """The newest `logical_date=…/run=…` under `folder` that holds a marker, by name as in transfer-in.sh."""
    markers = folder.glob("logical_date=*/run=*/_SUCCESS")
    return max((marker.parent.relative_to(folder).as_posix() for marker in markers), default=None)


def copy_input(name: str, source: Path, target: Path, select: bool, selected: Path) -> None:
    """Copy one input, of its newest complete run when `select` says so; Failure when nothing is there."""
    if not source.exists():
        raise Failure(f"input {name}: nothing is at {source}")
    ignored: list[str] = []
    if select:
        choice = latest_complete(source)
        if choice is None:
            hint = "run the job that writes it and let it end well, then run this job again"
            raise Failure(f"input {name}: no complete run is under {source} (no logical_date=…/run=…/ holds _SUCCESS)", hint=hint)
        write_whole(selected / name, choice + "\n")
        source, ignored = source / choice, ["_SUCCESS"]
    say(PROGRAM, f"input {name}: {shown(source)} -> {shown(target)}")
    if source.is_dir():
        top = source
        shutil.copytree(top, target, dirs_exist_ok=True, ignore=lambda folder, _: ignored if Path(folder) == top else [])
    else:
        shutil.copy(source, target)
    if not any(target.iterdir()):
        hint = "check `uri` of the input, and that whatever writes there has run"
        raise Failure(f"input {name}: no files are at {source}", hint=hint)


def shown(path: Path) -> str:
    """A path as a person likes it: relative when it is below the directory that they are in."""
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)


def main() -> int:
    """Carry out run/transfers.tsv; every input that fails is named."""
    workspace = Workspace.of(os.environ)
    root = os.environ.get("MODELFLEET_FOLDERS")
    if not root:
        raise Failure("MODELFLEET_FOLDERS is not set", hint="in a pod, transfer-in.sh copies the inputs", code=BROKEN)
    mapped = folder_map(os.environ, "inputs")
    failures = []
    rows = [line.split("\t") for line in workspace.transfers.read_text(encoding="utf-8").splitlines()]
    for name, path, target, select in rows:
        try:
            source = mapped.get(name) or folder_of(Path(root), path)
            # A folder that a person names may hold runs, or be the one to take.
            selects = select != "-" and (name not in mapped or any(source.glob("logical_date=*")))
            copy_input(name, source, Path(target), selects, workspace.selected)
        except Failure as failure:
            failures.append(failure)
            say(PROGRAM, str(failure))
    if not failures:
        say(PROGRAM, f"{len(rows)} inputs are in place")
    return max((failure.code for failure in failures), default=0)


if __name__ == "__main__":
    sys.exit(exit_code(PROGRAM, main))
