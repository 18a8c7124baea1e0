"""The package that rendering leaves for the publisher: manifests of one stage, and an inventory of every model."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from modelfleet.errors import Problem, UserError
from modelfleet.publish.fleet import Entry
from modelfleet.render.app import app_of, to_json

INVENTORY_FORMAT = 1
TEMPLATES = "clusterworkflowtemplates/manifests/"
TEMPLATE_FILE = "clusterworkflowtemplate-"


@dataclass(frozen=True)
class GitTree:
    """A locked commit of another repository, which pods clone: digest of its file index, `size` in bytes."""

    index_digest: str
    size: int


@dataclass(frozen=True)
class ArchiveSource:
    """What an archive is built from: `lock`, `files` and the model's `directory` are paths relative to the repository's root.

    With `git` there is nothing to build: pods take the code from a repository. A `pinned` one cannot be built: its sources have moved on.
    """

    kind: str
    directory: str
    python: str | None
    lock: str | None
    files: tuple[str, ...]
    git: GitTree | None = None
    pinned: bool = False


@dataclass(frozen=True)
class PackagedModel:
    """One model as rendered: its entry in fleet.json, its files on the branch, what its archives are made from, or its problems.

    `entry` is None when the model has problems, or is not on this stage.
    """

    name: str
    source: str
    entry: Entry | None
    files: Mapping[str, bytes]
    archives: Mapping[str, ArchiveSource]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Package:
    """What one stage should be: models by name, and the files that the fleet shares, by their path on the branch."""

    models: Mapping[str, PackagedModel]
    shared: Mapping[str, bytes]

    @property
    def templates(self) -> dict[str, str]:
        """Template name → path on the branch."""
        return template_paths(self.shared)


def template_paths(paths: Mapping[str, object]) -> dict[str, str]:
    """Template name → path, for those of `paths` that hold a template."""
    return {path[len(TEMPLATES) :].removeprefix(TEMPLATE_FILE).removesuffix(".yaml"): path for path in paths if path.startswith(TEMPLATES)}


def load_package(directory: Path, stage: str) -> Package:
    """Read a package.

    Layout: `<stage>/models/<name>/`, `<stage>/clusterworkflowtemplates/`, `<stage>/platform/`, `inventory/<name>.json`. Raises UserError
    when the directory is no package, or was made by another version.
    """
    inventories = sorted(entry.name for entry in os.scandir(directory / "inventory")) if (directory / "inventory").is_dir() else []
    if not inventories and not (directory / stage).is_dir():
        raise UserError.one(
            f"`{directory}` holds no package: neither `inventory/` nor `{stage}/` is in it", hint="render the models and the fleet into it first"
        )
    models: dict[str, dict[str, bytes]] = {}
    shared: dict[str, bytes] = {}
    for path, content in _read_files(str(directory / stage)) if (directory / stage).is_dir() else ():
        root, _, rest = path.partition("/")
        if root == "models":
            models.setdefault(rest.partition("/")[0], {})[path] = content
        else:
            shared[path] = content
    names = template_paths(shared)
    loaded = (_model(json.loads((directory / "inventory" / name).read_bytes()), stage, models, names) for name in inventories)
    return Package({model.name: model for model in loaded}, shared)


def _read_files(directory: str, prefix: str = "") -> Iterator[tuple[str, bytes]]:
    """Path below `directory` → content; no `Path` objects, since a large fleet has thousands of files."""
    with os.scandir(directory) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _read_files(entry.path, f"{prefix}{entry.name}/")
            else:
                with open(entry.path, "rb", buffering=0) as file:
                    yield prefix + entry.name, file.read()


def _git(archive: Mapping[str, Any]) -> GitTree | None:
    return GitTree(**archive["git"]) if "git" in archive else None


def _model(inventory: dict[str, Any], stage: str, files: Mapping[str, Mapping[str, bytes]], templates: Mapping[str, str]) -> PackagedModel:
    name, source = inventory["model"], inventory["source"]
    if inventory.get("format") != INVENTORY_FORMAT:
        raise UserError.one(
            f"the inventory of model `{name}` has format {inventory.get('format')}, not {INVENTORY_FORMAT}", hint="render again with this version"
        )
    problems = [Problem(**problem) for problem in inventory["problems"]]
    on_stage = inventory["stages"].get(stage)
    if problems or on_stage is None:
        return PackagedModel(name, source, None, {}, {}, tuple(problems))
    entry = Entry(source, on_stage["owner"], on_stage["namespace"], tuple(sorted(on_stage["templates"])), dict(sorted(on_stage["archives"].items())))
    for template in entry.templates:
        if template not in templates:
            problems.append(
                Problem(
                    f"{source}/model.yaml",
                    None,
                    "",
                    f"uses template `{template}`, which is not in the package",
                    "render the fleet again: models and templates are of two states",
                )
            )
    if name not in files:
        problems.append(Problem(f"{source}/model.yaml", None, "", f"has no manifests for stage `{stage}` in the package", "render the model again"))
    elif files[name].get(f"models/{name}/app.json") != to_json(app_of(name, entry.namespace, entry.owner)):
        # One that Argo CD cannot read would stop all models of the owner.
        problems.append(Problem(f"{source}/model.yaml", None, "", "its app.json in the package is not what rendering writes", "render the model again"))
    archives = {
        digest: ArchiveSource(
            archive["kind"], source, archive.get("python"), archive.get("lock"), tuple(archive.get("files") or ()), _git(archive), archive.get("pinned", False)
        )
        for digest, archive in inventory["archives"].items()
        if digest in entry.archives.values()
    }
    return PackagedModel(name, source, None if problems else entry, files.get(name, {}), archives, tuple(problems))
