"""What a stage's control planes need: projects, Applications and settings of Argo CD, settings of Argo Workflows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from modelfleet.render.jsonnet import Jsonnet, literal
from modelfleet.render.manifests import Manifest, in_file_order
from modelfleet.render.templates import SHAPES
from modelfleet.spec.control import PLATFORM, Controllers
from modelfleet.spec.owners import Owner
from modelfleet.spec.stage import StageSpec

ENTRY = "platform/argocd/main.jsonnet"
WORKFLOWS_ENTRY = "platform/argocd/workflows.jsonnet"

# What a reference to a secret may consist of in a service of Argo CD's notifications (keyPattern in pkg/api/config.go of
# notifications-engine).
_NOT_IN_REFERENCE = re.compile(r"[^A-Za-z0-9_-]")


@dataclass(frozen=True)
class Kinds:
    """Kinds that each set of manifests may hold, as pairs of API group and kind; AppProjects let nothing else pass."""

    model: tuple[tuple[str, str], ...]
    namespace: tuple[tuple[str, str], ...]
    root: tuple[tuple[str, str], ...]


def render_control(stage: StageSpec, name: str, owners: Mapping[str, Owner], kinds: Kinds, engine: Jsonnet) -> tuple[Manifest, ...]:
    """The objects of one stage in Argo CD's namespace. `name` is the stage's, and picks the owners' namespaces only."""
    argument = {
        "prefix": stage.argocd.prefix,
        "platform": f"{PLATFORM}-{stage.argocd.prefix}",
        "namespace": stage.argocd.namespace,
        "cluster": stage.argocd.cluster,
        "polling": stage.argocd.polling,
        # The whole name of the branch: a tag of the same name would win over a short one.
        "source": {"repository": stage.deploy_url, "revision": f"refs/heads/{stage.deploy.branch}"},
        "shapes": list(SHAPES),
        "kinds": {"model": _listed(kinds.model), "namespace": _listed(kinds.namespace), "root": _listed(kinds.root)},
        "owners": [_owner(owner_name, owner, name) for owner_name, owner in owners.items()],
        "controllers": None if stage.controllers is None else stage.controllers.model_dump(),
    }
    objects = engine.evaluate(f"import {literal(ENTRY)}", {"stage": argument})
    return in_file_order(Manifest(content) for content in objects.values())


def render_workflows(controllers: Controllers, engine: Jsonnet) -> tuple[Manifest, ...]:
    """The settings of Argo Workflows' controller, in its namespace."""
    objects = engine.evaluate(f"import {literal(WORKFLOWS_ENTRY)}", {"controllers": controllers.model_dump()})
    return in_file_order(Manifest(content) for content in objects.values())


def _listed(kinds: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"group": group, "kind": kind} for group, kind in kinds]


def _owner(name: str, owner: Owner, stage: str) -> dict[str, Any]:
    return {"name": name, "namespace": owner.namespaces[stage], "groups": list(owner.groups), "routes": [{"service": route} for route in _routes(owner)]}


def _routes(owner: Owner) -> Iterator[str]:
    """The owner's routes by the name of their service, which is the key of their URL in Argo CD's secret as well."""
    yield from sorted({_NOT_IN_REFERENCE.sub("_", f"{route.secret}_{route.key}") for route in owner.routes.values()})
