"""When a scheduled job has to start and to end: numbers that alerts compare with what a cluster reports.

Prometheus knows neither cron nor time zones, so what it may expect is worked out here, in seconds that hold on every day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from cronsim import CronSim

from modelfleet.spec.job import Job
from modelfleet.spec.timezone import load_timezone

# By the lasting rule of every zone; eight years hold each day of the calendar on each weekday that matters to a schedule.
_FIRST, _YEARS = date(2040, 1, 1), 8
_DAY = 24 * 60

# "Much longer than usual", of `expected_duration`.
_MUCH_LONGER = 2


class Expectation(NamedTuple):
    """What one job of a schedule owes, in seconds.

    After a start by the clock, the next one has happened within `start`, the run has succeeded within `success` (to
    `sla.finish_by`, None without it), and it has ended within `end`, or it takes much longer than usual.
    """

    start: int
    success: int | None
    end: int


def expectation_of(job: Job, deadline: int) -> Expectation | None:
    """None for a job that no clock starts. `deadline` is when the platform itself stops a run, in seconds."""
    schedule = job.schedule
    if schedule is None or schedule.suspend:
        return None
    usual = deadline if job.expected_duration is None else min(deadline, _MUCH_LONGER * job.expected_duration)
    success = None if job.sla is None else _until(schedule.cron, job.sla.finish_by)
    late = schedule.starting_deadline
    return Expectation(longest_pause(schedule.cron, schedule.timezone) + late, success, usual + late)


def _until(cron: str, finish_by: str) -> int:
    """The time from a start to the next `HH:MM`; of several starts a day the one that has least."""
    hour, minute = map(int, finish_by.split(":"))
    return 60 * min((hour * 60 + minute - start) % _DAY or _DAY for start in _minutes(*cron.split()[:2]))


@lru_cache(maxsize=4096)
def longest_pause(cron: str, timezone: str) -> int:
    """The longest time in seconds between two starts of a resolved schedule.

    Where clocks change this is longer than the schedule reads: a day has 25 hours, and a time that the clocks jump over
    is left out (`SpecSchedule.Next` of robfig/cron, which Argo uses; it starts a time that comes twice both times).
    """
    minutes, days = _minutes(*cron.split()[:2]), _days(*cron.split()[2:])
    widest = max((later - earlier).days for earlier, later in pairwise(days))
    within = max((later - earlier for earlier, later in pairwise(minutes)), default=0)
    pause = 60 * max(within, widest * _DAY + minutes[0] - minutes[-1])
    # One year is like another for a job that starts each day; a weekday or a day of the month meets a change in some years only.
    for change in (change for change in _changes(timezone) if widest > 1 or change.year == _FIRST.year):
        around = [day for day in days if abs((day - change).days) <= widest + 1]
        starts = sorted(start for day in around for start in _starts(day, minutes, timezone))
        pause = max(pause, *(int((later - earlier).total_seconds()) for earlier, later in pairwise(starts)), 0)
    return pause


@lru_cache(maxsize=4096)
def _minutes(minute: str, hour: str) -> tuple[int, ...]:
    """The minutes of a day at which a schedule starts, on the days on which it does."""
    found = []
    for moment in CronSim(f"{minute} {hour} * * *", datetime(2040, 1, 1) - timedelta(minutes=1)):
        if moment >= datetime(2040, 1, 2):
            break
        found.append(moment.hour * 60 + moment.minute)
    return tuple(found)


@lru_cache(maxsize=512)
def _days(day: str, month: str, weekday: str) -> tuple[date, ...]:
    """The days of the years at hand on which a schedule starts; at least two."""
    found: list[date] = []
    for moment in CronSim(f"0 0 {day} {month} {weekday}", datetime.combine(_FIRST, datetime.min.time()) - timedelta(minutes=1)):
        if moment.year >= _FIRST.year + _YEARS and len(found) > 1:
            break
        found.append(moment.date())
    return tuple(found)


@lru_cache(maxsize=512)
def _changes(timezone: str) -> tuple[date, ...]:
    """The days of the years at hand on which the clocks of a zone change."""
    zone = load_timezone(timezone)
    noons = [datetime(_FIRST.year, 1, 1, 12, tzinfo=UTC) + timedelta(days=day) for day in range(366 * _YEARS)]
    offsets = [noon.astimezone(zone).utcoffset() for noon in noons]
    return tuple(noons[index].date() for index in range(1, len(noons)) if offsets[index] != offsets[index - 1])


def _starts(day: date, minutes: tuple[int, ...], timezone: str) -> Iterator[datetime]:
    zone = load_timezone(timezone)
    for minute in minutes:
        local = datetime(day.year, day.month, day.day, minute // 60, minute % 60)
        for fold in (0, 1):
            moment = local.replace(tzinfo=zone, fold=fold).astimezone(UTC)
            # A time that the clocks jump over comes back as another one.
            if moment.astimezone(zone).replace(tzinfo=None) == local:
                yield moment
