"""`modelfleet render --out DIR FILE...`: renders and checks models for every stage, and writes what it finds about each.

A model with problems gets an inventory that names them, and no manifests; the others are not held up.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from modelfleet.archive.code import read_code
from modelfleet.archive.digest import code_digest, environment_digest, git_code_digest, runtime_digest
from modelfleet.archive.runtime import read_runtime
from modelfleet.cli.channel import channel_of, held_back, problems_with
from modelfleet.cli.inventory import inventory_of, inventory_of_refused
from modelfleet.clock.scheduled import ScheduledJob, scheduled_jobs
from modelfleet.clock.scheduled import to_json as schedules_to_json
from modelfleet.errors import Problem, UserError
from modelfleet.render.app import app_of, to_json
from modelfleet.render.archives import ArchiveDigests
from modelfleet.render.features import shapes_in
from modelfleet.render.job import Placement
from modelfleet.render.jsonnet import Jsonnet
from modelfleet.render.manifests import Manifest
from modelfleet.render.model import render_model
from modelfleet.render.namespace import service_accounts
from modelfleet.render.pinned import load_pinned
from modelfleet.render.templates import Template, render_templates
from modelfleet.spec.load import LoadedModel, Platform, load_model, load_platform
from modelfleet.spec.platform_files import CHANNELS
from modelfleet.validate.problems import problems as problems_of
from modelfleet.validate.structure import Structure, load_structure
from modelfleet.validate.subject import MODEL_KINDS, Scope


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="directory that receives <stage>/models/, inventory/ and schedules/")
    parser.add_argument("files", nargs="+", metavar="FILE", help="model.yaml of a model, relative to the repository's root")


def run(arguments: argparse.Namespace) -> int:
    """Render each file. Returns 0 even when models have problems; raises UserError for a problem of the whole fleet."""
    root, engine = Path(), Jsonnet(Path())
    runtime = runtime_digest(*read_runtime(root))
    platform = load_platform(root)
    pinned = load_pinned(root / CHANNELS, (name for channel in platform.channels.values() for name in channel.templates.values()))
    bench = Workbench(root, platform, engine, load_structure(root), runtime, service_accounts(engine), pinned)
    for file in arguments.files:
        write_model(arguments.out, bench.rendered(Path(file)))
    return 0


@dataclass(frozen=True)
class RenderedModel:
    """One model: its manifests on each stage, and what the publisher has to know. No stages when there are problems."""

    name: str
    inventory: dict[str, Any]
    stages: dict[str, tuple[dict[str, str], tuple[Manifest, ...]]] = field(default_factory=dict)
    scheduled: tuple[ScheduledJob, ...] = ()


@dataclass
class Workbench:
    """What a batch of models is rendered with. What models share is rendered when the first of them asks for it."""

    root: Path
    platform: Platform
    engine: Jsonnet
    structure: Structure
    runtime: str
    accounts: frozenset[str]
    pinned: Mapping[str, Manifest] = field(default_factory=dict)
    _templates: dict[str, Template] = field(default_factory=dict)

    def rendered(self, file: Path) -> RenderedModel:
        """One model, checked. Never raises for what is wrong with the model."""
        try:
            return self._rendered(file)
        except UserError as error:
            return RenderedModel(file.parent.name, inventory_of_refused(file, error.problems))

    def _rendered(self, file: Path) -> RenderedModel:
        loaded = load_model(file, self.platform, self.root)
        source = file.parent
        locked = next(iter(loaded.on.values())).code
        code = read_code(self.root / source) if locked is None else {}
        digest = code_digest(code) if locked is None else git_code_digest(locked.lock.files)
        placements = {stage: self._placement(stage, loaded, self._digests(source, digest, stage, loaded)) for stage in loaded.on}
        if faults := [fault for stage, placement in placements.items() for fault in self._faults_of_channel(file, loaded, stage, placement)]:
            raise UserError(faults)
        templates = {shape: self._template(shape) for shape in shapes_in(loaded)}
        names = {shape: template.name for shape, template in templates.items()}
        manifests = dict(zip(placements, render_model(tuple(placements.values()), names, self.engine), strict=True))
        known = {name: manifest.object for name, manifest in self.pinned.items()}
        known |= {template.name: template.manifest.object for template in templates.values()}
        faults = [problem for stage, placement in placements.items() for problem in self._faults(file, placement, manifests[stage], known)]
        if faults:
            raise UserError(faults)
        inventory = inventory_of(file, placements, names, code, loaded.warnings)
        apps = {stage: app_of(placement.model.name, placement.namespace, placement.model.owner) for stage, placement in placements.items()}
        return RenderedModel(source.name, inventory, {stage: (apps[stage], manifests[stage]) for stage in placements}, scheduled_jobs(loaded))

    def _digests(self, source: Path, code: str, stage: str, loaded: LoadedModel) -> ArchiveDigests:
        python = loaded.on[stage].python
        runtime = held_back(channel_of(loaded, stage, self.platform), self.runtime).runtime
        return ArchiveDigests(code, environment_digest((self.root / source / python.lock).read_bytes(), python.version), runtime)

    def _placement(self, stage: str, loaded: LoadedModel, digests: ArchiveDigests) -> Placement:
        model = loaded.on[stage]
        owner = self.platform.owners[model.owner]
        held = held_back(channel_of(loaded, stage, self.platform), self.runtime)
        return Placement(model, self.platform.stages[stage], owner, owner.namespaces[stage], digests, held.templates)

    def _faults_of_channel(self, file: Path, loaded: LoadedModel, stage: str, placement: Placement) -> Iterable[Problem]:
        channel = channel_of(loaded, stage, self.platform)
        return () if channel is None else problems_with(channel, placement, file.as_posix(), stage)

    def _template(self, shape: str) -> Template:
        if shape not in self._templates:
            (self._templates[shape],) = render_templates(self.engine, [shape])
        return self._templates[shape]

    def _faults(self, file: Path, placement: Placement, manifests: Iterable[Manifest], templates: dict[str, Any]) -> tuple[Problem, ...]:
        scope = Scope(file.as_posix(), MODEL_KINDS, placement.namespace, templates, self.accounts)
        return problems_of([one.object for one in manifests], scope, self.structure)


def write_model(out: Path, model: RenderedModel) -> None:
    """Write a model's manifests below each stage, its inventory, and its schedules.

    The schedules are apart from the inventory, which moves with every change of code: what asks all models about the clock
    would be asked again each time.
    """
    for stage, (app, manifests) in model.stages.items():
        directory = out / stage / "models" / model.name
        (directory / "manifests").mkdir(parents=True, exist_ok=True)
        (directory / "app.json").write_bytes(to_json(app))
        for manifest in manifests:
            (directory / "manifests" / manifest.file_name).write_bytes(manifest.to_bytes())
    for directory, text in (
        (out / "inventory", json.dumps(model.inventory, indent=2, sort_keys=True) + "\n"),
        (out / "schedules", schedules_to_json(model.scheduled)),
    ):
        directory.mkdir(parents=True, exist_ok=True)
        (directory / f"{model.name}.json").write_text(text)
