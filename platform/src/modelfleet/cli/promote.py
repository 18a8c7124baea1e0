"""`modelfleet promote STAGE`: gives stable models of a stage the templates and the runtime of this tree.

Until then they keep what the last promotion pinned, and only models with `channel: canary` get what is newer. The first
promotion of a stage is what makes it hold changes back; without its file every model follows at once.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from modelfleet.archive.digest import runtime_digest
from modelfleet.archive.runtime import read_runtime
from modelfleet.errors import UserError
from modelfleet.render.jsonnet import Jsonnet
from modelfleet.render.manifests import Manifest
from modelfleet.render.pinned import DIRECTORY
from modelfleet.render.serialize import to_yaml
from modelfleet.render.settings import FORMAT, KEYS
from modelfleet.render.templates import render_templates
from modelfleet.spec.channel import Channel
from modelfleet.spec.load import Platform, load_model, load_platform
from modelfleet.spec.platform_files import CHANNELS
from modelfleet.spec.translate import suggestion

MODELS = Path("models")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("stage", metavar="STAGE", help="the stage whose stable models get what is newest")
    parser.add_argument("--output", choices=("text", "json"), default="text", help="`json` for a machine")


def run(arguments: argparse.Namespace) -> int:
    """Write the channel of the stage and say what it changes. Raises UserError for an unknown stage."""
    root = Path()
    platform, stage = load_platform(root), arguments.stage
    if stage not in platform.stages:
        close = suggestion(stage, platform.stages)
        raise UserError.one(f"there is no stage `{stage}`", hint=f'did you mean "{close}"?' if close else f"one of: {', '.join(platform.stages)}")
    templates = {template.shape: template.manifest for template in render_templates(Jsonnet(root))}
    newest = Channel(
        runtime=runtime_digest(*read_runtime(root)), format=FORMAT, settings=KEYS, templates={shape: one.name for shape, one in sorted(templates.items())}
    )
    before = platform.channels.get(stage)
    write_channel(root / CHANNELS, stage, newest, templates.values(), platform.channels)
    changes = list(changes_between(before, newest))
    stable, canary = followers(root, platform)
    if arguments.output == "json":
        print(
            json.dumps(
                {"stage": stage, "changes": [dict(zip(("what", "before", "after"), one, strict=True)) for one in changes], "stable": stable, "canary": canary}
            )
        )
    else:
        print("\n".join(report(stage, changes, before is None, stable, canary)))
    return 0


def changes_between(before: Channel | None, after: Channel) -> Iterable[tuple[str, str, str]]:
    """What, its name before, its name after; `-` for what was not there."""
    old = {} if before is None else dict(before.templates)
    for shape in sorted(old.keys() | after.templates.keys()):
        if old.get(shape) != after.templates.get(shape):
            yield shape, old.get(shape, "-"), after.templates.get(shape, "-")
    if before is None or before.runtime != after.runtime:
        yield "runtime", "-" if before is None else before.runtime[:16], after.runtime[:16]


def report(stage: str, changes: list[tuple[str, str, str]], first: bool, stable: list[str], canary: list[str]) -> list[str]:
    """What a person reads."""
    file = CHANNELS / f"{stage}.yaml"
    if not changes:
        return [f"{stage} has what is newest already; nothing changes"]
    lines = [f"{what}: {old} -> {new}" for what, old, new in changes]
    lines.append(f"{file}: stable models that get this when it is published: {len(stable)}")
    if first:
        lines.append(f"From now on {stage} holds changes of the platform back until it is promoted again; delete the file to end that")
    if not canary:
        lines.append("no model has `channel: canary`: nobody tries changes before all get them")
    return lines


def followers(root: Path, platform: Platform) -> tuple[list[str], list[str]]:
    """Names of stable and of canary models; models with problems are left out."""
    found: dict[str, list[str]] = {"stable": [], "canary": []}
    for file in sorted((root / MODELS).glob("*/model.yaml")):
        try:
            loaded = load_model(file.relative_to(root), platform)
        except UserError:
            continue
        found[next(iter(loaded.on.values())).channel].append(file.parent.name)
    return found["stable"], found["canary"]


def write_channel(directory: Path, stage: str, channel: Channel, templates: Iterable[Manifest], others: Mapping[str, Channel]) -> None:
    """Write the channel and the templates that it names, and delete those that no channel names any more."""
    (directory / DIRECTORY).mkdir(parents=True, exist_ok=True)
    named = {name for other, one in others.items() if other != stage for name in one.templates.values()}
    for manifest in templates:
        (directory / DIRECTORY / f"{manifest.name}.yaml").write_bytes(manifest.to_bytes())
        named.add(manifest.name)
    text = to_yaml({"runtime": channel.runtime, "format": channel.format, "settings": list(channel.settings), "templates": dict(channel.templates)})
    (directory / f"{stage}.yaml").write_bytes(b"# Written by `./pants promote " + stage.encode() + b"`.\n" + text)
    for path in sorted((directory / DIRECTORY).glob("*.yaml")):
        if path.stem not in named:
            path.unlink()
