"""What a channel of a stage means for one model: which runtime and which templates it gets, and whether it can do with them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from modelfleet.errors import Problem
from modelfleet.render.features import shapes_of
from modelfleet.render.job import Placement
from modelfleet.render.settings import FORMAT, settings_of
from modelfleet.spec.channel import Channel
from modelfleet.spec.graph import tasks_of
from modelfleet.spec.load import LoadedModel, Platform
from modelfleet.spec.platform_files import CHANNELS


class Held(NamedTuple):
    """What a channel holds back from a model on one stage: the digest of the runtime, templates by shape."""

    runtime: str
    templates: dict[str, str]


def channel_of(loaded: LoadedModel, stage: str, platform: Platform) -> Channel | None:
    """The channel that a model follows on a stage; None where it gets what is newest."""
    return platform.channels.get(stage) if loaded.on[stage].channel == "stable" else None


def held_back(channel: Channel | None, newest: str) -> Held:
    """What the model gets. `newest` is the digest of the runtime of this tree."""
    return Held(newest, {}) if channel is None else Held(channel.runtime, dict(channel.templates))


def problems_with(channel: Channel, placement: Placement, file: str, stage: str) -> Iterable[Problem]:
    """What a model needs and the channel has not. `file` is its model.yaml. That arguments fit templates is checked with the manifests."""
    model = placement.model
    held = f"{CHANNELS.as_posix()}/{stage}.yaml"
    hint = f"`channel: canary` tries it, or `./pants promote {stage}` gives it to all"
    if channel.format != FORMAT:
        yield Problem(file, None, "channel", f"the runtime that {held} pins reads settings of format {channel.format}, not {FORMAT}", hint)
    for name, job in model.jobs.items():
        for shape in sorted(shapes_of(model, name) - channel.templates.keys()):
            yield Problem(file, None, f"jobs.{name}", f"{held} has no template of the shape `{shape}` yet", hint)
        known = {field for task in tasks_of(name, job) for field in settings_of(model, name, task, placement.stage, placement.digests)}
        for field in sorted(known - set(channel.settings)):
            yield Problem(file, None, f"jobs.{name}", f"the runtime that {held} pins does not know the setting `{field}`", hint)
