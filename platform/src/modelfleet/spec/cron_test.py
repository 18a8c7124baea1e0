from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from cronsim import CronSim
from hypothesis import given
from hypothesis import strategies as st

from modelfleet.spec.cron import FIELDS, PRESETS, check_cron, resolve_cron, restricts_both_days, shortest_interval, times_of_day
from modelfleet.spec.fault import FaultError


@pytest.mark.parametrize("cron", ["0 2 * * *", "H 2 * * *", "*/15 * * * *", "0 9-17/2 * * mon-fri", "0,30 2 1,15 jan,JUL *", "0 0 29 2 *", "@nightly"])
def test_accepts_what_every_reader_reads_alike(cron: str) -> None:
    assert check_cron(f"  {cron} ".replace(" ", "  ")) == cron


@pytest.mark.parametrize(
    "cron",
    [
        "",
        "* * * *",
        "* * * * * *",
        "0 2 L * *",
        "0 2 * * 5L",
        "0 2 * * 1#2",
        "0 2 15W * *",
        "0 2 ? * *",
        "5/15 * * * *",
        "0 2 * * 7",
        "0 H * * *",
        "H/15 * * * *",
    ]
    + [
        "*/0 * * * *",
        "*/ * * * *",
        "1,,2 * * * *",
        "-1 * * * *",
        "1- * * * *",
        "60 * * * *",
        "0 24 * * *",
        "0 0 0 * *",
        "0 0 * 13 *",
        "0 0 31 4 *",
        "@every 5m",
        "٣ * * * *",
    ],
)
def test_refuses_what_some_reader_reads_otherwise(cron: str) -> None:
    with pytest.raises(FaultError):
        check_cron(cron)


def field(index: int) -> st.SearchStrategy[str]:
    low, high = FIELDS[index].low, FIELDS[index].high
    number = st.integers(low, high)
    span = st.tuples(number, number).map(lambda pair: f"{min(pair)}-{max(pair)}")
    step = st.integers(1, high - low)
    part = st.one_of(number.map(str), span, st.tuples(span, step).map(lambda pair: f"{pair[0]}/{pair[1]}"))
    return st.one_of(st.just("*"), step.map(lambda size: f"*/{size}"), st.lists(part, min_size=1, max_size=3).map(",".join))


@given(st.tuples(*[field(index) for index in range(5)]).map(" ".join))
def test_what_is_accepted_has_a_next_run(cron: str) -> None:
    try:
        accepted = check_cron(cron)
    except FaultError:
        return
    assert next(CronSim(accepted, datetime(2031, 7, 1))) > datetime(2031, 7, 1)


@given(st.text(alphabet="0123456789*/,-H@ LW#?abcdefghijklmnopqrstuvwxyz", max_size=30))
def test_any_text_is_accepted_or_refused(cron: str) -> None:
    try:
        assert check_cron(check_cron(cron)) == check_cron(cron)
    except FaultError as error:
        assert error.fault.hint


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_becomes_five_plain_fields(preset: str) -> None:
    resolved = resolve_cron(preset, "fraud-detection", "inference")
    assert check_cron(resolved) == resolved
    assert "H" not in resolved


def test_jobs_spread_over_the_hour_and_stay_where_they_are() -> None:
    minutes = [int(resolve_cron("H 2 * * *", f"model-{number}", "inference").split()[0]) for number in range(600)]
    assert len(set(minutes)) == 60
    assert max(minutes.count(minute) for minute in range(60)) < 30
    assert resolve_cron("H 2 * * *", "fraud-detection", "inference") == "14 2 * * *"
    hours = {resolve_cron("@nightly", f"model-{number}", "inference").split()[1] for number in range(100)}
    assert hours == {"0", "1", "2", "3", "4", "5"}


def test_a_plain_schedule_stays_as_it_is() -> None:
    assert resolve_cron("5 4 1 * *", "a", "b") == "5 4 1 * *"


@pytest.mark.parametrize(("cron", "minutes"), [("*/5 * * * *", 5), ("0 * * * *", 60), ("0 2 * * *", 1440), ("0 2,3 * * *", 60), ("0 0 29 2 *", 1461 * 1440)])
def test_shortest_interval(cron: str, minutes: int) -> None:
    assert shortest_interval(cron) == timedelta(minutes=minutes)


def test_times_of_day() -> None:
    assert times_of_day("30 2,14 * * 1") == ((2, 30), (14, 30))
    assert times_of_day("0,30 0 * * *") == ((0, 0), (0, 30))
    assert times_of_day("*/5 * * * *") == ()


def test_days_and_weekdays() -> None:
    assert restricts_both_days("0 0 1 * 1")
    assert not restricts_both_days("0 0 * * 1")
