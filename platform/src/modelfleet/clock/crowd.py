"""Crowds: jobs that start in the same minute, and more of them than a fleet should have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import takewhile

from cronsim import CronSim

from modelfleet.clock.scheduled import ScheduledJob
from modelfleet.spec.timezone import load_timezone

SHARE = 0.05
"""The part of a stage's scheduled jobs that may start in one minute."""

FLOOR = 10
"""Fewer jobs than this are no crowd in any fleet."""

# A month of winter and one of summer: all weekdays and days of a month, before and after zones have moved their clocks. A
# year without a special rule in the time zone database, so that nothing here depends on today's date.
_MONTHS = (datetime(2040, 1, 1), datetime(2040, 7, 1))
_DAY = 24 * 60

_Clock = tuple[str, str]


@dataclass(frozen=True)
class Crowd:
    """Jobs that start in one minute, sorted, and how many of the stage have a schedule at all."""

    jobs: tuple[ScheduledJob, ...]
    of: int


def crowds(jobs: Iterable[ScheduledJob]) -> tuple[Crowd, ...]:
    """The crowds of one stage, the largest first. A job is in one of them only: once it is spread, it is in none of the others.

    Suspended jobs start nothing and are not counted. Each schedule is looked at once, however many jobs have it, so the cost
    goes with the number of different schedules.
    """
    running = [job for job in jobs if not job.suspended]
    of_clock: dict[_Clock, list[ScheduledJob]] = {}
    for job in sorted(running):
        of_clock.setdefault((job.cron, job.timezone), []).append(job)
    limit = max(SHARE * len(running), FLOOR - 1)
    starts: Counter[int] = Counter()
    for clock, sharing in of_clock.items():
        for minute in _minutes(*clock):
            starts[minute] += len(sharing)
    found = []
    while (minute := max(starts, key=lambda minute: (starts[minute], -minute), default=0)) and starts[minute] > limit:
        together = [clock for clock in of_clock if minute in _minutes(*clock)]
        found.append(Crowd(tuple(sorted(job for clock in together for job in of_clock[clock])), len(running)))
        for clock in together:
            sharing = of_clock.pop(clock)
            for other in _minutes(*clock):
                starts[other] -= len(sharing)
    return tuple(found)


@cache
def _minutes(cron: str, timezone: str) -> frozenset[int]:
    """The minutes of both months in which a schedule fires, counted in UTC from two days before the first month."""
    minute, hour, *days = cron.split()
    zone = load_timezone(timezone)
    found: set[int] = set()
    for number, month in enumerate(_MONTHS):
        # The middle of the month tells the zone's offset; that it may move its clocks in that month is of no weight here.
        offset = (month + timedelta(days=14)).replace(tzinfo=zone).utcoffset() or timedelta()
        first = (1 + number * 40) * _DAY - int(offset.total_seconds()) // 60
        found.update([first + day * _DAY + time for day in _days(" ".join(days), month) for time in _times(minute, hour)])
    return frozenset(found)


@cache
def _times(minute: str, hour: str) -> Sequence[int]:
    """The minutes of a day."""
    start = _MONTHS[0]
    return [moment.hour * 60 + moment.minute for moment in _until(f"{minute} {hour} * * *", start, start + timedelta(days=1))]


@cache
def _days(days: str, month: datetime) -> Sequence[int]:
    """The days of a month, one more before and after it: what is that day in UTC is another one elsewhere."""
    start = month - timedelta(days=1)
    return [(moment - start).days for moment in _until(f"0 0 {days}", start, start + timedelta(days=33))]


def _until(cron: str, start: datetime, end: datetime) -> Iterable[datetime]:
    return takewhile(lambda moment: moment < end, CronSim(cron, start - timedelta(minutes=1)))
