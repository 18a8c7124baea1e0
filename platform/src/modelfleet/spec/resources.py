"""What a job's pod gets."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from modelfleet.spec.quantity import Count, Cpu, Memory
from modelfleet.spec.record import Record


class Resources(Record):
    """CPU, memory and GPUs of the container that runs the model."""

    cpu: Cpu = Field(default="1", description="CPU cores: `2`, `0.5` or `500m`.", examples=[2])
    memory: Memory = Field(default="2Gi", description="Memory; a job that uses more is killed. `512Mi`, `4Gi`.", examples=["4Gi"])
    gpu: Annotated[Count, Field(ge=0, le=64)] = Field(default=0, description="GPUs, whole ones; the owner's quota must have some.", examples=[1])


class Workspace(Record):
    """The disk of a run; it is gone when the run ends."""

    size: Memory = Field(default="10Gi", description="Room for the inputs, the outputs and the Python environment.", examples=["20Gi"])
    medium: Literal["disk", "memory"] = Field(
        default="disk", description="`memory`: faster, and all of `size` counts as memory of the job on top of `resources.memory`.", examples=["memory"]
    )
