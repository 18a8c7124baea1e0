"""The plan: from what a branch holds and what it should hold to the next commit. Pure: no clock, no file, no network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from modelfleet.publish import fleet, record
from modelfleet.publish.fleet import Entry, Fleet
from modelfleet.publish.index_digests import index_digests_path, to_config_map
from modelfleet.publish.metadata import FILE, is_metadata, model_metadata, root_metadata
from modelfleet.publish.package import Package, template_paths
from modelfleet.publish.published import Published
from modelfleet.publish.record import Record
from modelfleet.publish.references import all_digests, digests_of, move_to
from modelfleet.publish.source import Source

# What publishing writes and deletes. Other files on the branch, a README for example, are somebody's and stay.
OWNED = ("models/", "clusterworkflowtemplates/", "platform/", "argocd/", record.DIRECTORY)


@dataclass(frozen=True)
class Terms:
    """What a plan depends on beside the two states: `retention` and `settle` in seconds, the time, the source commit."""

    retention: int
    settle: int
    now: datetime
    source: Source | None


@dataclass(frozen=True)
class Commit:
    """One commit to make: path → new content, paths to delete, and the models that it adds, changes and deletes."""

    templates_only: bool
    writes: Mapping[str, bytes]
    deletes: tuple[str, ...]
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wait:
    """Nothing may be committed before `until`: the templates have not had the time to reach the clusters."""

    until: datetime
    templates: tuple[str, ...]


def desired_models(published: Fleet, package: Package) -> dict[str, Entry]:
    """What each model should be: as packaged, or as last published when it has problems."""
    return {
        name: published.models[name] if model.problems else model.entry
        for name, model in package.models.items()
        if (model.entry is not None and not model.problems) or (model.problems and name in published.models)
    }


def next_commit(published: Published, package: Package, records: Mapping[str, Record], terms: Terms) -> Commit | Wait | None:
    """What publishing has to do next: None when the branch is as it should be.

    `records` holds the archives that were put into the store since the branch was read; they win over the branch's own.
    New templates are a commit of their own, before their users: a WorkflowTemplate that names a template which the
    cluster does not have yet makes runs fail.
    """
    new = {name: path for name, path in package.templates.items() if path not in published.files}
    if new:
        return _templates_commit(published, package, new, terms)
    models = desired_models(published.fleet, package)
    wait = _wait(published.fleet, models, terms)
    return wait or _models_commit(published, package, models, {**published.records, **records}, terms)


def _templates_commit(published: Published, package: Package, new: Mapping[str, str], terms: Terms) -> Commit:
    time = terms.now.isoformat(timespec="seconds").replace("+00:00", "Z")
    known = replace(published.fleet, templates={**published.fleet.templates, **dict.fromkeys(new, time)})
    return Commit(True, {**{path: package.shared[path] for path in new.values()}, fleet.PATH: fleet.to_json(known)}, ())


def _wait(published: Fleet, models: Mapping[str, Entry], terms: Terms) -> Wait | None:
    before = {name: entry.templates for name, entry in published.models.items()}
    awaited = {template for name, entry in models.items() for template in entry.templates if template not in before.get(name, ())}
    ready = {name: datetime.fromisoformat(published.templates[name]) + timedelta(seconds=terms.settle) for name in awaited if name in published.templates}
    late = {name: time for name, time in ready.items() if time > terms.now}
    return Wait(max(late.values()), tuple(sorted(late))) if late else None


def _models_commit(published: Published, package: Package, models: Mapping[str, Entry], records: Mapping[str, Record], terms: Terms) -> Commit | None:
    target = move_to(published.fleet, models, package.templates, terms.now, terms.retention)
    kept, written = _target_files(published, package, target, records)
    owned = {path for path in published.files if path.startswith(OWNED)}
    writes = {path: content for path, content in sorted(written.items()) if published.files.get(path) != published.id_of(content)}
    deletes = {path for path in owned if path not in written and path not in kept and not _is_metadata_of(path, models)}
    if not writes and not deletes:
        return None
    touched = {path.split("/")[1] for path in (*writes, *deletes) if path.startswith("models/")}
    before = published.fleet.models
    changed = tuple(sorted(name for name in touched if name in models and name in before))
    added = tuple(sorted(models.keys() - before.keys()))
    metadata = _metadata((*added, *changed), terms.source)
    deletes |= {path for path, content in metadata.items() if content is None and path in published.files}
    writes |= {path: content for path, content in metadata.items() if content is not None}
    return Commit(False, writes, tuple(sorted(deletes)), added, changed, tuple(sorted(before.keys() - models.keys())))


def _is_metadata_of(path: str, models: Mapping[str, Entry]) -> bool:
    return is_metadata(path) and path.startswith("models/") and path.split("/")[1] in models


def _metadata(models: tuple[str, ...], source: Source | None) -> dict[str, bytes | None]:
    """`hydrator.metadata` of what this commit changes; None, delete, when there is no source commit: an old one would lie."""
    of_model = None if source is None else model_metadata(source)
    return {FILE: None if source is None else root_metadata(source), **{f"models/{name}/{FILE}": of_model for name in models}}


def _target_files(published: Published, package: Package, target: Fleet, records: Mapping[str, Record]) -> tuple[set[str], dict[str, bytes]]:
    """What the branch should hold: paths that stay as they are, and paths with their content."""
    on_branch = template_paths(published.files)
    kept = {on_branch[name] for name in target.templates if name in on_branch}
    written = dict(package.shared)
    for name, entry in target.models.items():
        model = package.models[name]
        if model.problems:
            kept |= {path for path in published.files if path.startswith((f"models/{name}/", f"platform/{entry.namespace}/"))}
        else:
            written |= model.files
        # A record that is missing for an archive in use would make pods fail: that must not be published.
        needed = () if model.problems else entry.archives.values()
        digests = {digest: records[digest].index_digest for digest in digests_of(target, name) if digest in records or digest in needed}
        written[index_digests_path(name)] = to_config_map(name, entry, digests)
    for digest in all_digests(target):
        if digest in records and records[digest] == published.records.get(digest):
            kept.add(record.path(digest))
        elif digest in records:
            written[record.path(digest)] = record.to_json(records[digest])
    written[fleet.PATH] = fleet.to_json(target)
    return kept, written
