from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from modelfleet_runtime.run_id import RUN_ID, moment_of, run_id

MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.sampled_from([ZoneInfo("Europe/Moscow"), ZoneInfo("Europe/Berlin")]))


def test_a_run_of_the_schedule_has_its_date_in_utc() -> None:
    moment = datetime(2026, 11, 22, 4, 0, tzinfo=ZoneInfo("Europe/Moscow"))
    assert run_id(moment, "fraud-training-1795400", scheduled=True) == "2026-11-22-0100"


def test_runs_that_people_start_for_one_date_have_different_names() -> None:
    moment = datetime(2026, 11, 22, 4, 0, tzinfo=ZoneInfo("Europe/Moscow"))
    names = {run_id(moment, f"fraud-training-{suffix}", scheduled=False) for suffix in ("x7k2p", "b9q4z")}
    assert len(names) == 2
    assert {moment_of(name) for name in names} == {"2026-11-22-0100"}


def test_an_hour_that_a_clock_shows_twice_gives_two_names() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    first, second = (datetime(2026, 10, 25, 2, 30, tzinfo=berlin, fold=fold) for fold in (0, 1))
    assert (run_id(first, "r", scheduled=True), run_id(second, "r", scheduled=True)) == ("2026-10-25-0030", "2026-10-25-0130")


@given(MOMENTS, st.integers(1, 10**6), st.text(max_size=20))
def test_names_sort_by_time(moment: datetime, minutes: int, run: str) -> None:
    later = (moment.astimezone(ZoneInfo("UTC")) + timedelta(minutes=minutes)).astimezone(moment.tzinfo)
    names = [run_id(one, run, scheduled=False) for one in (moment, later)]
    assert all(RUN_ID.fullmatch(name) for name in names)
    assert names == sorted(names)
