"""The inventory of a model: what rendering tells the publisher about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from modelfleet.errors import Problem
from modelfleet.render.features import shapes_of
from modelfleet.render.job import Placement

FORMAT = 1


def inventory_of_refused(file: Path, problems: Iterable[Problem]) -> dict[str, Any]:
    """A model that is not rendered, and why. `file` is its model.yaml, relative to the repository's root."""
    source = file.parent
    return {
        "format": FORMAT,
        "model": source.name,
        "source": source.as_posix(),
        "problems": [problem.as_json() for problem in problems],
        "warnings": [],
        "stages": {},
        "archives": {},
    }


def inventory_of(
    file: Path, placements: Mapping[str, Placement], templates: Mapping[str, str], code: Iterable[str], warnings: Iterable[Problem]
) -> dict[str, Any]:
    """A rendered model. `templates` maps a shape to the name of its template, `code` are its files, relative to its directory."""
    archives = {digest: facts for placement in placements.values() for digest, facts in _archives(file.parent, placement, tuple(code))}
    return {
        **inventory_of_refused(file, ()),
        "warnings": [warning.as_json() for warning in warnings],
        "stages": {stage: _stage(placement, templates) for stage, placement in placements.items()},
        "archives": dict(sorted(archives.items())),
    }


def _stage(placement: Placement, templates: Mapping[str, str]) -> dict[str, Any]:
    shapes = {shape for job in placement.model.jobs for shape in shapes_of(placement.model, job)}
    return {
        "owner": placement.model.owner,
        "namespace": placement.namespace,
        "templates": sorted({**templates, **placement.pinned}[shape] for shape in shapes),
        "archives": placement.digests.as_mapping(),
    }


def _archives(source: Path, placement: Placement, code: tuple[str, ...]) -> Iterable[tuple[str, dict[str, Any]]]:
    """Digest and what the archive is built from; paths are relative to the repository's root."""
    model, digests = placement.model, placement.digests
    nothing: dict[str, Any] = {"model": None, "python": None, "lock": None, "files": []}
    git = {"git": {"index_digest": model.code.lock.index_digest, "size": model.code.lock.size}} if model.code else {}
    yield digests.code, {**nothing, "kind": "code", "model": model.name, "files": [(source / path).as_posix() for path in code], **git}
    yield digests.environment, {**nothing, "kind": "environment", "python": model.python.version, "lock": (source / model.python.lock).as_posix()}
    # The sources of a runtime that a channel holds back are no longer here: it can be found in the store, and not be built.
    yield digests.runtime, {**nothing, "kind": "runtime", **({"pinned": True} if placement.pinned else {})}
