"""Summaries of columns: which type each has, and how its rows fall into bins, gathered in one pass over the rows each."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from modelfleet_runtime.cells import category, is_missing, number
from modelfleet_runtime.psi import category_counts, psi, quantile_edges
from modelfleet_runtime.tables import Row

NUMERIC, CATEGORICAL, TEXT = "numeric", "categorical", "text"

MAX_CATEGORIES = 100
"""Distinct values above which an undeclared column is free text or a name of a row, and only its missing share is compared."""


@dataclass
class Kind:
    """What the values of one column look like so far."""

    rows: int = 0
    missing: int = 0
    numeric: bool = True
    distinct: set[str] = field(default_factory=set)

    def add(self, cell: object) -> None:
        self.rows += 1
        # Numbers first, because most cells are, and a number is never missing.
        if not (self.numeric and number(cell) is not None):
            if is_missing(cell):
                self.missing += 1
                return
            self.numeric = False
        if len(self.distinct) <= MAX_CATEGORIES:
            self.distinct.add(category(cell))

    @property
    def name(self) -> str:
        """The detected type; a column without any value counts as categorical, so that its first value is seen."""
        if self.missing == self.rows:
            return CATEGORICAL
        if self.numeric:
            return NUMERIC
        return CATEGORICAL if len(self.distinct) <= MAX_CATEGORIES else TEXT


def kinds_of(rows: Iterable[Row]) -> dict[str, Kind]:
    """Column -> what its values look like; a column that a row lacks is missing there."""
    kinds: dict[str, Kind] = {}
    for count, row in enumerate(rows):
        for name, cell in row.items():
            if name not in kinds:
                kinds[name] = Kind(rows=count, missing=count)
            kinds[name].add(cell)
        if len(row) < len(kinds):
            for name in kinds.keys() - row.keys():
                kinds[name].add(None)
    return kinds


@dataclass
class Column:
    """One column of one table."""

    rows: int = 0
    missing: int = 0
    odd: int = 0
    numbers: array[float] = field(default_factory=lambda: array("d"))
    categories: Counter[str] = field(default_factory=Counter)

    def add(self, cell: object, kind: str) -> None:
        self.rows += 1
        if kind == NUMERIC and (value := number(cell)) is not None:
            self.numbers.append(value)
        elif is_missing(cell):
            self.missing += 1
        elif kind == CATEGORICAL:
            self.categories[category(cell)] += 1
        elif kind == NUMERIC:
            self.odd += 1


def columns_of(rows: Iterable[Row], kinds: Mapping[str, str]) -> dict[str, Column]:
    """Column -> its summary, for the columns of `kinds` (name -> type)."""
    columns = {name: Column() for name in kinds}
    for row in rows:
        for name, kind in kinds.items():
            columns[name].add(row.get(name), kind)
    return columns


@dataclass(frozen=True)
class Bins:
    """The bins of a column with the rows of both tables in each."""

    labels: tuple[str, ...]
    reference: tuple[int, ...]
    current: tuple[int, ...]

    @property
    def psi(self) -> float:
        return psi(self.reference, self.current)


def bins_of(kind: str, reference: Column, current: Column) -> Bins:
    """Both tables in the bins of the reference; rows without a value, and a numeric column's texts, have bins of their own."""
    if kind == CATEGORICAL:
        labels, before, after = category_counts(reference.categories, current.categories)
    else:
        edges = quantile_edges(reference.numbers)
        labels = _labels(edges)
        before, after = _counts(reference.numbers, edges), _counts(current.numbers, edges)
        labels, before, after = [*labels, "(not a number)"], [*before, reference.odd], [*after, current.odd]
    return Bins((*labels, "(missing)"), (*before, reference.missing), (*after, current.missing))


def _counts(values: Iterable[float], edges: list[float]) -> list[int]:
    counts = [0] * (len(edges) + 1)
    for value in values:
        counts[bisect_left(edges, value)] += 1
    return counts


def _labels(edges: list[float]) -> list[str]:
    """Names of the bins; the bin of a single value is called by it, and the one below it ends before it."""
    ends = [-math.inf, *edges, math.inf]
    labels = []
    for index, (low, high) in enumerate(zip(ends, ends[1:], strict=False)):
        after = math.nextafter(high, math.inf)
        if high == math.nextafter(low, math.inf):
            labels.append(f"= {high:.12g}")
        elif ends[index + 2 : index + 3] == [after] and high != math.inf:
            labels.append(f"({low:.12g}, {after:.12g})")
        else:
            labels.append(f"({low:.12g}, {high:.12g}{')' if high == math.inf else ']'}")
    return labels
