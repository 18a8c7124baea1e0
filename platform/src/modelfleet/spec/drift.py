"""The drift check of the platform: what it compares and when it complains."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from modelfleet.spec.record import Record

Psi = Annotated[float, Field(strict=True, gt=0, le=10)]
Share = Annotated[float, Field(strict=True, gt=0, le=1)]

ColumnKind = Literal["numeric", "categorical"]


class Thresholds(Record):
    """From which value on drift makes the monitoring job fail."""

    psi: Psi = Field(default=0.2, description="Population stability index of one column; 0.1 is a small change, 0.25 a large one.", examples=[0.2])
    missing: Share = Field(
        default=0.05, description="How far the share of missing values in one column may move, up or down; 0.05 is five percentage points.", examples=[0.05]
    )


class Drift(Record):
    """What the generated monitoring job checks."""

    thresholds: Thresholds = Thresholds()
    columns: dict[str, ColumnKind] = {}
