"""Brings the trained artifacts of earlier runs into the working directory, each file only with the digest that its run recorded.

A run that `model.yaml` pins with a digest is the one that was reviewed, byte by byte, whoever can write to the store. The
newest run is the newest of those that were complete when this run was made: each pod and each attempt takes the same one.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from modelfleet_runtime.failure import Failure, say
from modelfleet_runtime.logical_date import UTC
from modelfleet_runtime.marker import MAXIMUM_BYTES, Marker, parse_marker, sha256_of
from modelfleet_runtime.run_id import RUN_ID, moment_of
from modelfleet_runtime.transfer import MARKER, Transfer
from modelfleet_runtime.workspace import Workspace, write_whole


def fetch_used(program: str, params: Mapping[str, Any], workspace: Workspace, transfer: Transfer) -> dict[str, Any]:
    """`params` with the run that was taken for each use, its artifacts in place. Raises Failure, before the job starts, when one is not."""
    taken = []
    for one in params["uses"]:
        run, marker = _chosen(one, params["created"], transfer)
        _fetch(one, run, marker, workspace, transfer)
        pin = f"{run}@sha256:{marker.digest}"
        say(program, f"uses {one['job']}: {pin} ({'pinned' if one['run'] else 'the newest'}): {', '.join(one['names'])}")
        taken.append({**one, "run": run, "digest": marker.digest, "pinned": bool(one["run"]), "metrics": dict(marker.metrics)})
    if taken:
        # The output parameter of the workflow.
        write_whole(workspace.run / "uses", ", ".join(f"{one['job']}: {one['run']}@sha256:{one['digest']}" for one in taken) + "\n")
    return {**params, "uses": taken}


def _chosen(one: Mapping[str, Any], created: str | None, transfer: Transfer) -> tuple[str, Marker]:
    if one["run"] is None:
        return _newest(one, created, transfer)
    marker = _read(one, one["run"], transfer)
    if marker is None:
        hint = f"`./pants adopt` lists the complete runs of {one['job']} on this stage"
        raise Failure(f"uses {one['job']}: the run {one['run']} is not complete or not there ({_place(one, one['run'])}/{MARKER})", hint=hint)
    if one["digest"] is not None and marker.digest != one["digest"]:
        what = f"uses {one['job']}: the run {one['run']} is not the one that was reviewed: its marker has the digest {marker.digest}"
        raise Failure(what, hint="somebody has changed what lies in the store; if that is right, adopt the run again")
    return one["run"], marker


def _newest(one: Mapping[str, Any], created: str | None, transfer: Transfer) -> tuple[str, Marker]:
    runs = sorted((name for name in transfer.directories(one["place"].rstrip("/")) if RUN_ID.fullmatch(name)), reverse=True)
    found: tuple[str, str, Marker] | None = None
    for run in runs:
        if found is not None and moment_of(run) != moment_of(found[1]):
            break
        marker = _read(one, run, transfer)
        # Of several runs for one date the one that was published last is the newest.
        early = marker is not None and (created is None or _moment(marker.published) <= _moment(created))
        if marker is not None and early and (found is None or marker.published > found[0]):
            found = marker.published, run, marker
    if found is None:
        hint = f"run {one['job']} and let it end well, then run this job again"
        raise Failure(f"uses {one['job']}: no run was complete under {one['place']} when this run was made{f', {created}' if created else ''}", hint=hint)
    return found[1], found[2]


def _read(one: Mapping[str, Any], run: str, transfer: Transfer) -> Marker | None:
    data = transfer.read(f"{_place(one, run)}/{MARKER}", MAXIMUM_BYTES)
    try:
        return None if data is None else parse_marker(data)
    except ValueError as error:
        raise Failure(f"uses {one['job']}: {_place(one, run)}/{MARKER} was not written by a run: {error}") from None


def _fetch(one: Mapping[str, Any], run: str, marker: Marker, workspace: Workspace, transfer: Transfer) -> None:
    files = {path: digest for path, digest in marker.files.items() if path.split("/")[0] in one["names"]}
    if absent := sorted(set(one["names"]) - {path.split("/")[0] for path in files}):
        hint = "its `artifacts.out` has changed since; take a run that has them"
        raise Failure(f"uses {one['job']}: the run {run} left no {' and no '.join(absent)}", hint=hint)
    staging = workspace.run / "fetched" / one["job"]
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    transfer.fetch(_place(one, run), sorted(files), staging)
    for path, digest in files.items():
        _verify(f"uses {one['job']}: {_place(one, run)}/{path}", staging / path, digest)
    for name in one["names"]:
        target = workspace.inside_work(name)
        # A second attempt in the same workspace finds what the first one left.
        if target.is_dir():
            shutil.rmtree(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        (staging / name).replace(target)


def _verify(what: str, path: Path, digest: str) -> None:
    if not path.is_file():
        raise Failure(f"{what} is not there, and the run's marker names it", hint="somebody has removed it; take another run")
    if sha256_of(path) != digest:
        raise Failure(f"{what} is not what the run left: its SHA-256 is another", hint="somebody has changed it; take another run, and find out who")


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        raise Failure(f"`{text[:60]}` is no moment") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _place(one: Mapping[str, Any], run: str) -> str:
    return f"{one['place'].rstrip('/')}/{run}"
