"""What an owner's namespace needs on one stage: accounts, rights, limits, where its pods may go, alerts on its jobs."""

from __future__ import annotations

from typing import Any

from modelfleet.render.jsonnet import Jsonnet, literal
from modelfleet.render.manifests import Manifest, in_file_order
from modelfleet.spec.network import Addresses, NetworkRules, Pods, Targets
from modelfleet.spec.owners import Owner, Quota
from modelfleet.spec.stage import StageSpec

ENTRY = "platform/jsonnet/namespace.jsonnet"
# Imported by what models are rendered with too, so that it is there when a model is rendered alone.
ACCOUNTS = "platform/jsonnet/modelfleet/accounts.libsonnet"


def service_accounts(engine: Jsonnet) -> frozenset[str]:
    """The names of the service accounts that every owner's namespace has."""
    return frozenset(engine.evaluate_file(ACCOUNTS).values())


def render_namespace(name: str, owner: Owner, namespace: str, stage: StageSpec, targets: Targets, engine: Jsonnet) -> tuple[Manifest, ...]:
    """The objects of one namespace. Secrets with values are not among them: their owner makes them.

    `name` is the owner's; `targets` are where its pods may go on this stage, beside what the stage itself has.
    """
    argument = {
        "owner": name,
        "name": namespace,
        "quota": {f"requests.{resource}": amount for resource, amount in _quota(owner.quota, stage).items()},
        "spark": stage.spark is not None,
        "semaphores": {semaphore: str(limit) for semaphore, limit in sorted(owner.semaphores.items())},
        "network": None if stage.network is None else _network(stage.network, targets),
        "alerts": None if stage.alerts is None else stage.alerts.model_dump(),
    }
    objects = engine.evaluate(f"import {literal(ENTRY)}", {"namespace": argument})
    return in_file_order(Manifest(content) for content in objects.values())


def _network(rules: NetworkRules, targets: Targets) -> list[dict[str, Any]]:
    """One entry a purpose that has any target; the name of the purpose becomes part of the policy's."""
    purposes = {**{name: getattr(rules, name) for name in NetworkRules.model_fields}, "owner": targets}
    return [
        {"purpose": purpose, "addresses": [_with_ports(one) for one in found.addresses], "pods": [_with_ports(one) for one in found.pods]}
        for purpose, found in purposes.items()
        if found.addresses or found.pods
    ]


def _with_ports(target: Addresses | Pods) -> dict[str, Any]:
    ports = [port.partition("/") for port in target.ports]
    return {**target.model_dump(), "ports": [{"port": int(number), "protocol": protocol.upper()} for number, _, protocol in ports]}


def _quota(quota: Quota, stage: StageSpec) -> dict[str, str]:
    gpus = {} if stage.gpu is None else {stage.gpu.resource: str(quota.gpu)}
    return {"cpu": quota.cpu, "memory": quota.memory, **gpus}
