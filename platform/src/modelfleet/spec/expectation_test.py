from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from cronsim import CronSim
from hypothesis import given, settings
from hypothesis import strategies as st

from modelfleet.spec.expectation import Expectation, expectation_of, longest_pause
from modelfleet.spec.job import Job, Sla
from modelfleet.spec.schedule import Schedule

HOUR, DAY = 3600, 86400


def job(cron: str, *, suspend: bool = False, finish_by: str | None = None, expected: int | None = None) -> Job:
    schedule = Schedule(cron=cron, timezone="Europe/Moscow", suspend=suspend, starting_deadline="10m")
    made = Job(entry_point="score.py", schedule=schedule, sla=Sla(finish_by=finish_by) if finish_by else None)
    return made.model_copy(update={"expected_duration": expected})


@pytest.mark.parametrize(
    ("cron", "timezone", "pause"),
    [
        ("17 2 * * *", "Europe/Moscow", DAY),
        ("30 23 * * *", "Europe/Moscow", DAY),
        ("17 * * * *", "Europe/Moscow", HOUR),
        ("*/5 * * * *", "Europe/Berlin", 300),
        ("0 6,18 * * *", "Europe/Moscow", 12 * HOUR),
        ("0 9-17 * * *", "Europe/Moscow", 16 * HOUR),
        ("0 4 * * 0", "Europe/Moscow", 7 * DAY),
        ("0 4 * * 1-5", "Europe/Moscow", 3 * DAY),
        ("0 4 1 * *", "Europe/Moscow", 31 * DAY),
        # A day has 25 hours where clocks go back, and hours stay hours.
        ("17 4 * * *", "Europe/Berlin", DAY + HOUR),
        ("0 4 * * 0", "Europe/Berlin", 7 * DAY + HOUR),
        ("0 4 1 * *", "Europe/Berlin", 31 * DAY + HOUR),
        ("17 * * * *", "Europe/Berlin", HOUR),
        ("0 4 * * *", "Australia/Lord_Howe", DAY + HOUR // 2),
        # 02:30 is left out on the day on which the clocks go from 02:00 to 03:00.
        ("30 2 * * *", "Europe/Berlin", 2 * DAY - HOUR),
        ("0 4 29 2 *", "Etc/UTC", 1461 * DAY),
    ],
)
def test_longest_pause(cron: str, timezone: str, pause: int) -> None:
    assert longest_pause(cron, timezone) == pause


@given(
    minute=st.sampled_from(["0", "59", "3,40"]),
    hour=st.sampled_from(["*", "0", "23", "1-5", "*/6"]),
    day=st.sampled_from(["*", "1", "30", "1,15"]),
    month=st.sampled_from(["*", "6", "2,8"]),
    weekday=st.sampled_from(["*", "0", "1-5", "2,6"]),
)
@settings(max_examples=10, deadline=None)
def test_without_a_change_of_clocks_it_is_what_a_calendar_says(minute: str, hour: str, day: str, month: str, weekday: str) -> None:
    if day != "*" and weekday != "*":
        weekday = "*"  # either would start it, and cronsim and Argo do not agree on how
    cron = f"{minute} {hour} {day} {month} {weekday}"
    starts = []
    for moment in CronSim(cron, datetime(2040, 1, 1) - timedelta(minutes=1)):
        if moment.year >= 2042 and len(starts) > 1:
            break
        starts.append(moment)
    longest = max(later - earlier for earlier, later in zip(starts, starts[1:], strict=False))
    # Eight years may hold a longer pause than two, by the weekdays of its months.
    assert longest.total_seconds() <= longest_pause(cron, "Etc/UTC") <= longest.total_seconds() + 7 * DAY


def test_nothing_is_expected_without_a_schedule_that_runs() -> None:
    assert expectation_of(Job(entry_point="score.py"), 100) is None
    assert expectation_of(job("0 4 * * *", suspend=True), 100) is None


def test_a_run_may_start_late() -> None:
    assert expectation_of(job("0 4 * * *"), 5 * HOUR) == Expectation(DAY + 600, None, 5 * HOUR + 600)


def test_twice_the_usual_time_is_too_long_and_the_deadline_in_any_case() -> None:
    assert expectation_of(job("0 4 * * *", expected=HOUR), 5 * HOUR).end == 2 * HOUR + 600  # type: ignore[union-attr]
    assert expectation_of(job("0 4 * * *", expected=4 * HOUR), 5 * HOUR).end == 5 * HOUR + 600  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("cron", "finish_by", "success"),
    [("0 4 * * *", "06:30", 9000), ("30 23 * * *", "01:15", 6300), ("0 4 * * *", "04:00", DAY), ("0 2,14 * * *", "06:00", 4 * HOUR)],
)
def test_time_until_a_job_must_be_done(cron: str, finish_by: str, success: int) -> None:
    assert expectation_of(job(cron, finish_by=finish_by), 5 * HOUR).success == success  # type: ignore[union-attr]
