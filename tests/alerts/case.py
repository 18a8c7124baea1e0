"""What happens to a job, and the alerts that people must get: on time, late, failed, missed, weekly, over midnight and DST."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from alerts.timeline import Timeline

MOSCOW, BERLIN = ZoneInfo("Europe/Moscow"), ZoneInfo("Europe/Berlin")
FAILED, MISSED, DRIFTING = "ModelfleetJobFailed", "ModelfleetJobMissed", "ModelfleetJobDrifting"
LATE, SLOW = "ModelfleetJobLate finish_by", "ModelfleetJobLate duration"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Alert:
    """An alert fires from `since`; `until` is None when it still does at the end."""

    name: str
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True)
class Case:
    """`job` is what model.yaml says of the job, `happens` what becomes of it; Prometheus looks every `step` minutes."""

    job: str
    begin: datetime
    end: datetime
    happens: Callable[[Timeline], None]
    alerts: tuple[Alert, ...] = ()
    job_later: str | None = None
    step: int = 1


def moscow(*moment: int) -> datetime:
    return datetime(2026, *moment, tzinfo=MOSCOW)  # type: ignore[misc]


def berlin(*moment: int) -> datetime:
    return datetime(2026, *moment, tzinfo=BERLIN)  # type: ignore[misc]


def daily(first: datetime, days: int, after: timedelta = timedelta(minutes=30)) -> Callable[[Timeline], None]:
    """Starts at the same time of the day by the clock on the wall, and succeeds."""

    def happens(timeline: Timeline) -> None:
        for day in range(days):
            start = first + day * DAY  # arithmetic of the zone's own clock
            timeline.starts(start)
            timeline.ends(start, start + after)

    return happens


def then(*parts: Callable[[Timeline], None]) -> Callable[[Timeline], None]:
    return lambda timeline: [part(timeline) for part in parts] and None


NIGHTLY = 'schedule: {cron: "17 2 * * *", timezone: Europe/Moscow}'
CASES = {
    "healthy": Case(f'{NIGHTLY}, expected_duration: 40m, sla: {{finish_by: "06:00"}}', moscow(3, 2), moscow(3, 6), daily(moscow(3, 2, 2, 17), 4), step=5),
    "missed": Case(NIGHTLY, moscow(3, 2), moscow(3, 4, 12), daily(moscow(3, 2, 2, 17), 2), (Alert(MISSED, moscow(3, 4, 2, 33)),)),
    "missed-and-started-again": Case(
        NIGHTLY,
        moscow(3, 2),
        moscow(3, 4, 12),
        then(daily(moscow(3, 2, 2, 17), 1), daily(moscow(3, 4, 2, 17), 1)),
        (Alert(MISSED, moscow(3, 3, 2, 33), moscow(3, 4, 2, 17)),),
    ),
    "missed-before-midnight": Case(
        'schedule: {cron: "55 23 * * *", timezone: Europe/Moscow}',
        moscow(3, 2),
        moscow(3, 4, 12),
        daily(moscow(3, 2, 23, 55), 1),
        (Alert(MISSED, moscow(3, 4, 0, 11)),),
    ),
    "weekly-healthy": Case(
        'schedule: {cron: "0 4 * * 0", timezone: Europe/Moscow}',
        moscow(2, 28),
        moscow(3, 10),
        then(daily(moscow(3, 1, 4), 1), daily(moscow(3, 8, 4), 1)),
        step=5,
    ),
    "weekly-missed": Case(
        'schedule: {cron: "0 4 * * 0", timezone: Europe/Moscow}',
        moscow(2, 28),
        moscow(3, 10),
        daily(moscow(3, 1, 4), 1),
        (Alert(MISSED, moscow(3, 8, 4, 20)),),
        step=5,
    ),
    "hourly-missed": Case(
        'schedule: {cron: "5 * * * *", timezone: Europe/Moscow}',
        moscow(3, 2),
        moscow(3, 2, 12),
        lambda timeline: [timeline.starts(moscow(3, 2, hour, 5)) for hour in range(4)] and None,
        (Alert(MISSED, moscow(3, 2, 4, 21)),),
    ),
    "just-created": Case(NIGHTLY, moscow(3, 2, 10), moscow(3, 3, 2), lambda timeline: None),
    "just-created-and-never-started": Case(NIGHTLY, moscow(3, 2, 10), moscow(3, 4), lambda timeline: None, (Alert(MISSED, moscow(3, 3, 10, 16)),)),
    "clocks-go-forward": Case('schedule: {cron: "17 4 * * *", timezone: Europe/Berlin}', berlin(3, 27), berlin(4, 1), daily(berlin(3, 27, 4, 17), 5), step=5),
    "clocks-go-back": Case('schedule: {cron: "17 4 * * *", timezone: Europe/Berlin}', berlin(10, 23), berlin(10, 28), daily(berlin(10, 23, 4, 17), 5), step=5),
    "missed-when-clocks-go-back": Case(
        'schedule: {cron: "17 4 * * *", timezone: Europe/Berlin}',
        berlin(10, 23),
        berlin(10, 27),
        daily(berlin(10, 23, 4, 17), 3),
        # An hour later than where clocks stay: every day is given 25 hours.
        (Alert(MISSED, berlin(10, 26, 5, 35)),),
        step=5,
    ),
    "failed-and-run-again-by-a-person": Case(
        NIGHTLY,
        moscow(3, 2),
        moscow(3, 3, 18),
        then(
            daily(moscow(3, 2, 2, 17), 1),
            lambda timeline: timeline.starts(moscow(3, 3, 2, 17)),
            lambda timeline: timeline.ends(moscow(3, 3, 2, 17), moscow(3, 3, 2, 50), "Failed"),
            lambda timeline: timeline.ends(moscow(3, 3, 9), moscow(3, 3, 9, 40), trigger="person"),
        ),
        (Alert(FAILED, moscow(3, 3, 2, 50), moscow(3, 3, 9, 40)),),
    ),
    "failed-in-the-first-run-and-the-controller-restarts": Case(
        NIGHTLY,
        moscow(3, 2),
        moscow(3, 3),
        then(
            lambda timeline: timeline.starts(moscow(3, 2, 2, 17)),
            lambda timeline: timeline.ends(moscow(3, 2, 2, 17), moscow(3, 2, 2, 50), "Error"),
            lambda timeline: timeline.restarts(moscow(3, 2, 5)),
        ),
        (Alert(FAILED, moscow(3, 2, 2, 50)),),
    ),
    "failed-by-hand": Case(
        NIGHTLY,
        moscow(3, 2),
        moscow(3, 3, 1),
        then(daily(moscow(3, 2, 2, 17), 1), lambda timeline: timeline.ends(moscow(3, 2, 9), moscow(3, 2, 9, 5), "Failed", "person")),
    ),
    "late": Case(
        f'{NIGHTLY}, sla: {{finish_by: "06:00"}}',
        moscow(3, 2),
        moscow(3, 3, 7),
        then(
            daily(moscow(3, 2, 2, 17), 1),
            lambda timeline: timeline.starts(moscow(3, 3, 2, 17)),
            lambda timeline: timeline.ends(moscow(3, 3, 2, 17), moscow(3, 3, 6, 20)),
        ),
        (Alert(LATE, moscow(3, 3, 6, 1), moscow(3, 3, 6, 20)),),
    ),
    "late-over-midnight": Case(
        'schedule: {cron: "30 23 * * *", timezone: Europe/Moscow}, sla: {finish_by: "01:15"}',
        moscow(3, 2),
        moscow(3, 3, 1, 30),
        lambda timeline: timeline.starts(moscow(3, 2, 23, 30)),
        (Alert(LATE, moscow(3, 3, 1, 16)),),
    ),
    "late-because-it-failed": Case(
        f'{NIGHTLY}, sla: {{finish_by: "06:00"}}',
        moscow(3, 2),
        moscow(3, 2, 7),
        then(
            lambda timeline: timeline.starts(moscow(3, 2, 2, 17)),
            lambda timeline: timeline.ends(moscow(3, 2, 2, 17), moscow(3, 2, 2, 50), "Failed"),
        ),
        (Alert(FAILED, moscow(3, 2, 2, 50)), Alert(LATE, moscow(3, 2, 6, 1))),
    ),
    "done-in-time-and-the-controller-restarts": Case(
        f'{NIGHTLY}, sla: {{finish_by: "06:00"}}',
        moscow(3, 2),
        moscow(3, 3, 2),
        then(daily(moscow(3, 2, 2, 17), 1), lambda timeline: timeline.restarts(moscow(3, 2, 4))),
    ),
    "much-longer-than-usual": Case(
        f"{NIGHTLY}, expected_duration: 40m",
        moscow(3, 2),
        moscow(3, 2, 6),
        then(
            lambda timeline: timeline.starts(moscow(3, 2, 2, 17)),
            lambda timeline: timeline.ends(moscow(3, 2, 2, 17), moscow(3, 2, 4)),
        ),
        (Alert(SLOW, moscow(3, 2, 3, 48), moscow(3, 2, 4)),),
    ),
    "suspended-and-resumed": Case(
        NIGHTLY,
        moscow(3, 2),
        moscow(3, 8),
        then(
            daily(moscow(3, 2, 2, 17), 1),
            lambda timeline: timeline.suspends(moscow(3, 2, 18)),
            lambda timeline: timeline.suspends(moscow(3, 5, 18), False),
            daily(moscow(3, 6, 2, 17), 2),
        ),
        step=5,
    ),
    "resumed-and-not-started": Case(
        NIGHTLY,
        moscow(3, 2),
        moscow(3, 7),
        then(
            daily(moscow(3, 2, 2, 17), 1),
            lambda timeline: timeline.suspends(moscow(3, 2, 18)),
            lambda timeline: timeline.suspends(moscow(3, 5, 18), False),
        ),
        # It counts from the look before, the last one that saw it suspended: 17:55.
        (Alert(MISSED, moscow(3, 6, 18, 15)),),
        step=5,
    ),
    "weekly-becomes-nightly": Case(
        'schedule: {cron: "0 4 * * 0", timezone: Europe/Moscow}',
        moscow(3, 1),
        moscow(3, 7),
        then(daily(moscow(3, 1, 4), 1), lambda timeline: None),
        (Alert(MISSED, moscow(3, 6, 12, 20)),),
        job_later=NIGHTLY,
        step=5,
    ),
    "drifting": Case(
        NIGHTLY,
        moscow(3, 2),
        moscow(3, 4, 1),
        then(
            lambda timeline: timeline.starts(moscow(3, 2, 2, 17)),
            lambda timeline: timeline.ends(moscow(3, 2, 2, 17), moscow(3, 2, 2, 20), "Drifted"),
            daily(moscow(3, 3, 2, 17), 1),
        ),
        (Alert(DRIFTING, moscow(3, 2, 2, 20), moscow(3, 3, 2, 47)),),
    ),
}
