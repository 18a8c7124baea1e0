"""What a job's pod gets."""

from __future__ import annotations

from pydantic import Field

from modelfleet.spec.quantity import Cpu, Memory
from modelfleet.spec.record import Record


class Resources(Record):
    """CPU and memory of the container that runs the model."""

    cpu: Cpu = Field(default="1", description="CPU cores: `2`, `0.5` or `500m`.", examples=[2])
    memory: Memory = Field(default="2Gi", description="Memory; a job that uses more is killed. `512Mi`, `4Gi`.", examples=["4Gi"])


class Workspace(Record):
    """The disk of a run; it is gone when the run ends."""

    size: Memory = Field(default="10Gi", description="Room for the inputs, the outputs and the Python environment.", examples=["20Gi"])
