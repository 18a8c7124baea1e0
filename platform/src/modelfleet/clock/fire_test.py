from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelfleet.clock.fire import fires_between, next_fires
from modelfleet.spec.timezone import load_timezone

NEW_YORK = "America/New_York"


def walls(cron: str, timezone: str, after: datetime, count: int) -> list[str]:
    return [f"{moment:%m-%d %H:%M %Z}" for moment in next_fires(cron, timezone, after, count)]


def test_a_time_that_the_clocks_jump_over_does_not_come() -> None:
    assert walls("30 2 * * *", NEW_YORK, datetime(2027, 3, 13, tzinfo=UTC), 3) == ["03-13 02:30 EST", "03-15 02:30 EDT", "03-16 02:30 EDT"]


def test_a_time_that_the_clocks_show_twice_comes_twice() -> None:
    assert walls("30 1 * * *", NEW_YORK, datetime(2026, 10, 31, 12, tzinfo=UTC), 3) == ["11-01 01:30 EDT", "11-01 01:30 EST", "11-02 01:30 EST"]


def test_between_the_two_the_second_is_next() -> None:
    first = datetime(2026, 11, 1, 1, 30, tzinfo=load_timezone(NEW_YORK))
    assert walls("30 1 * * *", NEW_YORK, first, 1) == ["11-01 01:30 EST"]


def test_times_are_in_order_when_the_clocks_go_back() -> None:
    told = next_fires("*/20 * * * *", NEW_YORK, datetime(2026, 11, 1, 4, 50, tzinfo=UTC), 8)
    assert [later.astimezone(UTC) - earlier.astimezone(UTC) for earlier, later in zip(told, told[1:], strict=False)] == [timedelta(minutes=20)] * 7


def test_the_moment_itself_is_not_next() -> None:
    moment = datetime(2026, 11, 25, 2, 14, tzinfo=load_timezone("Europe/Moscow"))
    assert next_fires("14 2 * * *", "Europe/Moscow", moment, 1)[0] == moment + timedelta(days=1)
    assert fires_between("14 2 * * *", "Europe/Moscow", moment, moment + timedelta(days=1)) == (moment,)


def matches(cron: str, wall: datetime) -> bool:
    """A second opinion for schedules of numbers and stars."""
    minute, hour, day, month, weekday = cron.split()
    same = [field == "*" or int(field) == value for field, value in ((minute, wall.minute), (hour, wall.hour), (month, wall.month))]
    days = [field == "*" or int(field) == value for field, value in ((day, wall.day), (weekday, (wall.weekday() + 1) % 7))]
    return all(same) and (any(days) if "*" not in (day, weekday) else all(days))


@settings(max_examples=60, deadline=None)
@given(
    minute=st.sampled_from(["0", "15", "59", "*"]),
    hour=st.sampled_from(["0", "1", "2", "3", "*"]),
    day=st.sampled_from(["*", "1", "8"]),
    weekday=st.sampled_from(["*", "0", "6"]),
    timezone=st.sampled_from(["UTC", NEW_YORK, "Europe/Moscow", "Australia/Lord_Howe", "Asia/Kathmandu"]),
    start=st.sampled_from([datetime(2026, 3, 7), datetime(2026, 4, 4), datetime(2026, 10, 3), datetime(2026, 10, 31), datetime(2026, 12, 31)]),
)
def test_fires_are_the_minutes_whose_wall_clock_matches(minute: str, hour: str, day: str, weekday: str, timezone: str, start: datetime) -> None:
    cron, begin, zone = f"{minute} {hour} {day} * {weekday}", start.replace(tzinfo=UTC), load_timezone(timezone)
    all_minutes = (begin + timedelta(minutes=number) for number in range(48 * 60))
    expected = [moment for moment in all_minutes if matches(cron, moment.astimezone(zone))]
    assert [moment.astimezone(UTC) for moment in fires_between(cron, timezone, begin, begin + timedelta(days=2))] == expected


@pytest.mark.parametrize("count", [1, 5])
def test_as_many_as_are_asked_for(count: int) -> None:
    assert len(next_fires("0 0 29 2 *", "UTC", datetime(2026, 1, 1, tzinfo=UTC), count)) == count
