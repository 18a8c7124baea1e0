"""Which moment a run stands for, and which stretch of time before it: not the clock's time, so that a late run is the same run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from modelfleet_runtime.failure import BROKEN, PROBLEM, Failure
from modelfleet_runtime.settings import Schedule

UTC = timezone(timedelta(0))
# Spelt out because `datetime.fromisoformat` reads other texts on 3.10 than on 3.11 and later.
_MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?")


@dataclass(frozen=True)
class Interval:
    """The stretch of time that a run covers: from the fire before its own to its own, the end excluded."""

    start: datetime
    end: datetime


def time_zone(schedule: Schedule | None) -> tzinfo:
    """The zone in which a job thinks of dates: its schedule's, else UTC."""
    if schedule is None:
        return UTC
    try:
        return ZoneInfo(schedule.timezone)
    except (KeyError, ValueError, OSError):
        raise Failure(f"MODELFLEET_SETTINGS: schedule.timezone: `{schedule.timezone}` is no time zone", code=BROKEN) from None


def parse_moment(text: str, zone: tzinfo, *, source: str, code: int = PROBLEM) -> datetime:
    """A moment from `2026-11-20`, `2026-11-20T04:00` or the same with seconds and an offset.

    A text without an offset means the zone's own time. `source` says where the text comes from, for the message.
    """
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        raise Failure(f"{source}: `{text}` is not a date or a time", hint="write 2026-11-20 or 2026-11-20T04:00:00+03:00", code=code)
    year, month, day, hour, minute, second, offset = match.groups()
    try:
        local = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))
        if offset is None:
            # There and back, because a clock that is put forward skips some local times.
            return local.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
        return local.replace(tzinfo=_offset(offset)).astimezone(zone)
    except (ValueError, OverflowError) as error:
        raise Failure(f"{source}: `{text}` is not in the calendar: {error}", code=code) from None


def _offset(text: str) -> tzinfo:
    if text == "Z":
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))


def data_interval(schedule: Schedule | None, logical_date: datetime) -> Interval:
    """The interval that ends at `logical_date` and starts at the fire before it; empty for a job without a schedule."""
    if schedule is None:
        return Interval(logical_date, logical_date)
    try:
        start = next(CronSim(schedule.cron, logical_date, reverse=True))
    except (CronSimError, StopIteration) as error:
        raise Failure(f"MODELFLEET_SETTINGS: schedule.cron: `{schedule.cron}` never fires: {error}", code=BROKEN) from None
    return Interval(start, logical_date)


def path_stamp(moment: datetime) -> str:
    """A moment as it stands in the path of an output: UTC, so that names sort as time does."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H%M%SZ")
