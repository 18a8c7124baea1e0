"""Artifacts between the steps of a run: what arrived is put where the step looks for it, what it made is laid out to be fetched.

Argo unpacks what other pods handed on into `artifacts/in-00` and so on, one directory a pod, and fetches `artifacts/out`
after the step has ended well. A directory holds one file or directory an artifact, by name.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from modelfleet_runtime.failure import BROKEN, Failure
from modelfleet_runtime.outputs import made
from modelfleet_runtime.workspace import Workspace


def receive(params: Mapping[str, Any], workspace: Workspace) -> list[str]:
    """Move what arrived into the working directory and say where it is; below its name by item when a loop made it.

    Raises Failure with exit code 2 when an artifact that the manifest promises did not arrive.
    """
    moved = []
    for one in _step(params)["receives"]:
        for name in one["names"]:
            source = workspace.artifacts / one["slot"] / name
            place = name if one["below"] is None else f"{name}/{one['below']}"
            target = workspace.inside_work(place)
            # A second attempt in the same workspace finds it moved already.
            if not source.exists() and not target.exists():
                raise Failure(f"artifact {name}: {source} is not there", hint="the log of the container `init` says what Argo unpacked", code=BROKEN)
            if source.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.move(source, target)
            moved.append(place)
    return moved


def check_made(params: Mapping[str, Any], workspace: Workspace) -> None:
    """Raises Failure, naming all of them, for artifacts that the step did not make, and for links that would not arrive."""
    names = _step(params)["hands_on"]
    absent = [f"artifact {name}: the step made no file in `{name}`" for name in names if not made(workspace.inside_work(name))]
    if absent:
        raise Failure("; ".join(absent), hint="the entry point must write there, relative to its working directory, or `artifacts.out` must change")
    leaving = [f"artifact {name}: the link `{link}` leaves it" for name in names for link in links_out_of(workspace.inside_work(name))]
    if leaving:
        raise Failure("; ".join(leaving), hint="Argo unpacks no link that leaves its archive; copy the file instead")


def links_out_of(artifact: Path) -> list[str]:
    """Symbolic links of an artifact that point out of it, as paths within; a link that is the artifact itself is one."""
    inside = f"{os.path.realpath(artifact.parent)}/{artifact.name}"
    found = []
    for path in [artifact, *artifact.rglob("*")]:
        if path.is_symlink() and (os.path.isabs(os.readlink(path)) or not f"{os.path.realpath(path)}/".startswith(f"{inside}/")):
            found.append(path.relative_to(artifact.parent).as_posix())
    return sorted(found)


def hand_on(params: Mapping[str, Any], workspace: Workspace) -> list[str]:
    """Lay out what the step made where Argo fetches it, and say what it is. `check_made` must have passed."""
    names: list[str] = _step(params)["hands_on"]
    if names:
        shutil.rmtree(workspace.handed_on, ignore_errors=True)
        workspace.handed_on.mkdir(parents=True)
    for name in names:
        shutil.move(workspace.inside_work(name), workspace.handed_on / name)
    return names


def _step(params: Mapping[str, Any]) -> Mapping[str, Any]:
    return params["step"] or {"receives": [], "hands_on": []}
