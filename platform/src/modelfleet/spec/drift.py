"""The drift check of the platform: what it compares and when it complains."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from modelfleet.spec.fault import FaultError
from modelfleet.spec.messages import value as messages
from modelfleet.spec.record import Record


def _number(example: str) -> BeforeValidator:
    def check(value: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise FaultError(messages.bad_number(value, example))
        return float(value)

    return BeforeValidator(check)


Psi = Annotated[float, _number("0.2"), Field(gt=0, le=10), WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "maximum": 10})]
Share = Annotated[float, _number("0.05"), Field(gt=0, le=1), WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "maximum": 1})]

ColumnKind = Literal["numeric", "categorical"]


class Thresholds(Record):
    """From which value on drift makes the monitoring job fail."""

    psi: Psi = Field(default=0.2, description="Population stability index of one column; 0.1 is a small change, 0.25 a large one.", examples=[0.2])
    missing: Share = Field(default=0.05, description="Growth of the share of missing values in one column; 0.05 is five percentage points.", examples=[0.05])


class Drift(Record):
    """What the generated monitoring job checks."""

    thresholds: Thresholds = Thresholds()
    columns: dict[str, ColumnKind] = {}
