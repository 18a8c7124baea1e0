"""Time zones by their IANA names, read from the tzdata package so that every machine knows the same ones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from functools import cache
from importlib import resources
from typing import Annotated, NamedTuple
from zoneinfo import ZoneInfo

import tzdata
from pydantic import AfterValidator

from modelfleet.spec.fault import FaultError
from modelfleet.spec.messages import schedule as messages

# Far enough in the future that only a zone's lasting rule applies.
_YEAR = 2040


@cache
def load_timezone_names() -> frozenset[str]:
    """Every name of the database."""
    return frozenset(resources.files(tzdata).joinpath("zones").read_text("utf-8").split())


@cache
def load_timezone(name: str) -> ZoneInfo:
    """The zone of a known name."""
    directory, _, leaf = name.rpartition("/")
    package = ".".join(["tzdata.zoneinfo", *directory.split("/")] if directory else ["tzdata.zoneinfo"])
    with resources.files(package).joinpath(leaf).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


def check_timezone(name: str) -> str:
    """A name of the database, in its exact spelling. Raises FaultError."""
    names = load_timezone_names()
    if name not in names:
        spelling = {known.lower(): known for known in names}
        close = get_close_matches(name[:80].lower().replace(" ", "_"), spelling, n=1, cutoff=0.75)
        raise FaultError(messages.unknown_timezone(name, spelling[close[0]] if close else None))
    return name


Timezone = Annotated[str, AfterValidator(check_timezone)]


class ClockChange(NamedTuple):
    """A yearly change of the clocks: local times from `start` to `end` (minutes of the day) are missing, or come twice."""

    month: str
    start: int
    end: int
    missing: bool


@cache
def clock_changes(name: str) -> tuple[ClockChange, ...]:
    """The yearly clock changes of a zone by its lasting rule; empty for most zones."""
    zone = load_timezone(name)
    moment, changes = datetime(_YEAR, 1, 1, tzinfo=UTC), []
    while moment.year == _YEAR:
        later = moment + timedelta(days=1)
        if (shift := _offset(later, zone) - _offset(moment, zone)) != 0:
            changes.append(_change(moment, shift, zone))
        moment = later
    return tuple(changes)


def _offset(moment: datetime, zone: ZoneInfo) -> int:
    offset = moment.astimezone(zone).utcoffset()
    assert offset is not None
    return int(offset.total_seconds()) // 60


def _change(before: datetime, shift: int, zone: ZoneInfo) -> ClockChange:
    old = _offset(before, zone)
    instant = next(before + timedelta(minutes=minute) for minute in range(1441) if _offset(before + timedelta(minutes=minute), zone) != old)
    wall = instant + timedelta(minutes=old)
    start = wall.hour * 60 + wall.minute
    if shift > 0:
        return ClockChange(f"{wall:%B}", start, start + shift, True)
    return ClockChange(f"{wall:%B}", start + shift, start, False)
