"""A pod of a job: what a job and each of its steps may say about the process that runs and what it gets."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from modelfleet.spec.data import Input, Output
from modelfleet.spec.name import ImageName, Variable
from modelfleet.spec.quantity import Count, Seconds
from modelfleet.spec.record import Record
from modelfleet.spec.resources import Resources, Workspace
from modelfleet.spec.secret import Kerberos, SecretReference


class Retries(Record):
    """What happens after a failure."""

    limit: Annotated[Count, Field(ge=0, le=10)] = Field(default=2, description="How often a failed run is tried again.", examples=[2])
    backoff: Seconds = Field(default=60, description="Pause before the first retry; it doubles with each one.", examples=["5m"])


class PodFields(Record):
    """What is said of one pod."""

    args: tuple[str, ...] = Field(
        default=(),
        description="Arguments of the entry point, one a list item; no shell reads them. `${name}` stands for a parameter.",
        examples=[["--window=${window}"]],
    )
    resources: Resources = Field(default=Resources(), description="CPU, memory and GPUs.")
    image: ImageName | None = Field(
        default=None,
        description="An image with system libraries, by the name that the stage gives it; without it, the stage's image of the Python version.",
        examples=["cuda"],
    )
    workspace: Workspace = Field(default=Workspace(), description="The disk of a run.")
    inputs: tuple[Input, ...] = Field(default=(), description="Data that is copied in before the job starts.")
    outputs: tuple[Output, ...] = Field(default=(), description="Data that is published after the job has succeeded.")
    env: dict[Variable, str] = Field(default={}, description="Environment variables. Nothing secret: use `secrets`.", examples=[{"LOG_LEVEL": "info"}])
    secrets: tuple[SecretReference, ...] = Field(default=(), description="Environment variables from the owner's secrets.")
    kerberos: Kerberos | None = Field(default=None, description="A Kerberos ticket for the job.")
    retries: Retries = Field(default=Retries(), description="What happens after a failure.")
    timeout: Seconds = Field(default=21600, description="A run that takes longer is stopped.", examples=["2h"])
