"""The GPUs of a stage: how a pod asks for them, and where it may run."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from modelfleet.spec.fault import FaultError
from modelfleet.spec.label import LabelKey, Labels, LabelValue
from modelfleet.spec.messages import stage as messages
from modelfleet.spec.record import Record


def _check_resource(name: str) -> str:
    # Kubernetes takes an extended resource only with a domain before a slash (pkg/apis/core/helper, IsExtendedResourceName).
    if not re.fullmatch(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+/[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?", name):
        raise FaultError(messages.bad_resource(name))
    return name


class Toleration(Record):
    """A taint that pods with GPUs do not mind."""

    key: LabelKey = Field(description="Key of the taint.", examples=["nvidia.com/gpu"])
    value: LabelValue | None = Field(default=None, description="Its value; any when it is left out.", examples=["present"])
    effect: Literal["NoSchedule", "PreferNoSchedule", "NoExecute"] = Field(default="NoSchedule", description="Its effect.", examples=["NoSchedule"])


class Gpu(Record):
    """How a pod gets GPUs."""

    resource: Annotated[str, AfterValidator(_check_resource)] = Field(description="Resource that a node offers.", examples=["nvidia.com/gpu"])
    node_selector: Labels = Field(default={}, description="Labels of the nodes that may be used.", examples=[{"accelerator": "a100"}])
    tolerations: tuple[Toleration, ...] = Field(default=(), description="Taints of these nodes.")
