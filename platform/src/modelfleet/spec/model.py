"""A complete model on one stage: what rendering sees. Overrides are applied, monitoring is generated, schedules are resolved."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from modelfleet.spec.channel import ChannelWord
from modelfleet.spec.code import LockedCode
from modelfleet.spec.data import Scalar
from modelfleet.spec.job import Job
from modelfleet.spec.name import File, JobName, ModelName, ParameterName, Tag
from modelfleet.spec.record import Record

PythonVersion = Literal["3.10", "3.11", "3.12", "3.13"]


class PythonSpec(Record):
    """The Python environment of the model, the same for all its jobs."""

    version: PythonVersion = Field(description="Python version, in quotes.", examples=["3.11"])
    requirements: File = Field(
        default="requirements.txt", description="File of packages that the model imports; `./pants lock` resolves it.", examples=["requirements.txt"]
    )

    @property
    def lock(self) -> str:
        """The file beside `requirements` that holds every package with its version and hashes."""
        return str(PurePosixPath(self.requirements).with_name("requirements.lock"))


class Alerts(Record):
    """Who hears of what."""

    on_failure: tuple[str, ...] = Field(
        default=(), description="Routes of the owner that get a message when a run has failed after its last retry.", examples=[["slack:#antifraud"]]
    )


def sorted_jobs(jobs: dict[str, Job]) -> dict[str, Job]:
    """The order of jobs in the file never reaches a manifest."""
    return dict(sorted(jobs.items()))


class ModelSpec(Record):
    """One model on one stage."""

    name: ModelName
    description: str
    owner: str
    tags: tuple[Tag, ...] = ()
    python: PythonSpec
    code: LockedCode | None = None
    parameters: dict[ParameterName, Scalar] = {}
    jobs: Annotated[dict[JobName, Job], AfterValidator(sorted_jobs)]
    alerts: Alerts = Alerts()
    channel: ChannelWord = "stable"
