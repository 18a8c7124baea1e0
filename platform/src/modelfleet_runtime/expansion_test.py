from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelfleet_runtime.expansion import expand, expand_argument, expand_uri, names_of
from modelfleet_runtime.failure import Failure
from modelfleet_runtime.logical_date import Interval

ZONE = ZoneInfo("Europe/Moscow")
END = datetime(2026, 11, 20, 2, 17, tzinfo=ZONE)
NAMES = names_of("fraud", "inference", {"window": "7d", "fast": True, "rate": 0.5, "model": "hidden"}, END, Interval(END.replace(day=19), END))


def test_every_name() -> None:
    text = "${window} ${fast} ${rate} ${logical_date} ${logical_time} ${data_interval_start} ${data_interval_end} ${model} ${job}"
    expected = "7d true 0.5 2026-11-20 2026-11-20T02:17:00+03:00 2026-11-19 2026-11-20 fraud inference"
    assert expand(text, NAMES, field="args[0]") == expected


def test_a_value_is_not_expanded_again() -> None:
    assert expand("${a}", {"a": "${b}", "b": "x"}, field="x") == "${b}"


@given(st.text(alphabet=st.characters(blacklist_characters="$")))
def test_text_without_names_stays_as_it_is(text: str) -> None:
    assert expand(text, NAMES, field="x") == text


def test_an_unknown_name_is_the_platforms_fault() -> None:
    with pytest.raises(Failure) as caught:
        expand("${windw}", NAMES, field="args[3]")
    assert str(caught.value) == "MODELFLEET_SETTINGS: args[3]: unknown name ${windw}"
    assert caught.value.code == 2


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("../other", "inputs.x.uri: `s3://bucket/../other/y/` leaves the place that model.yaml gives it"),
        ("a/./b", "inputs.x.uri: `s3://bucket/a/./b/y/` leaves the place that model.yaml gives it"),
        ("a\tb", "inputs.x.uri: 's3://bucket/a\\tb/y/' holds a line break, a tab or another control character"),
    ],
)
def test_a_parameter_cannot_lead_a_uri_away(value: str, message: str) -> None:
    with pytest.raises(Failure) as caught:
        expand_uri("s3://bucket/${where}/y/", {"where": value}, field="inputs.x.uri")
    assert str(caught.value) == f"{message}\n  hint: check the parameters of this run"


def test_a_uri_keeps_odd_but_harmless_names() -> None:
    assert expand_uri("s3://bucket/${where}/", {"where": "a b's $(c) ..d"}, field="x") == "s3://bucket/a b's $(c) ..d/"


def test_an_argument_may_be_anything_but_nul() -> None:
    assert expand_argument("--x=${v}", {"v": "; rm -rf / \n"}, field="args[0]") == "--x=; rm -rf / \n"
    with pytest.raises(Failure) as caught:
        expand_argument("--x=${v}", {"v": "\0"}, field="args[0]")
    assert str(caught.value) == "args[0] holds a NUL character after its names are replaced\n  hint: check the parameters of this run"
