"""A job: one way to run a model."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from modelfleet.spec.data import Input, Output, Scalar
from modelfleet.spec.drift import Drift
from modelfleet.spec.fault import FaultError
from modelfleet.spec.messages import schedule as messages
from modelfleet.spec.name import EntryPoint, ParameterName, Variable
from modelfleet.spec.quantity import Count, Seconds
from modelfleet.spec.record import Record
from modelfleet.spec.resources import Resources, Workspace
from modelfleet.spec.schedule import Schedule
from modelfleet.spec.secret import Kerberos, SecretReference

TIME_PATTERN = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"


def _check_time(value: Any) -> Any:
    if not isinstance(value, str) or not re.fullmatch(TIME_PATTERN, value, re.ASCII):
        raise FaultError(messages.bad_time_of_day(value))
    return value


TimeOfDay = Annotated[str, BeforeValidator(_check_time), WithJsonSchema({"type": "string", "pattern": TIME_PATTERN})]


class History(Record):
    """How many finished runs the cluster keeps; logs are kept longer, in the store."""

    successful: Annotated[Count, Field(ge=0, le=20)] = Field(default=1, description="Finished runs that succeeded.", examples=[1])
    failed: Annotated[Count, Field(ge=0, le=20)] = Field(default=2, description="Finished runs that failed.", examples=[2])


class Retries(Record):
    """What happens after a failure."""

    limit: Annotated[Count, Field(ge=0, le=10)] = Field(default=2, description="How often a failed run is tried again.", examples=[2])
    backoff: Seconds = Field(default=60, description="Pause before the first retry; it doubles with each one.", examples=["5m"])


class Sla(Record):
    """What others rely on."""

    finish_by: TimeOfDay = Field(description="Time of day, in the schedule's time zone, by which the job must be done.", examples=["06:00"])


class JobFields(Record):
    """What every job may say, but the file that it runs."""

    args: tuple[str, ...] = Field(
        default=(),
        description="Arguments of the entry point, one a list item; no shell reads them. `${name}` stands for a parameter.",
        examples=[["--window=${window}"]],
    )
    parameters: dict[ParameterName, Scalar] = Field(
        default={}, description="Parameters of this job only; they override the model's.", examples=[{"window": "7d"}]
    )
    schedule: Schedule | None = Field(default=None, description="When the job runs by itself; without it only when somebody starts it.")
    history: History = Field(default=History(), description="How many finished runs the cluster keeps.")
    resources: Resources = Field(default=Resources(), description="CPU and memory.")
    workspace: Workspace = Field(default=Workspace(), description="The disk of a run.")
    inputs: tuple[Input, ...] = Field(default=(), description="Data that is copied in before the job starts.")
    outputs: tuple[Output, ...] = Field(default=(), description="Data that is published after the job has succeeded.")
    env: dict[Variable, str] = Field(default={}, description="Environment variables. Nothing secret: use `secrets`.", examples=[{"LOG_LEVEL": "info"}])
    secrets: tuple[SecretReference, ...] = Field(default=(), description="Environment variables from the owner's secrets.")
    kerberos: Kerberos | None = Field(default=None, description="A Kerberos ticket for the job.")
    retries: Retries = Field(default=Retries(), description="What happens after a failure.")
    timeout: Seconds = Field(default=21600, description="A run that takes longer is stopped.", examples=["2h"])
    expected_duration: Seconds | None = Field(
        default=None, description="How long a run usually takes; one that takes much longer raises an alert.", examples=["40m"]
    )
    sla: Sla | None = Field(default=None, description="What others rely on.")


class Job(JobFields):
    """A complete job: what rendering sees. `drift` is set, and `entry_point` is None, for the drift check of the platform."""

    entry_point: EntryPoint | None
    drift: Drift | None = None
