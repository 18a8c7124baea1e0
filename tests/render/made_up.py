"""A made-up fleet for tests: two stages and two owners of no real cluster, and a rendering of a case on both."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from golden import root

from modelfleet.render.archives import ArchiveDigests
from modelfleet.render.job import Placement
from modelfleet.render.jsonnet import Jsonnet
from modelfleet.render.manifests import Manifest
from modelfleet.render.model import render_model
from modelfleet.render.templates import SHAPES
from modelfleet.spec.load import LoadedModel, Platform, load_model, load_platform

HERE = Path(__file__).parent
CASES = sorted(path.parent.name for path in HERE.glob("*/model.yaml"))

# Stand-ins, so that the expected manifests change with what a model renders to and not with what the templates hold.
TEMPLATES = {shape: f"{shape}-0123456789" for shape in SHAPES}
DIGESTS = ArchiveDigests(code="c0de" * 16, environment="e1e1" * 16, runtime="4a4a" * 16)


def fleet() -> Platform:
    return load_platform(HERE / "fleet")


def load_case(name: str, platform: Platform) -> LoadedModel:
    return load_model(HERE / name / "model.yaml", platform)


def placements_of(loaded: LoadedModel, platform: Platform) -> dict[str, Placement]:
    """Stage → the model there."""
    owners, stages = platform.owners, platform.stages
    return {stage: Placement(model, stages[stage], owners[model.owner], owners[model.owner].namespaces[stage], DIGESTS) for stage, model in loaded.on.items()}


def render_case(name: str, platform: Platform, engine: Jsonnet | None = None, templates: Mapping[str, str] = TEMPLATES) -> dict[str, tuple[Manifest, ...]]:
    """Stage → manifests."""
    placements = placements_of(load_case(name, platform), platform)
    return dict(zip(placements, render_model(tuple(placements.values()), templates, engine or Jsonnet(root())), strict=True))
