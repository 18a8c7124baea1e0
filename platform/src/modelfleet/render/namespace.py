"""What an owner's namespace needs on one stage: accounts, rights, limits."""

from __future__ import annotations

from modelfleet.render.jsonnet import Jsonnet, literal
from modelfleet.render.manifests import Manifest, in_file_order
from modelfleet.spec.owners import Owner

ENTRY = "platform/jsonnet/namespace.jsonnet"
# Imported by what models are rendered with too, so that it is there when a model is rendered alone.
ACCOUNTS = "platform/jsonnet/modelfleet/accounts.libsonnet"


def service_accounts(engine: Jsonnet) -> frozenset[str]:
    """The names of the service accounts that every owner's namespace has."""
    return frozenset(engine.evaluate_file(ACCOUNTS).values())


def render_namespace(name: str, owner: Owner, namespace: str, engine: Jsonnet) -> tuple[Manifest, ...]:
    """The objects of one namespace. `name` is the owner's. Secrets with values are not among them: their owner makes them."""
    argument = {"owner": name, "name": namespace, "quota": owner.quota.model_dump()}
    objects = engine.evaluate(f"import {literal(ENTRY)}", {"namespace": argument})
    return in_file_order(Manifest(content) for content in objects.values())
