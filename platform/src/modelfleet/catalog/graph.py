"""How data goes through the jobs of a model: a graph of jobs and data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from modelfleet.catalog.lineage import place_of
from modelfleet.spec.job import Job
from modelfleet.spec.model import ModelSpec


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
    """The jobs of a model with what they read and write; what one job writes and another reads is one node."""
    nodes: dict[str, Node] = {}
    edges: dict[tuple[str, str], None] = {}
    for name, job in model.jobs.items():
        key = f"job {name}"
        nodes[key] = Node(key, "job", name, program_of(job))
        for title, uri, reads in _data(job):
            data = f"data {place_of(uri)}"
            nodes.setdefault(data, Node(data, "data", title, place_of(uri)))
            edges[(data, key) if reads else (key, data)] = None
    return Graph(tuple(nodes.values()), tuple(edges))


def program_of(job: Job) -> str:
    """What a job runs, in a few words."""
    return job.entry_point or "drift check of the platform"


def _data(job: Job) -> Iterable[tuple[str, str, bool]]:
    yield from ((item.name, item.uri, True) for item in job.inputs)
    yield from ((output.name, output.uri, False) for output in job.outputs)
