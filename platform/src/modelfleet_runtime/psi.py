"""Population stability index: how far the distribution of a column has moved from a reference.

Source: N. Siddiqi, "Credit Risk Scorecards" (Wiley, 2006), chapter 9: the sum over bins of (actual - expected) *
ln(actual / expected), where a sum under 0.1 is read as no change and over 0.25 as a great one. It equals the symmetric
divergence of S. Kullback and R. Leibler, "On information and sufficiency" (1951).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

BINS = 10
"""Quantile bins of a numeric column, before bins of single frequent values are split off."""

EPSILON = 1e-4
"""The least share of a bin: an empty bin would make the logarithm infinite."""


def psi(expected: Sequence[int], actual: Sequence[int]) -> float:
    """The index of two lists of counts, one count a bin, both of one length and each with at least one row.

    Never negative, 0 for equal shares, and the same when both lists change places.
    """
    total_expected, total_actual = sum(expected), sum(actual)
    terms = []
    for one, other in zip(expected, actual, strict=True):
        before, after = max(one / total_expected, EPSILON), max(other / total_actual, EPSILON)
        terms.append((after - before) * math.log(after / before))
    return math.fsum(terms)


def quantile_edges(values: Iterable[float], bins: int = BINS) -> list[float]:
    """Inner edges of quantile bins; bin i holds what is above edge i - 1 and not above edge i, the ends are open.

    An edge is always one of `values` (the nearest rank), so that the order of rows never matters. A value so frequent that
    two quantiles fall on it gets a bin of its own: a constant column has three bins, below, equal and above.
    """
    ordered = sorted(values)
    if not ordered:
        return []
    ranks = [ordered[min(len(ordered) - 1, math.ceil(len(ordered) * index / bins) - 1)] for index in range(1, bins)]
    edges = set(ranks)
    for value in edges.copy():
        if ranks.count(value) > 1 or value == ordered[0]:
            edges.add(math.nextafter(value, -math.inf))
    # Nothing lies above an infinite edge, so it would only cut off an empty bin.
    return sorted(edges - {math.inf})


def category_counts(reference: Mapping[str, int], current: Mapping[str, int]) -> tuple[list[str], list[int], list[int]]:
    """Names of the reference's categories and one for all that it does not have, with the counts of both sides."""
    names = sorted(reference)
    unseen = sum(count for name, count in current.items() if name not in reference)
    return [*names, "(unseen)"], [*(reference[name] for name in names), 0], [*(current.get(name, 0) for name in names), unseen]
