from __future__ import annotations

from modelfleet.clock.crowd import FLOOR, crowds
from modelfleet.clock.scheduled import ScheduledJob


def jobs(count: int, cron: str, timezone: str = "Europe/Moscow", *, name: str = "m", suspended: bool = False) -> list[ScheduledJob]:
    """Jobs with a schedule; `{}` in it is replaced by the job's number."""
    return [ScheduledJob("prod", f"{name}-{number:04d}", "run", cron.replace("{}", str(number % 60)), timezone, suspended) for number in range(count)]


SPREAD = jobs(400, "{} 5 * * *", name="spread")


def sizes(fleet: list[ScheduledJob]) -> list[int]:
    return [len(crowd.jobs) for crowd in crowds(fleet)]


def test_a_small_fleet_has_no_crowds() -> None:
    assert sizes(jobs(FLOOR - 1, "0 2 * * *")) == []
    assert sizes(jobs(FLOOR, "0 2 * * *")) == [FLOOR]


def test_five_percent_are_no_crowd_and_one_more_is() -> None:
    assert sizes([*SPREAD[:380], *jobs(20, "0 2 * * *")]) == []
    assert sizes([*SPREAD[:380], *jobs(21, "0 2 * * *")]) == [21]


def test_spread_jobs_are_no_crowd() -> None:
    assert sizes(SPREAD) == []


def test_the_same_minute_in_two_time_zones_is_one() -> None:
    fleet = [*SPREAD, *jobs(15, "0 2 * * *", "Europe/Moscow", name="a"), *jobs(15, "0 23 * * *", "UTC", name="b")]
    assert sizes(fleet) == [30]


def test_a_crowd_of_the_summer_counts() -> None:
    """Berlin's 02:00 is 01:00 UTC in winter and 00:00 UTC in summer."""
    fleet = [*SPREAD, *jobs(15, "0 2 * * *", "Europe/Berlin", name="a"), *jobs(15, "0 0 * * *", "UTC", name="b")]
    assert sizes(fleet) == [30]


def test_a_day_of_the_month_and_a_weekday_meet() -> None:
    assert sizes([*SPREAD, *jobs(15, "0 2 1 * *", name="a"), *jobs(15, "0 2 * * 0", name="b")]) == [30]
    assert sizes([*SPREAD, *jobs(15, "0 2 * * 1", name="a"), *jobs(15, "0 2 * * 0", name="b")]) == []


def test_midnight_elsewhere_is_another_day() -> None:
    """The first of a month begins in Auckland when it is the last of the month before in UTC."""
    assert sizes([*SPREAD, *jobs(15, "0 0 1 * *", "Pacific/Auckland", name="a"), *jobs(15, "0 11,12 * * *", "UTC", name="b")]) == [30]


def test_suspended_jobs_start_nothing() -> None:
    assert sizes([*SPREAD, *jobs(300, "0 2 * * *", suspended=True)]) == []


def test_a_job_is_named_once() -> None:
    """Hourly jobs meet the nightly ones at two; once all are spread, no crowd is left in the other hours."""
    fleet = [*SPREAD, *jobs(40, "0 * * * *", name="hourly"), *jobs(60, "0 2 * * *", name="nightly")]
    assert sizes(fleet) == [100]
    other = [*fleet, *jobs(50, "30 3 * * *", name="later")]
    assert [{job.model.partition("-")[0] for job in crowd.jobs} - {"spread"} for crowd in crowds(other)] == [{"hourly", "nightly"}, {"later"}]


def test_the_order_of_jobs_does_not_matter() -> None:
    fleet = [*SPREAD, *jobs(40, "0 * * * *", name="hourly"), *jobs(60, "0 2 * * *", name="nightly")]
    assert crowds(fleet) == crowds(reversed(fleet))
