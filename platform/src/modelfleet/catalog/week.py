"""A stage's week: how many jobs start in each hour of each weekday."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from modelfleet.clock.fire import fires_between
from modelfleet.clock.scheduled import ScheduledJob
from modelfleet.spec.timezone import load_timezone

LEVELS = 5
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Cell:
    """An hour: the jobs that start in it, each once, and how dark it is: 0 without jobs, then from 1 to LEVELS in the fullest hours."""

    weekday: int
    hour: int
    jobs: tuple[str, ...]
    level: int


@dataclass(frozen=True)
class Week:
    """The seven days from Monday `start` on, by the clocks of `timezone`; `rows` are 7 of 24 cells."""

    timezone: str
    start: datetime
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def fullest(self) -> int:
        """Jobs in the fullest hour."""
        return max(len(cell.jobs) for row in self.rows for cell in row)


def week_of(jobs: Iterable[ScheduledJob], at: datetime) -> Week | None:
    """The week that holds `at`, by the time zone that most of the jobs have; None when no job runs by the clock."""
    running = [job for job in jobs if not job.suspended]
    if not running:
        return None
    zones = Counter(job.timezone for job in running)
    timezone = min(zones, key=lambda name: (-zones[name], name))
    zone = load_timezone(timezone)
    local = at.astimezone(zone)
    start = (local - timedelta(days=local.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
    hours: dict[tuple[int, int], set[str]] = {}
    of_clock: dict[tuple[str, str], list[str]] = {}
    for job in running:
        of_clock.setdefault((job.cron, job.timezone), []).append(job.title)
    for clock, titles in of_clock.items():
        for hour in {(moment.weekday(), moment.hour) for moment in _moments(clock, start)}:
            hours.setdefault(hour, set()).update(titles)
    counts = {len(titles) for titles in hours.values()} or {0}
    rows = (tuple(_cell(day, hour, hours.get((day, hour), set()), min(counts), max(counts)) for hour in range(24)) for day in range(7))
    return Week(timezone, start, tuple(rows))


def _moments(clock: tuple[str, str], start: datetime) -> Iterable[datetime]:
    # Arithmetic on a local time is by the wall clock, so the week ends at midnight even when clocks are moved in it.
    return (moment.astimezone(start.tzinfo) for moment in fires_between(*clock, start, start + timedelta(days=7)))


def _cell(weekday: int, hour: int, jobs: set[str], least: int, most: int) -> Cell:
    # Jobs that run every hour are in all of them: what tells hours apart is what comes on top of the emptiest one.
    level = 0 if not jobs else LEVELS if least == most else 1 + round((LEVELS - 1) * (len(jobs) - least) / (most - least))
    return Cell(weekday, hour, tuple(sorted(jobs)), level)
