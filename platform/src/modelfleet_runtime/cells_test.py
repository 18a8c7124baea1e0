from __future__ import annotations

import datetime
import decimal
import math

import pytest

from modelfleet_runtime.cells import category, is_missing, number


@pytest.mark.parametrize("cell", [None, "", "  ", "NaN", "null", "None", "NA", "n/a", "<NA>", float("nan")])
def test_missing(cell: object) -> None:
    assert is_missing(cell)


@pytest.mark.parametrize("cell", [0, 0.0, False, "0", "no", "-", math.inf])
def test_not_missing(cell: object) -> None:
    assert not is_missing(cell)


@pytest.mark.parametrize(
    ("cell", "value"),
    [(1, 1.0), ("1", 1.0), (" -2.5e3 ", -2500.0), (".5", 0.5), ("inf", math.inf), (decimal.Decimal("1.5"), 1.5), (10**400, math.inf), (-(10**400), -math.inf)],
)
def test_numbers(cell: object, value: float) -> None:
    assert number(cell) == value


@pytest.mark.parametrize("cell", [True, "1_000", "0x10", "1,5", "nan", float("nan"), "", None, b"1", datetime.date(2026, 1, 1), "٣٫"])
def test_not_numbers(cell: object) -> None:
    assert number(cell) is None


@pytest.mark.parametrize(("one", "other"), [("True", True), ("FALSE", False), ("1.0", 1), (1.0, "1"), (" x ", "x"), ("-3.00", -3)])
def test_formats_agree_on_a_category(one: object, other: object) -> None:
    assert category(one) == category(other)


def test_a_code_with_a_leading_zero_is_its_own_category() -> None:
    assert category("007") == "007"
