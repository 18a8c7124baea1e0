"""Steps of a job: pods that run one after the other or side by side, and hand artifacts on to each other."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from modelfleet.spec.fault import FaultError
from modelfleet.spec.messages import step as messages
from modelfleet.spec.name import LABEL_PATTERN, ArtifactName, EntryPoint, ParameterName, StepName
from modelfleet.spec.pod import PodFields
from modelfleet.spec.record import Record, refuse_empty

REFERENCE_PATTERN = rf"{LABEL_PATTERN[:-1]}\.{LABEL_PATTERN[1:]}"
ITEM_PATTERN = r"^[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?$"
MAXIMUM_ITEM = 30
MAXIMUM_ITEMS = 32


def _check_reference(reference: str) -> str:
    if not re.fullmatch(REFERENCE_PATTERN, reference, re.ASCII):
        raise FaultError(messages.bad_artifact_reference(reference))
    return reference


def _check_item(item: Any) -> Any:
    # A truth value is an int for Python; it names no task.
    if isinstance(item, bool) or not isinstance(item, str | int) or not re.fullmatch(ITEM_PATTERN, str(item), re.ASCII):
        raise FaultError(messages.bad_item(str(item).lower() if isinstance(item, bool) else item))
    if len(str(item)) > MAXIMUM_ITEM:
        raise FaultError(messages.long_item(str(item), MAXIMUM_ITEM))
    return item


def _check_items(items: tuple[str | int, ...]) -> tuple[str | int, ...]:
    names = [str(item) for item in items]
    if not items:
        raise FaultError(messages.no_items())
    if len(items) > MAXIMUM_ITEMS:
        raise FaultError(messages.too_many_items(len(items), MAXIMUM_ITEMS))
    for position, name in enumerate(names):
        if name in names[:position]:
            raise FaultError(messages.repeated_item(name))
    return items


def _check_loop(loop: dict[str, tuple[str | int, ...]]) -> dict[str, tuple[str | int, ...]]:
    if len(loop) > 1:
        raise FaultError(messages.two_loops(", ".join(f"`{name}`" for name in loop)))
    return loop


Item = Annotated[str | int, BeforeValidator(_check_item), WithJsonSchema({"type": ["string", "integer"]})]
Items = Annotated[tuple[Item, ...], AfterValidator(_check_items)]
Loop = Annotated[dict[ParameterName, Items], AfterValidator(_check_loop)]
ArtifactReference = Annotated[str, AfterValidator(_check_reference), WithJsonSchema({"type": "string", "pattern": REFERENCE_PATTERN})]


class StepArtifacts(Record):
    """Files and directories that steps of one run hand on. They are gone when the cluster forgets the run: what others need is an output."""

    in_: tuple[ArtifactReference, ...] = Field(
        default=(),
        alias="in",
        description="Artifacts of earlier steps, as `step.artifact`. Each appears in the working directory under its name; of a loop, below it by item.",
        examples=[["prepare.features"]],
    )
    out: tuple[ArtifactName, ...] = Field(
        default=(), description="Files or directories of the working directory that later steps take, by name.", examples=[["features"]]
    )


class Step(PodFields):
    """One step. What it does not say of its pod, the job says: resources, image, workspace, env, secrets, kerberos, retries, timeout."""

    entry_point: EntryPoint = Field(description="Python file of the model that the step runs.", examples=["prepare.py"])
    depends_on: tuple[str, ...] = Field(
        default=(), description="Steps that must succeed before this one starts; steps that do not wait for each other run at once.", examples=[["prepare"]]
    )
    for_each: Loop = Field(
        default={},
        description="A name and its values: the step runs once for each of them, all at once, and has the value as a parameter. `${name}` stands for it.",
        examples=[{"region": ["north", "south"]}],
    )
    artifacts: StepArtifacts = Field(default=StepArtifacts(), description="What the step takes from earlier steps and hands on to later ones.")


Steps = Annotated[dict[StepName, Step], AfterValidator(refuse_empty)]
