"""`modelfleet render-fleet --out DIR`: renders what the whole fleet shares: the templates, and the namespaces of the owners."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from pathlib import Path

from modelfleet.errors import Problem, UserError
from modelfleet.render.jsonnet import Jsonnet
from modelfleet.render.manifests import Manifest, in_file_order
from modelfleet.render.namespace import ENTRY, render_namespace
from modelfleet.render.templates import render_templates
from modelfleet.spec.load import load_platform
from modelfleet.spec.placeholder_values import placeholders_of
from modelfleet.spec.stage import LOCAL, StageSpec
from modelfleet.validate.problems import problems as problems_of
from modelfleet.validate.structure import load_structure
from modelfleet.validate.subject import NAMESPACE_KINDS, TEMPLATE_KINDS, Scope


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="directory that receives <stage>/clusterworkflowtemplates, <stage>/platform")


def run(arguments: argparse.Namespace) -> int:
    """Render and check it for every stage; say on standard output which stages are not complete.

    Raises UserError for any problem: without this nothing of the fleet runs.
    """
    root = Path()
    platform, engine, structure = load_platform(root), Jsonnet(root), load_structure(root)
    templates = in_file_order(template.manifest for template in render_templates(engine))
    objects = [manifest.object for manifest in templates]
    known = {manifest.name: manifest.object for manifest in templates}
    found: list[Problem] = [*problems_of(objects, Scope("clusterworkflowtemplates", TEMPLATE_KINDS, None, known), structure)]
    written: dict[Path, tuple[Manifest, ...]] = {}
    for stage in platform.stages:
        written[arguments.out / stage / "clusterworkflowtemplates"] = templates
        for name, owner in platform.owners.items():
            namespace = owner.namespaces[stage]
            manifests = render_namespace(name, owner, namespace, engine)
            accounts = frozenset(manifest.name for manifest in manifests if manifest.kind == "ServiceAccount")
            found += problems_of([manifest.object for manifest in manifests], Scope(ENTRY, NAMESPACE_KINDS, namespace, known, accounts), structure)
            written[arguments.out / stage / "platform" / namespace] = manifests
    if found:
        raise UserError(found)
    for directory, manifests in written.items():
        write_manifests(directory / "manifests", manifests)
    for note in notes_on(platform.stages):
        print(note)
    return 0


def notes_on(stages: Mapping[str, StageSpec]) -> tuple[str, ...]:
    """A line for each stage that `publish` will refuse, because values of it still have to be filled in."""
    unfilled = {stage: placeholders_of(spec) for stage, spec in stages.items() if stage != LOCAL}
    return tuple(
        f"platform/stages/{stage}.yaml: {len(values)} values are placeholders, so `publish` refuses this stage: {', '.join(values)}"
        for stage, values in sorted(unfilled.items())
        if values
    )


def write_manifests(directory: Path, manifests: Iterable[Manifest]) -> None:
    """One file an object."""
    directory.mkdir(parents=True, exist_ok=True)
    for manifest in manifests:
        (directory / manifest.file_name).write_bytes(manifest.to_bytes())
