"""When a job runs by itself."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StrictBool

from modelfleet.spec.cron import check_cron
from modelfleet.spec.quantity import Seconds
from modelfleet.spec.record import Record
from modelfleet.spec.timezone import Timezone

Cron = Annotated[str, AfterValidator(check_cron)]


class Schedule(Record):
    """When a job runs by itself. A job without a schedule runs only when somebody starts it."""

    cron: Cron = Field(
        description=(
            "minute hour day month weekday. The minute may be `H`: the platform chooses one, the same every time. "
            "Or one of @hourly, @daily, @midnight, @nightly (between 00:00 and 05:59), @weekly, @monthly."
        ),
        examples=["H 2 * * *"],
    )
    timezone: Timezone = Field(description="Time zone of the schedule and of `${logical_date}`, by its IANA name.", examples=["Europe/Moscow"])
    concurrency: Literal["allow", "forbid", "replace"] = Field(
        default="forbid",
        description="If the last run is still going: `forbid` leaves the new one out, `replace` stops the old one, `allow` runs both.",
    )
    starting_deadline: Seconds = Field(default=600, description="How late a run may still start, e.g. after an outage of the scheduler.", examples=["10m"])
    suspend: StrictBool = Field(default=False, description="`true` keeps the schedule and starts no runs.")
