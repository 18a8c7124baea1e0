"""Leaves what a run trained for later runs: files first, a marker with all their digests last, and never twice.

Layout below the place of the job: `<run>/<artifact>…`, `<run>/metrics.json`, `<run>/_SUCCESS`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from modelfleet_runtime.failure import Failure, say
from modelfleet_runtime.logical_date import UTC
from modelfleet_runtime.marker import MAXIMUM_BYTES, MAXIMUM_FILES, Marker, files_of, marker_text, parse_marker, sha256_of
from modelfleet_runtime.metrics import FILE, read_metrics
from modelfleet_runtime.outputs import made
from modelfleet_runtime.transfer import MARKER, Transfer
from modelfleet_runtime.workspace import Workspace, write_whole


@dataclass(frozen=True)
class Pending:
    """A run whose files are all in place and which is not complete before its marker is."""

    target: str
    marker: Path
    pin: str
    published: bool


def refuse_published(params: Mapping[str, Any], transfer: Transfer) -> None:
    """Raises Failure when another run has left artifacts under the name of this one, before hours of work are lost."""
    if params["artifacts"] is not None and not params["debug"]:
        _published(params, transfer)


def leave(program: str, params: Mapping[str, Any], workspace: Workspace, transfer: Transfer) -> Pending | None:
    """Copy the artifacts and metrics of a run that ended well; None for a job without artifacts.

    Raises Failure when an artifact was not made (all of them named), the metrics are none, or something cannot be written.
    """
    if params["artifacts"] is None:
        return None
    target = _target(params)
    if (earlier := _published(params, transfer)) is not None:
        say(program, f"artifacts: {target}/ was published by an earlier attempt and stays as it is")
        return Pending(target, workspace.run / "trained-run.json", _pin(params, earlier.digest), published=True)
    sources = {name: workspace.inside_work(name) for name in params["artifacts"]["names"]}
    if absent := [f"artifact {name}: the run made no file in `{name}`" for name, source in sources.items() if not made(source)]:
        hint = "the entry point must write there, relative to its working directory, or `artifacts.out` must change"
        raise Failure("; ".join(absent), hint=hint)
    metrics = read_metrics(workspace.work / FILE)
    files = {path: digest for name, source in sources.items() for path, digest in files_of(source, name).items()}
    if len(files) > MAXIMUM_FILES:
        raise Failure(f"the artifacts hold {len(files)} files, {MAXIMUM_FILES} are allowed", hint="pack them into one file")
    written = workspace.run / FILE
    write_whole(written, json.dumps(metrics, indent=2) + "\n")
    files[FILE] = sha256_of(written)
    for name, source in sources.items():
        place = f"{target}/{name}"
        if source.is_dir():
            transfer.mirror(source, place)
        else:
            transfer.put(source, place)
    transfer.put(written, f"{target}/{FILE}")
    marker = workspace.run / "trained-run.json"
    write_whole(marker, marker_text(params, datetime.now(UTC).isoformat(timespec="seconds"), metrics, files))
    return Pending(target, marker, _pin(params, sha256_of(marker)), published=False)


def complete(program: str, pending: Pending | None, workspace: Workspace, transfer: Transfer) -> None:
    """Put the marker, and note the run with its digest for the output parameter of the workflow."""
    if pending is None:
        return
    if not pending.published:
        transfer.put(pending.marker, f"{pending.target}/{MARKER}")
    write_whole(workspace.run / "trained", pending.pin + "\n")
    say(program, f"artifacts: {pending.target}/")
    say(program, f"artifacts: this run is {pending.pin}")


def _published(params: Mapping[str, Any], transfer: Transfer) -> Marker | None:
    target = _target(params)
    data = transfer.read(f"{target}/{MARKER}", MAXIMUM_BYTES)
    if data is None:
        return None
    try:
        marker = parse_marker(data)
    except ValueError as error:
        raise Failure(f"{target}/{MARKER} was not written by a run: {error}", hint="somebody must look at that directory, and remove it") from None
    if marker.run != params["run"]:
        hint = "trained artifacts never change; start the run without `scheduled-time`, or for another logical date"
        raise Failure(f"the run {marker.run} has left artifacts in {target}/ already", hint=hint)
    return marker


def _target(params: Mapping[str, Any]) -> str:
    return f"{params['artifacts']['place'].rstrip('/')}/{params['artifacts']['run']}"


def _pin(params: Mapping[str, Any], digest: str) -> str:
    return f"{params['artifacts']['run']}@sha256:{digest}"
