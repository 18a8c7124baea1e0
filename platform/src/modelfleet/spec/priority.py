"""Which run goes first when there is not room for all."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from modelfleet.spec.name import ResourceName
from modelfleet.spec.quantity import Count
from modelfleet.spec.record import Record

# `normal` is what a cluster does without being told, so a stage describes only the others.
PriorityWord = Literal["high", "normal", "low"]
OtherPriority = Literal["high", "low"]


class Priority(Record):
    """What a word of `priority` means on a stage."""

    pod_class: ResourceName = Field(
        description="PriorityClass of the pods, which Kubernetes orders waiting pods and evictions by.", examples=["modelfleet-high"]
    )
    # Argo keeps it in 32 bits (WorkflowSpec.priority); nobody needs that many places.
    order: Annotated[Count, Field(ge=-100000, le=100000)] = Field(
        description="Place in the controller's queue of runs: a larger number goes first, others have 0.", examples=[100]
    )
