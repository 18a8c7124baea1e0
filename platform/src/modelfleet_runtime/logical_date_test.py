from __future__ import annotations

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelfleet_runtime.failure import Failure
from modelfleet_runtime.logical_date import UTC, data_interval, parse_moment, path_stamp, time_zone
from modelfleet_runtime.settings import Schedule

MOSCOW = ZoneInfo("Europe/Moscow")
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-20", "2026-11-20T00:00:00+03:00"),
        ("2026-11-20T04:00", "2026-11-20T04:00:00+03:00"),
        ("2026-11-20 04:00:05", "2026-11-20T04:00:05+03:00"),
        ("2026-11-20T04:00:00Z", "2026-11-20T07:00:00+03:00"),
        ("2026-11-20T04:00:00.25-0130", "2026-11-20T08:30:00+03:00"),
        ("2026-11-20T04:00:00+03:00\n", "2026-11-20T04:00:00+03:00"),
    ],
)
def test_moments(text: str, expected: str) -> None:
    assert parse_moment(text, MOSCOW, source="x").isoformat() == expected


def test_a_local_time_that_a_clock_skips_is_moved_forward() -> None:
    assert parse_moment("2026-03-29T02:30", BERLIN, source="x").isoformat() == "2026-03-29T03:30:00+02:00"


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1)), st.integers(-14 * 60, 14 * 60))
def test_what_isoformat_writes_is_read(moment: datetime, offset: int) -> None:
    exact = moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=offset)))
    assert parse_moment(exact.isoformat(), MOSCOW, source="x") == exact


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("yesterday", "it: `yesterday` is not a date or a time\n  hint: write 2026-11-20 or 2026-11-20T04:00:00+03:00"),
        ("2026-02-30", "it: `2026-02-30` is not in the calendar: "),
        ("2026-11-20T25:00", "it: `2026-11-20T25:00` is not in the calendar: "),
    ],
)
def test_bad_moments(text: str, message: str) -> None:
    with pytest.raises(Failure) as caught:
        parse_moment(text, MOSCOW, source="it")
    # After the last colon stand the words of Python's calendar.
    assert str(caught.value) == message or (message.endswith(": ") and str(caught.value).startswith(message))
    assert caught.value.code == 1


@pytest.mark.parametrize(
    ("cron", "zone", "end", "start"),
    [
        ("17 2 * * *", "Europe/Moscow", "2026-11-20T02:17:00+03:00", "2026-11-19T02:17:00+03:00"),
        ("17 2 * * *", "Europe/Moscow", "2026-11-20T02:17:01+03:00", "2026-11-20T02:17:00+03:00"),
        ("0 4 * * 0", "Europe/Moscow", "2026-11-22T04:00:00+03:00", "2026-11-15T04:00:00+03:00"),
        ("0 0 1 * *", "UTC", "2026-03-01T00:00:00+00:00", "2026-02-01T00:00:00+00:00"),
        # The night on which the clock is put forward has 23 hours.
        ("0 0 * * *", "Europe/Berlin", "2026-03-30T00:00:00+02:00", "2026-03-29T00:00:00+01:00"),
        ("0 * * * *", "Europe/Berlin", "2026-10-25T03:00:00+01:00", "2026-10-25T02:00:00+01:00"),
    ],
)
def test_data_intervals(cron: str, zone: str, end: str, start: str) -> None:
    interval = data_interval(Schedule(cron, zone), parse_moment(end, ZoneInfo(zone), source="x"))
    assert (interval.start.isoformat(), interval.end.isoformat()) == (start, end)


@given(st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2030, 1, 1)), st.sampled_from(["*/7 * * * *", "5 1 * * 1-5", "0 0 29 2 *"]))
def test_an_interval_has_no_fire_inside(moment: datetime, cron: str) -> None:
    schedule = Schedule(cron, "Europe/Berlin")
    end = moment.replace(tzinfo=UTC).astimezone(BERLIN)
    interval = data_interval(schedule, end)
    assert interval.start < interval.end
    # The fire before the end of the interval that starts there is its start again: nothing lies between.
    assert data_interval(schedule, interval.start + timedelta(seconds=1)).start == interval.start


def test_without_a_schedule_the_interval_is_empty_and_the_zone_is_utc() -> None:
    moment = datetime(2026, 11, 20, tzinfo=UTC)
    assert data_interval(None, moment).start == moment
    assert time_zone(None) is UTC


def test_broken_schedules() -> None:
    with pytest.raises(Failure) as caught:
        time_zone(Schedule("0 0 * * *", "Europe/Moskau"))
    assert str(caught.value) == "MODELFLEET_SETTINGS: schedule.timezone: `Europe/Moskau` is no time zone"
    with pytest.raises(Failure) as caught:
        data_interval(Schedule("0 0 * *", "UTC"), datetime(2026, 1, 1, tzinfo=UTC))
    assert str(caught.value) == "MODELFLEET_SETTINGS: schedule.cron: `0 0 * *` never fires: Wrong number of fields"
    assert caught.value.code == 2


def test_stamps_sort_as_time_does() -> None:
    earlier, later = datetime(2026, 11, 20, 1, tzinfo=MOSCOW), datetime(2026, 11, 19, 23, tzinfo=UTC)
    assert (path_stamp(earlier), path_stamp(later)) == ("2026-11-19T220000Z", "2026-11-19T230000Z")
