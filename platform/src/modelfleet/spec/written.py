"""What a `model.yaml` may say. Every default of the platform is a field default, here or in the records used here."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StrictBool, WithJsonSchema

from modelfleet.spec.channel import ChannelWord
from modelfleet.spec.code import Code
from modelfleet.spec.data import Scalar
from modelfleet.spec.drift import ColumnKind, Thresholds
from modelfleet.spec.fault import FaultError
from modelfleet.spec.job import JobFields
from modelfleet.spec.messages import field as field_messages
from modelfleet.spec.messages import monitoring as messages
from modelfleet.spec.model import Alerts, PythonSpec
from modelfleet.spec.name import EntryPoint, JobName, ModelName, ParameterName, Tag
from modelfleet.spec.record import Record
from modelfleet.spec.spark import Spark
from modelfleet.spec.step import Steps

OUTPUT_PATTERN = r"^[a-z][-a-z0-9]*\.[a-z][-a-z0-9]*$"


def _check_date(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value
    try:
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
            return datetime.date.fromisoformat(value)
    except ValueError:
        pass
    raise FaultError(messages.bad_date(value))


def _check_output_reference(reference: str) -> str:
    if not re.fullmatch(OUTPUT_PATTERN, reference):
        raise FaultError(messages.bad_output_reference(reference))
    return reference


def _check_description(text: str) -> str:
    if not text.strip():
        raise FaultError(field_messages.empty_text())
    return text.strip()


Date = Annotated[datetime.date, BeforeValidator(_check_date), WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"})]
OutputReference = Annotated[str, AfterValidator(_check_output_reference), WithJsonSchema({"type": "string", "pattern": OUTPUT_PATTERN})]


class WrittenJob(JobFields):
    """One way to run the model: a Python file, or steps, with schedule, resources and data."""

    entry_point: EntryPoint | None = Field(default=None, description="Python file of the model that the job runs.", examples=["train.py"])
    steps: Steps = Field(
        default={},
        description="Steps by name, instead of `entry_point`: a graph of Python files, each in a pod of its own.",
        examples=[{"fit": {"entry_point": "fit.py"}}],
    )
    spark: Spark | None = Field(
        default=None, description="A Spark application, instead of `entry_point`.", examples=[{"entry_point": "features.py", "executor": {"instances": 4}}]
    )


class WrittenMonitoring(JobFields):
    """The monitoring job. Without `entry_point` it is the platform's drift check, which needs nothing but what it compares."""

    entry_point: EntryPoint | None = Field(default=None, description="Python file that replaces the platform's drift check.", examples=["monitor.py"])
    enabled: StrictBool = Field(default=True, description="`false` switches monitoring off; say why and until when.")
    reason: str | None = Field(default=None, description="Why monitoring is switched off.", examples=["the scores are checked downstream"])
    until: Date | None = Field(default=None, description="Date by which monitoring is switched on again.", examples=["2027-01-31"])
    thresholds: Thresholds = Field(default=Thresholds(), description="From which value on drift makes the job fail.")
    columns: dict[str, ColumnKind] = Field(
        default={}, description="Columns to compare and their kind; without it, every column that scores and reference share.", examples=[{"amount": "numeric"}]
    )
    scores: OutputReference = Field(default="inference.scores", description="Output that is checked: its newest finished run.", examples=["inference.scores"])
    reference: OutputReference = Field(default="training.reference", description="Output that it is compared with.", examples=["training.reference"])


class WrittenJobs(Record):
    """Jobs by name. A model with a job `inference` gets a job `monitoring`, written or not."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[JobName, WrittenJob]

    monitoring: WrittenMonitoring = Field(default=WrittenMonitoring(), description="The monitoring job; generated when it is not written.")

    @property
    def by_name(self) -> dict[str, WrittenJob]:
        """Every job but monitoring, by name."""
        return dict(sorted((self.__pydantic_extra__ or {}).items()))


class WrittenModel(Record):
    """One model: who owns it, what it needs, and its jobs."""

    name: ModelName = Field(description="Name of the model, equal to its directory.", examples=["fraud-detection"])
    description: Annotated[str, AfterValidator(_check_description)] = Field(
        description="What the model does, in a sentence.", examples=["Scores last night's card transactions"]
    )
    owner: str = Field(description="Owner of the model, one of platform/owners.yaml.", examples=["team-antifraud"])
    tags: tuple[Tag, ...] = Field(default=(), description="Words for grouping and searching.", examples=[["fraud", "batch"]])
    python: PythonSpec = Field(description="Python version and packages.")
    code: Code | None = Field(default=None, description="Where the code is, when it is not beside this file.")
    parameters: dict[ParameterName, Scalar] = Field(
        default={},
        description="Values that every job gets; a run may override them. `${name}` stands for them in args, env and URIs.",
        examples=[{"window": "7d"}],
    )
    jobs: WrittenJobs = Field(description="Jobs by name.", examples=[{"inference": {"entry_point": "predict.py"}}])
    alerts: Alerts = Field(default=Alerts(), description="Who hears of what.")
    channel: ChannelWord = Field(
        default="stable", description="`canary`: gets changes of the platform first, on stages that hold them back from the others.", examples=["canary"]
    )
    stages: dict[str, Any] = Field(default={}, description="What differs on a stage: only fields that differ, in the shape of this file.")
