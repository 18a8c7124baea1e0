"""Publishes what a run made: after a good end where model.yaml says, marker last; otherwise into scratch, without a marker.

Layout below an output's URI: `logical_date=<UTC>/run=<run>/`. A directory that holds a marker is never written again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from modelfleet_runtime.failure import Failure, say
from modelfleet_runtime.transfer import MARKER, Transfer
from modelfleet_runtime.workspace import Workspace, write_whole


def publish(program: str, params: Mapping[str, Any], workspace: Workspace, transfer: Transfer, stopped: Callable[[], bool]) -> None:
    """Publish all outputs of a run that ended well.

    All data goes first and all markers after it, so that outputs of one run appear together. `stopped` is asked before
    the markers: a run that is being stopped publishes nothing. Raises Failure when an output was not made (all of them
    named) or cannot be written.
    """
    sources = {one["name"]: workspace.inside_work(one["from"]) for one in params["outputs"]}
    absent = [f"output {one['name']}: the run made no file in `{one['from']}`" for one in params["outputs"] if not made(sources[one["name"]])]
    if absent:
        raise Failure("; ".join(absent), hint="the entry point must write there, relative to its working directory, or `outputs` must change")
    pending = []
    for one in params["outputs"]:
        target = _join(one["uri"], params["run_path"])
        if transfer.holds(_join(target, MARKER)):
            say(program, f"output {one['name']}: {target}/ was published by an earlier attempt and stays as it is")
            continue
        transfer.mirror(sources[one["name"]], target)
        pending.append((one["name"], target))
    marker = workspace.run / MARKER
    write_whole(marker, json.dumps({key: params[key] for key in ("model", "job", "run", "logical_date", "digests")}, indent=2) + "\n")
    for name, target in pending:
        if stopped():
            raise Failure("the run was stopped while its outputs were written; they have no marker")
        transfer.put(marker, _join(target, MARKER))
        say(program, f"output {name}: {target}/")


def rescue(program: str, params: Mapping[str, Any], workspace: Workspace, transfer: Transfer, *, seconds: float) -> None:
    """Copy what a failed, stopped or debugged run made into scratch, for a person to look at; never fails the run further."""
    made_of = [(f"output {one['name']}", one["from"], one["name"]) for one in params["outputs"]]
    made_of += [(f"artifact {name}", name, f"artifacts/{name}") for name in (params["artifacts"] or {"names": ()})["names"]]
    for title, place, kept in made_of:
        source = workspace.inside_work(place)
        target = _join(params["scratch"], params["run_path"], kept)
        if not made(source):
            continue
        try:
            transfer.mirror(source, target, seconds=seconds)
            say(program, f"{title}: not published, kept at {target}/")
        except Failure as failure:
            say(program, f"{title}: not published, and not kept either: {failure.what}")


def made(path: Path) -> bool:
    """Whether a declared output exists: a file, or a directory with a file somewhere in it."""
    return path.is_file() or any(inner.is_file() for inner in path.rglob("*"))


def _join(*parts: str) -> str:
    return "/".join(part.rstrip("/") for part in parts)
