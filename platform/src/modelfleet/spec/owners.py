"""Owners: what a team has. Models can name only what their owner has; `platform/owners.yaml` is the platform's to write."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field

from modelfleet.spec.fault import FaultError
from modelfleet.spec.messages import stage as messages
from modelfleet.spec.name import LockName, OwnerName, ResourceName, SecretKey
from modelfleet.spec.network import Targets
from modelfleet.spec.quantity import Count, Cpu, Memory
from modelfleet.spec.record import Record, refuse_empty


def _check_route(name: str) -> str:
    if not re.fullmatch(r"[a-z]+:\S+", name):
        raise FaultError(messages.bad_route(name))
    return name


def _check_approver(name: str) -> str:
    if not re.fullmatch(r"@[A-Za-z0-9][A-Za-z0-9_./-]*", name):
        raise FaultError(messages.bad_approver(name))
    return name


class Quota(Record):
    """What all running jobs of an owner may use together on one stage."""

    cpu: Cpu = Field(description="CPU cores.", examples=[64])
    memory: Memory = Field(description="Memory.", examples=["256Gi"])
    gpu: Annotated[Count, Field(ge=0)] = Field(default=0, description="GPUs.", examples=[4])


class Route(Record):
    """A way of alerts: the secret that holds the URL to which a message is posted."""

    secret: ResourceName = Field(description="Name of the secret.", examples=["antifraud-alerts"])
    key: SecretKey = Field(description="Key in the secret.", examples=["url"])


class Owner(Record):
    """What one team has."""

    namespaces: dict[str, ResourceName] = Field(description="Kubernetes namespace on each stage.")
    secrets: tuple[ResourceName, ...] = Field(default=(), description="Secrets that its models may use.")
    data_secret: ResourceName = Field(description="Secret with the keys `access-key` and `secret-key` for the data stores.")
    quota: Quota = Field(description="What all its jobs may use together on one stage.")
    routes: dict[Annotated[str, AfterValidator(_check_route)], Route] = Field(default={}, description="Ways of its alerts.")
    semaphores: dict[LockName, Annotated[Count, Field(ge=1)]] = Field(
        default={}, description="How many runs at once may hold each of its semaphores.", examples=[{"warehouse": 4}]
    )
    groups: tuple[Annotated[str, Field(min_length=1)], ...] = Field(
        default=(), description="Groups of single sign-on whose members see its models in Argo CD, and sync them.", examples=[["antifraud"]]
    )
    network: dict[str, Targets] = Field(
        default={},
        description="Where its pods may go on each stage, beside what the stage itself has.",
        examples=[{"prod": {"addresses": [{"cidr": "10.20.0.5/32", "ports": [5432]}]}}],
    )
    approvers: Annotated[tuple[Annotated[str, AfterValidator(_check_approver)], ...], AfterValidator(refuse_empty)] = Field(
        description="Who approves changes of its models, as CODEOWNERS names them."
    )


class Owners(Record):
    """What `platform/owners.yaml` says: owners by name."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[OwnerName, Owner]

    @property
    def by_name(self) -> dict[str, Owner]:
        """Owners in the order of their names."""
        return dict(sorted((self.__pydantic_extra__ or {}).items()))
