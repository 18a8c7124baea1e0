"""Writes one pin into the text of a `model.yaml`: one value is replaced or one line is added, and no other byte changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

from modelfleet.errors import UserError

Path = Sequence[str]


def with_value(text: str, path: Path, value: str) -> str:
    """`text` with the scalar `value` at a path of keys, for example ("jobs", "inference", "uses", "training").

    A value that is there is replaced where it stands. Otherwise the keys that are missing become one line below the last
    entry of the mapping that has none of them, or one more entry of a mapping in braces. `text` must be a `model.yaml`
    without problems. Raises UserError when the result is not `text` with that value.
    """
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    node, rest = _deepest(root, path)
    if isinstance(node, yaml.SequenceNode):
        raise _by_hand(path, value)
    if not rest or _is_empty(node):
        edited = _replaced(text, node, _flow(rest, value))
    elif node.flow_style:
        edited = _into_braces(text, node, _entry(rest, value))
    else:
        edited = _as_line(text, node, _entry(rest, value))
    _check(text, edited, path, value)
    return edited


def _deepest(node: Any, path: Path) -> tuple[Any, Path]:
    for position, key in enumerate(path):
        if not isinstance(node, yaml.MappingNode):
            return node, path[position:]
        below = next((value for name, value in node.value if name.value == key), None)
        if below is None:
            return node, path[position:]
        node = below
    return node, ()


def _is_empty(node: Any) -> bool:
    """A key without a value, or with `null` or `~`: what stands there is replaced by a mapping."""
    return isinstance(node, yaml.ScalarNode)


def _entry(keys: Path, value: str) -> str:
    return f"{keys[0]}: {_flow(keys[1:], value)}"


def _flow(keys: Path, value: str) -> str:
    return "".join(f"{{{key}: " for key in keys) + value + "}" * len(keys)


def _replaced(text: str, node: Any, new: str) -> str:
    start, end = node.start_mark.index, node.end_mark.index
    # An empty value has no place of its own: it stands right behind the colon.
    return f"{text[:start]}{' ' if start == end else ''}{new}{text[end:]}"


def _into_braces(text: str, node: Any, entry: str) -> str:
    if not node.value:
        return f"{text[: node.start_mark.index + 1]}{entry}{text[node.end_mark.index - 1 :]}"
    end = node.value[-1][1].end_mark.index
    return f"{text[:end]}, {entry}{text[end:]}"


def _as_line(text: str, node: Any, entry: str) -> str:
    line = f"{' ' * node.value[0][0].start_mark.column}{entry}"
    ending = "\r\n" if "\r\n" in text else "\n"
    line_end = text.find("\n", _end(node)) + 1
    if line_end == 0:
        return f"{text}{ending}{line}{ending}"
    return f"{text[:line_end]}{line}{ending}{text[line_end:]}"


def _end(node: Any) -> int:
    """Where the last word of a node ends: a block ends only where the next thing begins, behind comments and empty lines."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1]) if isinstance(last, tuple) else _end(last)
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        return int(node.end_mark.index) - 1
    return int(node.end_mark.index)


def _check(before: str, after: str, path: Path, value: str) -> None:
    """The proof that nothing else has changed: both texts as data, apart from the one value."""
    wanted: Any = yaml.load(before, Loader=yaml.CBaseLoader)
    place = wanted
    for key in path[:-1]:
        if not isinstance(place.get(key), dict):
            place[key] = {}
        place = place[key]
    place[path[-1]] = value
    try:
        same = yaml.load(after, Loader=yaml.CBaseLoader) == wanted
    except yaml.YAMLError:
        same = False
    if not same:
        raise _by_hand(path, value)


def _by_hand(path: Path, value: str) -> UserError:
    what = f"{'.'.join(path)} cannot be written without changing more of the file"
    return UserError.one(what, hint=f"write it by hand: {_flow(path, value)}")
