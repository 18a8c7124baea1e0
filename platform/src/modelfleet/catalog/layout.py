"""Where the nodes of a graph are drawn: in rows, from the first data at the top to the last at the bottom.

The steps are those of Sugiyama's method: break circles, put each node a row below what it comes from, lead long edges
through a free place in each row, and order the rows so that few edges cross.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from modelfleet.catalog.graph import Graph, Node

WIDTH, HEIGHT = 208, 48
GAP, ROW = 24, 92
_FREE = 40
_SWEEPS = 8


@dataclass(frozen=True)
class Box:
    """A node and its upper left corner."""

    node: Node
    x: float
    y: float


@dataclass(frozen=True)
class Line:
    """An edge: points from the lower side of one box to the upper side of another; `back` is one that closes a circle."""

    points: tuple[tuple[float, float], ...]
    back: bool


@dataclass(frozen=True)
class Layout:
    """A drawing of `width` by `height` pixels."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: float
    height: float


def layout_of(graph: Graph) -> Layout:
    """Place every node; the same graph is always drawn the same way."""
    keys = [node.key for node in graph.nodes]
    forward = _forward(keys, graph.edges)
    rows_of = _rows(keys, forward)
    chains = {edge: _chain(edge, rows_of) for edge in forward}
    rows = _ordered(_filled(keys, rows_of, chains.values()), [pair for chain in chains.values() for pair in zip(chain, chain[1:], strict=False)])
    widths = {key: WIDTH if key in rows_of else _FREE for row in rows for key in row}
    width = max((sum(widths[key] for key in row) + GAP * (len(row) - 1) for row in rows), default=0)
    middle = {key: x for row in rows for key, x in _middles(row, widths, width).items()}
    line = {edge: _line(chain, rows_of[edge[0]], middle) for edge, chain in chains.items()}
    nodes = {node.key: node for node in graph.nodes}
    boxes = tuple(Box(nodes[key], middle[key] - WIDTH / 2, number * ROW) for number, row in enumerate(rows) for key in row if key in nodes)
    back = [_back(edge, rows_of, middle) for edge in graph.edges if edge not in line]
    return Layout(boxes, tuple([*line.values(), *back]), width, max(len(rows) - 1, 0) * ROW + HEIGHT)


_Edge = tuple[str, str]


def _forward(keys: Sequence[str], edges: Iterable[_Edge]) -> list[_Edge]:
    """The edges without those that close a circle, found depth first."""
    after: dict[str, list[str]] = {key: [] for key in keys}
    for start, end in edges:
        after[start].append(end)
    kept: list[_Edge] = []
    state: dict[str, str] = {}

    def visit(key: str) -> None:
        state[key] = "open"
        for end in after[key]:
            if state.get(end) != "open":
                kept.append((key, end))
            if end not in state:
                visit(end)
        state[key] = "done"

    for key in sorted(keys, key=lambda key: any(key in ends for ends in after.values())):
        if key not in state:
            visit(key)
    return kept


def _rows(keys: Sequence[str], edges: Sequence[_Edge]) -> dict[str, int]:
    """Each node's row: one below the lowest node that it comes from, and as near as it may be to the first one that it goes to."""
    rows = dict.fromkeys(keys, 0)
    for _ in keys:
        for start, end in edges:
            rows[end] = max(rows[end], rows[start] + 1)
    ends = {end for _, end in edges}
    for key in keys:
        below = [rows[end] for start, end in edges if start == key]
        if below and key not in ends:
            rows[key] = min(below) - 1
    return rows


def _chain(edge: _Edge, rows: Mapping[str, int]) -> tuple[str, ...]:
    """The nodes and free places that an edge leads through, one a row."""
    start, end = edge
    return (start, *(f"{start}\n{end}\n{row}" for row in range(rows[start] + 1, rows[end])), end)


def _filled(keys: Iterable[str], rows_of: Mapping[str, int], chains: Iterable[tuple[str, ...]]) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in range(max(rows_of.values(), default=-1) + 1)]
    for key in keys:
        rows[rows_of[key]].append(key)
    for chain in chains:
        for number, key in enumerate(chain[1:-1], start=rows_of[chain[0]] + 1):
            rows[number].append(key)
    return rows


def _ordered(rows: list[list[str]], pairs: Iterable[_Edge]) -> list[list[str]]:
    """The rows, each sorted by the mean place of its neighbours in the row before, then in the row after, some times over."""
    above: dict[str, list[str]] = {}
    below: dict[str, list[str]] = {}
    for start, end in pairs:
        below.setdefault(start, []).append(end)
        above.setdefault(end, []).append(start)
    for sweep in range(_SWEEPS):
        neighbours, order = (above, rows[1:]) if sweep % 2 == 0 else (below, rows[-2::-1])
        for row in order:
            places = {key: number / max(len(other) - 1, 1) for other in rows for number, key in enumerate(other)}
            mean = {key: sum(places[one] for one in neighbours[key]) / len(neighbours[key]) if key in neighbours else places[key] for key in row}
            row.sort(key=lambda key: mean[key])
    return rows


def _middles(row: Sequence[str], widths: Mapping[str, int], width: float) -> dict[str, float]:
    x = (width - sum(widths[key] for key in row) - GAP * (len(row) - 1)) / 2
    found = {}
    for key in row:
        found[key] = x + widths[key] / 2
        x += widths[key] + GAP
    return found


def _line(chain: Sequence[str], first: int, middle: Mapping[str, float]) -> Line:
    """Through the middle of every free place; the rows that an edge passes by are passed straight down."""
    points = [(middle[chain[0]], first * ROW + HEIGHT)]
    for number, key in enumerate(chain[1:-1], start=first + 1):
        points += [(middle[key], number * ROW), (middle[key], number * ROW + HEIGHT)]
    return Line((*points, (middle[chain[-1]], (first + len(chain) - 1) * ROW)), False)


def _back(edge: _Edge, rows: Mapping[str, int], middle: Mapping[str, float]) -> Line:
    """Up again, from the side of one box to the side of the other."""
    start, end = edge
    return Line(tuple((middle[key] + WIDTH / 2, rows[key] * ROW + HEIGHT / 2) for key in (start, end)), True)
