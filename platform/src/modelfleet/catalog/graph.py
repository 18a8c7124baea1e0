"""How data goes through the jobs of a model: a graph of jobs and data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from modelfleet.catalog.lineage import place_of
from modelfleet.catalog.part import parts_of
from modelfleet.spec.model import ModelSpec
from modelfleet.spec.pod import PodFields


@dataclass(frozen=True)
class Node:
    """A job or some data. `below` is the smaller text under the title."""

    key: str
    kind: Literal["job", "data"]
    title: str
    below: str


@dataclass(frozen=True)
class Graph:
    """Nodes, and edges from key to key in the direction of the data."""

    nodes: tuple[Node, ...]
    edges: tuple[tuple[str, str], ...]


def graph_of(model: ModelSpec) -> Graph:
    """The jobs of a model, step by step, with what they read and write; what one writes and another reads is one node."""
    nodes: dict[str, Node] = {}
    edges: dict[tuple[str, str], None] = {}
    for name, job in model.jobs.items():
        for part in parts_of(job):
            key = _key(name, part.step)
            nodes[key] = Node(key, "job", f"{name}: {part.step}" if part.step else name, part.program)
            edges |= {(_key(name, other), key): None for other in part.after}
            for title, uri, reads in _data(part.pod):
                data = f"data {place_of(uri)}"
                nodes.setdefault(data, Node(data, "data", title, place_of(uri)))
                edges[(data, key) if reads else (key, data)] = None
            if not part.after:
                edges |= {(_left(other), key): None for other in (*job.uses, *job.follow)}
        if job.artifacts.out:
            # Of a job with steps, the last one leaves them.
            nodes[_left(name)] = Node(_left(name), "data", f"artifacts of {name}", ", ".join(job.artifacts.out))
            edges[key, _left(name)] = None
    return Graph(tuple(nodes.values()), tuple(edges))


def _left(job: str) -> str:
    return f"artifacts {job}"


def _key(job: str, step: str) -> str:
    return f"job {job} {step}"


def _data(pod: PodFields) -> Iterable[tuple[str, str, bool]]:
    yield from ((item.name, item.uri, True) for item in pod.inputs)
    yield from ((output.name, output.uri, False) for output in pod.outputs)
