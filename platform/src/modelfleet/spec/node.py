"""A value of a YAML file that knows where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from modelfleet.spec.fault import one_line


class _Empty:
    """What an empty value (`field:`) is for a validator: of no type that any field takes."""

    def __repr__(self) -> str:
        return ""


EMPTY = _Empty()

# The value of a node that an override has removed: nothing is there, but something is known about the place.
REMOVED = object()


@dataclass(frozen=True, slots=True)
class Node:
    """`value` is a scalar, a dict or a list of nodes; `line` counts from 1; `path` is as a person writes it.

    A value that belongs to a field has the line of the field's name. `text` is a scalar as it is written, without
    quotes. `broken` marks a value about which a problem is already known.
    """

    value: Any
    line: int
    path: str
    text: str = ""
    broken: bool = False

    def plain(self) -> Any:
        """The value without positions, as validators take it."""
        if isinstance(self.value, dict):
            return {key: child.plain() for key, child in self.value.items() if child.value is not REMOVED}
        if isinstance(self.value, list):
            return [child.plain() for child in self.value]
        return EMPTY if self.value is None else self.value

    def children(self) -> Iterator[tuple[str | int, Node]]:
        """The values inside, with their keys or positions."""
        if isinstance(self.value, dict):
            yield from self.value.items()
        elif isinstance(self.value, list):
            yield from enumerate(self.value)

    def walk(self) -> Iterator[Node]:
        """This node and everything inside, from the top of the file."""
        yield self
        for _, child in self.children():
            yield from child.walk()

    def at(self, key: str | int) -> Node | None:
        """The value of one key or position."""
        if isinstance(self.value, dict) and isinstance(key, str):
            return self.value.get(key)
        if isinstance(self.value, list) and isinstance(key, int) and key < len(self.value):
            return self.value[key]
        return None


def join(path: str, key: str | int) -> str:
    """`jobs.inference` and `inputs` → `jobs.inference.inputs`; a position in brackets, a strange key in quotes."""
    if isinstance(key, int):
        return f"{path}[{key}]"
    shown = key if re.fullmatch(r"[A-Za-z0-9_-]{1,60}", key, re.ASCII) else f'"{one_line(key, 60)}"'
    return f"{path}.{shown}" if path else shown
