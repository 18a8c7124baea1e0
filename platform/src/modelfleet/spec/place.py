"""From the place of a value in a record back to its line in the file."""

from __future__ import annotations

from collections.abc import Iterable

from modelfleet.errors import Problem
from modelfleet.spec.fault import Fault
from modelfleet.spec.node import Node, join
from modelfleet.spec.shape import Place


def nearest(root: Node, place: Place) -> tuple[Node, Place]:
    """The innermost node on the way to a place, and the part of the way that the file does not hold."""
    node = root
    for position, key in enumerate(place):
        child = node.at(key)
        if child is None:
            return node, place[position:]
        node = child
    return node, ()


def is_broken(root: Node, place: Place) -> bool:
    """Whether a problem is already known about this value or one around it."""
    node: Node | None = root
    for key in place:
        node = node.at(key) if node is not None else None
        if node is not None and node.broken:
            return True
    return False


def problem_at(root: Node, place: Place, fault: Fault, file: str) -> Problem:
    """A fault with its line and its path as a person writes it."""
    node, rest = nearest(root, place)
    path = node.path
    for key in rest:
        path = join(path, key)
    return Problem(file, node.line, path, fault.what, fault.hint)


def without(node: Node, places: Iterable[Place]) -> Node:
    """The same tree without some of its values; a list keeps the positions of the others."""
    inner: dict[str | int, list[Place]] = {}
    for place in places:
        inner.setdefault(place[0], []).append(place[1:])
    kept = {
        key: without(child, [rest for rest in inner[key] if rest]) if key in inner else child for key, child in node.children() if () not in inner.get(key, ())
    }
    value = kept if isinstance(node.value, dict) else list(kept.values()) if isinstance(node.value, list) else node.value
    return Node(value, node.line, node.path, node.text, node.broken)
