"""`modelfleet render-fleet --out DIR`: renders what the whole fleet shares: templates, namespaces, and what Argo CD is told."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from modelfleet.errors import UserError
from modelfleet.render import control, namespace
from modelfleet.render.jsonnet import Jsonnet
from modelfleet.render.manifests import Manifest, in_file_order
from modelfleet.render.pinned import load_pinned
from modelfleet.render.templates import render_templates
from modelfleet.spec.load import Platform, load_platform
from modelfleet.spec.network import Targets
from modelfleet.spec.placeholder_values import placeholders_of, placeholders_of_owners
from modelfleet.spec.platform_files import CHANNELS, OWNERS
from modelfleet.spec.stage import LOCAL, StageSpec
from modelfleet.validate.problems import problems as problems_of
from modelfleet.validate.structure import groups_of, load_structure
from modelfleet.validate.subject import CONTROL_KINDS, MODEL_KINDS, NAMESPACE_KINDS, PUBLISHED_KINDS, SETTING_KINDS, TEMPLATE_KINDS, Object, Scope


@dataclass(frozen=True)
class Shared:
    """Manifests that are applied together: their directory on the deploy branch, and what they may be."""

    directory: str
    manifests: tuple[Manifest, ...]
    scope: Scope


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--out", required=True, type=Path, metavar="DIR", help="directory that receives <stage>/clusterworkflowtemplates, <stage>/platform, <stage>/argocd"
    )


def run(arguments: argparse.Namespace) -> int:
    """Render and check it for every stage; say on standard output which stages are not complete.

    Raises UserError for any problem: without this nothing of the fleet runs.
    """
    root = Path()
    platform, engine, structure = load_platform(root), Jsonnet(root), load_structure(root)
    templates = in_file_order(template.manifest for template in render_templates(engine))
    known: dict[str, Object] = {manifest.name: manifest.object for manifest in templates}
    pinned = {stage: load_pinned(root / CHANNELS, channel.templates.values()) for stage, channel in platform.channels.items()}
    held = [manifest for stage in sorted(pinned) for name, manifest in pinned[stage].items() if name not in known]
    objects = [*(manifest.object for manifest in templates), *{manifest.name: manifest.object for manifest in held}.values()]
    found = [*problems_of(objects, Scope("clusterworkflowtemplates", TEMPLATE_KINDS, None, known), structure)]
    stages = {stage: tuple(rendered(stage, platform, engine, known)) for stage in platform.stages}
    for one in (one for sets in stages.values() for one in sets):
        found += problems_of([manifest.object for manifest in one.manifests], one.scope, structure)
    if found:
        raise UserError(found)
    for stage, sets in stages.items():
        for one in sets:
            write_manifests(arguments.out / stage / one.directory / "manifests", one.manifests)
        # Those that a channel holds back as well: they are on the branch already, and a new branch must get them.
        older = [manifest for name, manifest in pinned.get(stage, {}).items() if name not in known]
        write_manifests(arguments.out / stage / "clusterworkflowtemplates" / "manifests", in_file_order([*templates, *older]))
    for note in notes_on(platform):
        print(note)
    return 0


def rendered(name: str, platform: Platform, engine: Jsonnet, templates: Mapping[str, Object]) -> Iterator[Shared]:
    """What is rendered for one stage: the owners' namespaces, what Argo CD is told, and what the controllers are set to."""
    stage = platform.stages[name]
    for owner_name, owner in platform.owners.items():
        place = owner.namespaces[name]
        manifests = namespace.render_namespace(owner_name, owner, place, stage, owner.network.get(name, Targets()), engine)
        accounts = frozenset(manifest.name for manifest in manifests if manifest.kind == "ServiceAccount")
        yield Shared(f"platform/{place}", manifests, Scope(namespace.ENTRY, NAMESPACE_KINDS, place, templates, accounts))
    manifests = control.render_control(stage, name, platform.owners, kinds_on(stage), engine)
    yield Shared("argocd", manifests, Scope(control.ENTRY, CONTROL_KINDS, stage.argocd.namespace))
    if stage.controllers is not None:
        place = stage.controllers.workflows_namespace
        yield Shared(f"platform/{place}", control.render_workflows(stage.controllers, engine), Scope(control.WORKFLOWS_ENTRY, SETTING_KINDS, place))


def kinds_on(stage: StageSpec) -> control.Kinds:
    """What Argo CD lets pass on a stage: exactly what the checks let pass, and what publishing adds."""
    settings = frozenset() if stage.controllers is None else SETTING_KINDS
    return control.Kinds(
        model=groups_of(MODEL_KINDS | PUBLISHED_KINDS),
        namespace=groups_of(NAMESPACE_KINDS | settings),
        root=groups_of((CONTROL_KINDS - SETTING_KINDS) | settings),
    )


def notes_on(platform: Platform) -> tuple[str, ...]:
    """A line for each stage that `publish` will refuse, because values of it still have to be filled in."""
    stages = {stage: spec for stage, spec in sorted(platform.stages.items()) if stage != LOCAL}
    unfilled = [(f"platform/stages/{stage}.yaml", "this stage", placeholders_of(spec)) for stage, spec in stages.items()]
    unfilled += [(OWNERS.as_posix(), f"stage `{stage}`", placeholders_of_owners(platform.owners, stage)) for stage in stages]
    return tuple(
        f"{file}: {len(values)} values are placeholders, so `publish` refuses {refused}: {', '.join(values)}" for file, refused, values in unfilled if values
    )


def write_manifests(directory: Path, manifests: Iterable[Manifest]) -> None:
    """One file an object."""
    directory.mkdir(parents=True, exist_ok=True)
    for manifest in manifests:
        (directory / manifest.file_name).write_bytes(manifest.to_bytes())
