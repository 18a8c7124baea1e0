"""One model becomes manifests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from modelfleet.errors import UserError
from modelfleet.render.features import ENTRY, features_of
from modelfleet.render.job import Placement, job_of
from modelfleet.render.jsonnet import Jsonnet, literal
from modelfleet.render.manifests import Manifest, in_file_order


def render_model(placements: Sequence[Placement], templates: Mapping[str, str], engine: Jsonnet) -> tuple[tuple[Manifest, ...], ...]:
    """What one model is on each of its stages: manifests in the order of `placements`. Pure: same specs, same manifests.

    `templates` maps the shapes that the model's jobs use to the names of their templates (`render_templates`). All jobs
    on all stages are one evaluation, because most of its time goes into reading the libraries. Raises UserError for a
    fault in a library.
    """
    jobs = [(placement, name) for placement in placements for name in placement.model.jobs]
    arguments = [job_of(placement, name, {**templates, **placement.pinned}) for placement, name in jobs]
    snippet = snippet_of(features_of(placement.model, placement.model.jobs[name]) for placement, name in jobs)
    rendered: dict[int, list[Manifest]] = {id(placement): [] for placement in placements}
    for (placement, _), objects in zip(jobs, engine.evaluate(snippet, {"jobs": arguments}), strict=True):
        rendered[id(placement)].extend(Manifest(content) for content in objects.values())
    for placement in placements:
        if not rendered[id(placement)]:
            raise UserError.one(f"model `{placement.model.name}` renders to nothing", hint="a model has at least one job")
    return tuple(in_file_order(rendered[id(placement)]) for placement in placements)


def snippet_of(features: Iterable[Iterable[str]]) -> str:
    """The program of an evaluation: main.jsonnet applied to each job with the features that the job has."""
    calls = [f"main(jobs[{index}], [{', '.join(f'import {literal(path)}' for path in paths)}])" for index, paths in enumerate(features)]
    return f"local main = import {literal(ENTRY)};\nfunction(jobs) [{', '.join(calls)}]"
