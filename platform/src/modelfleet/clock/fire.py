"""When a schedule fires, by the rules of the scheduler in the cluster.

Argo asks robfig/cron for the next time. That looks for the next instant whose wall clock matches the schedule
(`SpecSchedule.Next` in spec.go), so a time that the clocks jump over does not come, and one that they show twice comes
twice. cronsim follows Debian's cron, which mends both, so it is asked for wall clock times only.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from cronsim import CronSim

from modelfleet.spec.timezone import load_timezone

# More than any zone has moved its clocks since 2012: an instant is in order once the wall clock is this far ahead of it.
_SHIFT = timedelta(hours=3)


def fires(cron: str, timezone: str, after: datetime) -> Iterator[datetime]:
    """Every fire later than `after`, soonest first, in the schedule's own time zone.

    `cron` has five plain fields, `timezone` is a known IANA name, `after` has a time zone of its own.
    """
    zone, passed = load_timezone(timezone), after.astimezone(UTC)
    waiting: list[tuple[datetime, datetime]] = []
    for wall in CronSim(cron, after.astimezone(zone).replace(tzinfo=None) - _SHIFT):
        while waiting and waiting[0][1].replace(tzinfo=None) + _SHIFT < wall:
            yield heapq.heappop(waiting)[1]
        for moment in _instants(wall, zone):
            # Compared in UTC: two times of one zone are compared by their wall clocks, as if the hour that comes twice came once.
            if (instant := moment.astimezone(UTC)) > passed:
                heapq.heappush(waiting, (instant, moment))
    while waiting:
        yield heapq.heappop(waiting)[1]


@lru_cache(maxsize=1 << 14)
def next_fires(cron: str, timezone: str, after: datetime, count: int) -> tuple[datetime, ...]:
    """The next `count` fires later than `after`."""
    return tuple(islice(fires(cron, timezone, after), count))


def fires_between(cron: str, timezone: str, start: datetime, end: datetime) -> tuple[datetime, ...]:
    """The fires from `start` on and before `end`."""
    last = end.astimezone(UTC)
    return tuple(takewhile(lambda moment: moment.astimezone(UTC) < last, fires(cron, timezone, start.astimezone(UTC) - timedelta(seconds=1))))


def _instants(wall: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """None, one or two moments at which the clocks of a zone show a time."""
    first, second = wall.replace(tzinfo=zone, fold=0), wall.replace(tzinfo=zone, fold=1)
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wall:
        return
    yield first
    if second.utcoffset() != first.utcoffset():
        yield second
