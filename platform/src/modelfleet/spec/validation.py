"""A tree of nodes → a record, with every problem of its fields, and as much of the record as can be saved.

What is saved lets the rules that look at several fields speak in the same run: a person sees all problems at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeVar

from pydantic import ValidationError

from modelfleet.errors import Problem
from modelfleet.spec.node import Node
from modelfleet.spec.place import without
from modelfleet.spec.record import Record
from modelfleet.spec.shape import Place
from modelfleet.spec.translate import translate

R = TypeVar("R", bound=Record)

_ROUNDS = 8


class Validated(NamedTuple):
    """`record` is None when nothing can be saved; `tree` holds what went into it; `whole` when nothing is left out."""

    record: Any
    tree: Node
    problems: tuple[Problem, ...]

    @property
    def whole(self) -> bool:
        """Whether the record is complete and correct, field by field."""
        return self.record is not None and not self.problems


def validate(root: Node, record: type[R], file: str, stand_ins: Mapping[str, Node] | None = None) -> Validated:
    """Read a tree as a record. `stand_ins` are values for required fields of any level, used only to save the rest."""
    tree, problems = root, ()
    for turn in range(_ROUNDS):
        try:
            return Validated(record.model_validate(tree.plain()), tree, problems)
        except ValidationError as error:
            if turn == 0:
                problems = tuple(translate(error, root, record, file))
            tree = _saved(tree, error, stand_ins or {})
    return Validated(None, tree, problems)


def _saved(tree: Node, error: ValidationError, stand_ins: Mapping[str, Node]) -> Node:
    dropped: list[Place] = []
    for details in error.errors(include_url=False, include_context=False, include_input=False):
        place = tuple(key for key in details["loc"] if key != "[key]")
        if details["type"] == "missing" and place[-1] in stand_ins:
            tree = _with(tree, place, stand_ins[str(place[-1])])
        else:
            dropped.append(place[:-1] if details["type"] == "missing" else place)
    return without(tree, [place for place in dropped if place])


def _with(node: Node, place: Place, value: Node) -> Node:
    key, rest = place[0], place[1:]
    if isinstance(node.value, list):
        items = [_with(child, rest, value) if position == key else child for position, child in enumerate(node.value)]
        return Node(items, node.line, node.path, node.text, node.broken)
    children = dict(node.value)
    children[str(key)] = _with(children[str(key)], rest, value) if rest else value
    return Node(children, node.line, node.path, node.text, node.broken)
