from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelfleet_runtime.psi import EPSILON, category_counts, psi, quantile_edges

counts = st.lists(st.integers(0, 1000), min_size=3, max_size=12).filter(any)
pairs = st.integers(2, 12).flatmap(lambda size: st.tuples(*[st.lists(st.integers(0, 1000), min_size=size, max_size=size).filter(any)] * 2))
numbers = st.lists(st.floats(allow_nan=False), min_size=1, max_size=80)


@given(pairs)
def test_never_negative_and_symmetric(pair: tuple[list[int], list[int]]) -> None:
    expected, actual = pair
    assert psi(expected, actual) >= 0
    assert psi(expected, actual) == pytest.approx(psi(actual, expected), abs=1e-12)


@given(counts, st.integers(1, 9))
def test_zero_for_equal_shares(expected: list[int], times: int) -> None:
    assert psi(expected, [count * times for count in expected]) == pytest.approx(0, abs=1e-12)


def test_known_answers() -> None:
    # By hand: (0.6 - 0.5) ln(0.6 / 0.5) + (0.4 - 0.5) ln(0.4 / 0.5) = 0.1 * 0.182322 + 0.1 * 0.223144
    assert psi([50, 50], [60, 40]) == pytest.approx(0.0405465, abs=1e-7)
    # By hand, three bins of shares .2 .3 .5 against .1 .3 .6: 0.1 ln 2 + 0 + 0.1 ln 1.2
    assert psi([20, 30, 50], [10, 30, 60]) == pytest.approx(0.0693147 + 0.0182322, abs=1e-7)
    # An empty bin counts as the least share: (0.9999 ... ) both ways
    assert psi([10, 0], [0, 10]) == pytest.approx(2 * (1 - EPSILON) * math.log(1 / EPSILON), abs=1e-9)


def test_edges_are_nearest_rank_quantiles() -> None:
    assert quantile_edges(range(1, 101)) == [10, 20, 30, 40, 50, 60, 70, 80, 90]
    assert quantile_edges([3.0, 1.0, 2.0, 4.0], bins=2) == [2.0]
    assert quantile_edges([]) == []


def test_a_constant_column_has_bins_on_both_sides() -> None:
    assert quantile_edges([7.0] * 5) == [math.nextafter(7.0, -math.inf), 7.0]


@given(numbers, st.randoms(use_true_random=False))
def test_edges_do_not_depend_on_order(values: list[float], order: random.Random) -> None:
    shuffled = values.copy()
    order.shuffle(shuffled)
    edges = quantile_edges(values)
    assert edges == quantile_edges(shuffled)
    assert edges == sorted(set(edges))


def test_categories_that_the_reference_lacks_are_one_bin() -> None:
    names, before, after = category_counts({"b": 2, "a": 1}, {"a": 3, "c": 4, "d": 5})
    assert (names, before, after) == (["a", "b", "(unseen)"], [1, 2, 0], [3, 0, 9])
