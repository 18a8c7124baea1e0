from __future__ import annotations

from datetime import UTC, datetime

from modelfleet.catalog.week import LEVELS, Week, week_of
from modelfleet.clock.scheduled import ScheduledJob

AT = datetime(2026, 11, 25, 8, tzinfo=UTC)


def job(name: str, cron: str, timezone: str = "Europe/Moscow", *, suspended: bool = False) -> ScheduledJob:
    return ScheduledJob("prod", name, "run", cron, timezone, suspended)


def counts(week: Week | None) -> dict[tuple[int, int], int]:
    assert week is not None
    return {(cell.weekday, cell.hour): len(cell.jobs) for row in week.rows for cell in row if cell.jobs}


def test_the_week_is_that_of_the_moment_and_begins_on_monday() -> None:
    week = week_of([job("a", "0 4 * * 0")], AT)
    assert week is not None and f"{week.start:%a %Y-%m-%d %H:%M %Z}" == "Mon 2026-11-23 00:00 MSK"
    assert counts(week) == {(6, 4): 1}


def test_the_time_zone_of_most_jobs_is_that_of_the_week() -> None:
    week = week_of([job("a", "0 4 * * 0"), job("b", "0 5 * * 1"), job("c", "30 23 * * 0", "UTC")], AT)
    assert week is not None and week.timezone == "Europe/Moscow"
    assert counts(week) == {(6, 4): 1, (0, 5): 1, (0, 2): 1}


def test_a_job_counts_once_in_an_hour() -> None:
    assert set(counts(week_of([job("a", "*/5 * * * *")], AT)).values()) == {1}


def test_the_level_tells_busy_hours_from_the_usual() -> None:
    week = week_of([*(job(f"h{number}", "0 * * * *") for number in range(50)), *(job(f"n{number}", "0 2 * * *") for number in range(5))], AT)
    assert week is not None and week.fullest == 55
    assert [cell.level for cell in week.rows[0][:4]] == [1, 1, LEVELS, 1]


def test_the_week_in_which_clocks_go_back_has_seven_days() -> None:
    week = week_of([job("a", "30 1 * * *", "America/New_York")], datetime(2026, 10, 30, tzinfo=UTC))
    assert counts(week) == {(day, 1): 1 for day in range(7)}


def test_suspended_jobs_are_in_no_week() -> None:
    assert week_of([job("a", "0 4 * * 0", suspended=True)], AT) is None
