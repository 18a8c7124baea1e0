from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelfleet_runtime.columns import CATEGORICAL, MAX_CATEGORIES, NUMERIC, TEXT, bins_of, columns_of, kinds_of

cells = st.one_of(st.none(), st.floats(), st.integers(-50, 50), st.booleans(), st.text(max_size=3))
tables = st.lists(st.fixed_dictionaries({"x": cells}, optional={"y": cells}), min_size=1, max_size=40)


def names(rows: list[dict[str, object]]) -> dict[str, str]:
    return {name: kind.name for name, kind in kinds_of(rows).items()}


def test_types_are_detected() -> None:
    rows: list[dict[str, object]] = [{"n": "1", "c": "a", "b": True, "e": None, "mixed": 1}, {"n": "", "c": "b", "b": False, "e": "", "mixed": "x"}]
    assert names(rows) == {"n": NUMERIC, "c": CATEGORICAL, "b": CATEGORICAL, "e": CATEGORICAL, "mixed": CATEGORICAL}


def test_many_different_texts_are_free_text() -> None:
    assert names([{"id": f"row-{number}"} for number in range(MAX_CATEGORIES + 1)]) == {"id": TEXT}
    assert names([{"id": f"row-{number}"} for number in range(MAX_CATEGORIES)]) == {"id": CATEGORICAL}


def test_a_column_that_a_row_lacks_is_missing_there() -> None:
    kinds = kinds_of([{"a": 1}, {"b": 2}, {"a": 3, "b": 4}])
    assert {name: (kind.rows, kind.missing) for name, kind in kinds.items()} == {"a": (3, 1), "b": (3, 1)}


def test_numeric_bins_by_hand() -> None:
    before = columns_of([{"x": value} for value in range(1, 11)] + [{"x": None}], {"x": NUMERIC})["x"]
    after = columns_of([{"x": 0}, {"x": 10}, {"x": 99}, {"x": "odd"}, {"x": ""}], {"x": NUMERIC})["x"]
    bins = bins_of(NUMERIC, before, after)
    assert bins.labels == (
        ("(-inf, 1)", "= 1", "(1, 2]", "(2, 3]", "(3, 4]", "(4, 5]", "(5, 6]", "(6, 7]", "(7, 8]", "(8, 9]", "(9, inf)", "(not a number)", "(missing)")
    )
    assert bins.reference == (0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1)
    assert bins.current == (1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 1)


def test_infinite_values_have_bins() -> None:
    before = columns_of([{"x": "inf"}] * 5 + [{"x": "-inf"}] * 5, {"x": NUMERIC})["x"]
    bins = bins_of(NUMERIC, before, before)
    assert bins.labels[:3] == ("(-inf, -inf]", "(-inf, inf)", "= inf")
    assert bins.reference[:3] == (5, 0, 5)


def test_a_constant_that_changes_is_seen() -> None:
    before = columns_of([{"x": 5}] * 10, {"x": NUMERIC})["x"]
    after = columns_of([{"x": 4}] * 10, {"x": NUMERIC})["x"]
    bins = bins_of(NUMERIC, before, after)
    assert (bins.labels[:3], bins.reference[:3], bins.current[:3]) == (("(-inf, 5)", "= 5", "(5, inf)"), (0, 10, 0), (10, 0, 0))
    assert bins.psi > 10
    assert bins_of(NUMERIC, before, before).psi == 0


@given(tables, tables, st.sampled_from([NUMERIC, CATEGORICAL]), st.randoms(use_true_random=False))
def test_every_row_is_in_one_bin_whatever_the_order(before: list[dict[str, object]], after: list[dict[str, object]], kind: str, order: random.Random) -> None:
    reference, current = columns_of(before, {"x": kind})["x"], columns_of(after, {"x": kind})["x"]
    bins = bins_of(kind, reference, current)
    assert (sum(bins.reference), sum(bins.current)) == (len(before), len(after))
    assert bins.psi >= 0
    assert bins_of(kind, reference, reference).psi == 0
    order.shuffle(before)
    order.shuffle(after)
    assert bins_of(kind, columns_of(before, {"x": kind})["x"], columns_of(after, {"x": kind})["x"]).psi == pytest.approx(bins.psi, abs=1e-12)


@given(tables, st.randoms(use_true_random=False))
def test_detected_types_do_not_depend_on_order(rows: list[dict[str, object]], order: random.Random) -> None:
    before = names(rows)
    order.shuffle(rows)
    assert names(rows) == before
