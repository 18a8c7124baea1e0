from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelfleet.spec.fault import FaultError
from modelfleet.spec.scalar import read_plain


@pytest.mark.parametrize(
    ("text", "value"),
    [("", None), ("~", None), ("null", None), ("true", True), ("FALSE", False), ("0", 0), ("-7", -7), ("+7", 7), ("3.10", 3.1), (".5", 0.5), ("1e3", 1000.0)],
)
def test_words_of_yaml_1_2(text: str, value: Any) -> None:
    assert read_plain(text) == value
    assert type(read_plain(text)) is type(value)


@pytest.mark.parametrize("text", ["06:00", "12:30", "2027-01-31", "1_000", "7d", "nan", "None", "y", "n", "1.2.3", "-", "+", ".", "e5", "3.10-slim"])
def test_times_dates_and_versions_are_text(text: str) -> None:
    assert read_plain(text) == text


@pytest.mark.parametrize(
    "text", ["010", "0o17", "0x1F", "-08", "0b1", "9007199254740992", "1" * 5000, "1e999", ".inf", "-.inf", ".nan", "yes", "No", "ON", "off"]
)
def test_what_two_readers_read_in_two_ways_is_refused(text: str) -> None:
    with pytest.raises(FaultError):
        read_plain(text)


@given(st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_are_read_back(number: float) -> None:
    assert read_plain(repr(number)) == number


@given(st.text(max_size=12))
def test_any_word_is_read_or_refused(text: str) -> None:
    try:
        value = read_plain(text)
    except FaultError as error:
        assert error.fault.hint
    else:
        assert value is None or isinstance(value, str | int | float | bool)
