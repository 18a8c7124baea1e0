"""A job: one way to run a model."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from modelfleet.spec.data import Scalar
from modelfleet.spec.drift import Drift
from modelfleet.spec.fault import FaultError
from modelfleet.spec.messages import schedule as messages
from modelfleet.spec.name import EntryPoint, ParameterName
from modelfleet.spec.pod import PodFields
from modelfleet.spec.priority import PriorityWord
from modelfleet.spec.quantity import Count, Seconds
from modelfleet.spec.record import Record
from modelfleet.spec.schedule import Schedule
from modelfleet.spec.spark import Spark
from modelfleet.spec.step import Steps
from modelfleet.spec.synchronization import Synchronization
from modelfleet.spec.trained import TrainedFields

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


class Sla(Record):
    """What others rely on."""

    finish_by: TimeOfDay = Field(description="Time of day, in the schedule's time zone, by which the job must be done.", examples=["06:00"])


class JobFields(PodFields, TrainedFields):
    """What every job may say, but what it runs."""

    parameters: dict[ParameterName, Scalar] = Field(
        default={}, description="Parameters of this job only; they override the model's.", examples=[{"window": "7d"}]
    )
    schedule: Schedule | None = Field(default=None, description="When the job runs by itself; without it only when somebody starts it.")
    history: History = Field(default=History(), description="How many finished runs the cluster keeps.")
    expected_duration: Seconds | None = Field(
        default=None, description="How long a run usually takes; one of the schedule that takes much longer raises an alert.", examples=["40m"]
    )
    sla: Sla | None = Field(default=None, description="What others rely on.")
    priority: PriorityWord = Field(default="normal", description="Which runs go first when there is not room for all.", examples=["high"])
    synchronization: Synchronization = Field(default=Synchronization(), description="What keeps runs apart.")


class Job(JobFields):
    """A complete job: what rendering sees. It has an `entry_point`, or `steps`, or is the drift check of the platform (`drift`).

    Steps are complete too: what a step does not say is what its job says.
    """

    entry_point: EntryPoint | None
    steps: Steps = {}
    spark: Spark | None = None
    drift: Drift | None = None
