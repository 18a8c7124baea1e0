from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from modelfleet.catalog.graph import Graph, Node
from modelfleet.catalog.layout import HEIGHT, ROW, WIDTH, Layout, layout_of


def graph(*edges: str, alone: str = "") -> Graph:
    """A graph of one-letter nodes: `ab` is an edge from a to b."""
    keys = sorted(set("".join(edges) + alone))
    return Graph(tuple(Node(key, "job", key, "") for key in keys), tuple((edge[0], edge[1]) for edge in edges))


def rows(layout: Layout) -> dict[str, int]:
    return {box.node.key: int(box.y // ROW) for box in layout.boxes}


def test_nodes_stand_below_what_they_come_from() -> None:
    assert rows(layout_of(graph("ab", "bc", "ac", "dc"))) == {"a": 0, "b": 1, "d": 1, "c": 2}


def test_a_long_edge_leads_through_a_free_place() -> None:
    layout = layout_of(graph("ab", "bc", "ac"))
    b = next(box for box in layout.boxes if box.node.key == "b")
    long = max(layout.lines, key=lambda line: len(line.points))
    passing = [x for x, y in long.points if ROW <= y <= ROW + HEIGHT]
    assert len(long.points) == 4 and all(not b.x < x < b.x + WIDTH for x in passing)


def test_a_circle_is_closed_by_an_edge_backwards() -> None:
    layout = layout_of(graph("ab", "bc", "ca"))
    assert [line.back for line in layout.lines] == [False, False, True]
    assert rows(layout) == {"a": 0, "b": 1, "c": 2}


def test_a_job_that_reads_what_it_writes_is_drawn() -> None:
    assert sorted(line.back for line in layout_of(graph("ab", "ba")).lines) == [False, True]


def test_edges_do_not_cross_without_need() -> None:
    layout = layout_of(graph("ad", "bc"))
    x = {box.node.key: box.x for box in layout.boxes}
    assert (x["a"] < x["b"]) == (x["d"] < x["c"])


@settings(max_examples=100, deadline=None)
@given(edges=st.lists(st.text("abcdefg", min_size=2, max_size=2).filter(lambda edge: edge[0] != edge[1]), max_size=14, unique=True))
def test_every_node_and_edge_is_drawn_and_no_boxes_overlap(edges: list[str]) -> None:
    drawn = layout_of(graph(*edges, alone="abcdefg"))
    assert sorted(box.node.key for box in drawn.boxes) == list("abcdefg") and len(drawn.lines) == len(edges)
    for number, one in enumerate(drawn.boxes):
        assert 0 <= one.x <= drawn.width - WIDTH and 0 <= one.y <= drawn.height - HEIGHT
        assert all(one.y != other.y or abs(one.x - other.x) >= WIDTH for other in drawn.boxes[number + 1 :])
    assert all(line.points[-1][1] > line.points[0][1] for line in drawn.lines if not line.back)
    assert drawn == layout_of(graph(*edges, alone="abcdefg"))
