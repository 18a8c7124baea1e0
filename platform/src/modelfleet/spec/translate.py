"""pydantic's errors in our words: every kind that our records can raise, with an example or the nearest match."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from modelfleet.errors import Problem
from modelfleet.spec.fault import Fault, FaultError
from modelfleet.spec.messages import field as messages
from modelfleet.spec.messages import override as override_messages
from modelfleet.spec.node import EMPTY, REMOVED, Node
from modelfleet.spec.place import is_broken, nearest, problem_at
from modelfleet.spec.record import Record
from modelfleet.spec.shape import Place, choices_at, field_at, fields_of, record_at

_EXPECTED = {
    "string_type": "text",
    "bool_type": "`true` or `false`",
    "int_type": "a whole number",
    "float_type": "a number",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
}


def translate(error: ValidationError, root: Node, record: type[Record], file: str) -> Iterator[Problem]:
    """Problems for an error of validating `root` as a `record`; silent about values that are known to be broken."""
    for details in error.errors(include_url=False):
        place: Place = details["loc"]
        if not is_broken(root, place):
            yield problem_at(root, tuple(key for key in place if key != "[key]"), _fault(details, place, root, record), file)


def suggestion(word: object, known: Iterable[str]) -> str | None:
    """The nearest of the known words, None when none is near."""
    close = get_close_matches(str(word)[:80], list(known), n=1)
    return close[0] if close else None


def _fault(details: Mapping[str, Any], place: Place, root: Node, record: type[Record]) -> Fault:
    kind, context = details["type"], details.get("ctx", {})
    node, rest = nearest(root, place)
    if kind == "extra_forbidden":
        known = fields_of(record_at(record, place[:-1]) or record)
        return messages.unknown_field(", ".join(sorted(known)), suggestion(place[-1], known))
    if kind == "missing":
        return override_messages.required() if node.value is REMOVED else messages.missing(str(place[-1]), _example(record, place))
    if details["input"] is EMPTY and not rest:
        return messages.no_value()
    if isinstance(own := context.get("error"), FaultError):
        return own.fault
    if kind == "literal_error":
        if place[-1] == "[key]":
            return _choice(Node(place[-2], node.line, node.path, str(place[-2])), place[-2], choices_at(record, (*place[:-2], "[key]")))
        return _choice(node, details["input"], choices_at(record, place))
    if kind in _EXPECTED:
        return _type(_EXPECTED[kind], node, record, place)
    if kind == "greater_than_equal":
        return messages.too_small(details["input"], context["ge"])
    if kind == "greater_than":
        return messages.not_above(details["input"], context["gt"])
    if kind == "less_than_equal":
        return messages.too_large(details["input"], context["le"])
    if kind == "string_too_short":
        return messages.empty_text()
    return Fault(details["msg"])


def _choice(node: Node, value: object, choices: tuple[str, ...]) -> Fault:
    if not isinstance(value, str) and node.text in choices:
        return messages.unquoted("text", _got(node), node.text)
    if isinstance(node.value, dict | list):
        return messages.wrong_type(" or ".join(f"`{choice}`" for choice in choices), _got(node), "write one of these words")
    return messages.not_allowed(node.text or _got(node), ", ".join(f"`{choice}`" for choice in choices), suggestion(node.text, choices))


def _type(expected: str, node: Node, record: type[Record], place: Place) -> Fault:
    got = _got(node)
    if expected == "text" and isinstance(node.value, int | float):
        return messages.unquoted(expected, got, node.text)
    if isinstance(node.value, str) and node.text in ("true", "false") and expected.startswith("`true"):
        return messages.wrong_type(expected, got, f"write it without quotes: `{node.text}`")
    if isinstance(node.value, str) and _is_number(node.text) and expected in ("a whole number", "a number"):
        return messages.wrong_type(expected, got, f"write it without quotes: `{node.text}`")
    example = _example(record, place)
    if expected == "a list" and example is None:
        return messages.wrong_type(expected, got, "begin each item with `- `, or write `[a, b]`")
    if example is None and (outer := _outer_example(record, place)) is not None:
        return messages.wrong_type(expected, got, f"e.g. `{outer}`")
    return messages.wrong_type(expected, got, None if example is None else f"e.g. `{place[-1]}: {example}`")


def _got(node: Node) -> str:
    if isinstance(node.value, dict):
        return "a mapping"
    if isinstance(node.value, list):
        return "a list"
    if isinstance(node.value, str):
        return f"the text `{node.text[:60]}`"
    return f"`{node.text}`" if isinstance(node.value, bool) else f"the number {node.text}"


def _outer_example(record: type[Record], place: Place) -> str | None:
    """The example of the list or the mapping around a value that has none of its own."""
    field = field_at(record, place[:-1])
    return f"{place[-2]}: {flow(field.examples[0])}" if field is not None and field.examples else None


def _example(record: type[Record], place: Place) -> str | None:
    field = field_at(record, place)
    if field is not None and field.examples:
        return flow(field.examples[0])
    inner = record_at(record, place)
    if inner is None or isinstance(place[-1], int):
        return None
    return flow(example_of(inner)) or None


def example_of(record: type[Record]) -> dict[str, Any]:
    """A short example of a record: its required fields, or its first two where none is required."""
    known = [(name, field) for name, field in fields_of(record).items() if field.examples]
    required = [(name, field) for name, field in known if field.is_required()]
    return {name: field.examples[0] for name, field in (required or known[:2]) if field.examples}


def flow(value: Any) -> str:
    """A value as it is written in one line of YAML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    if isinstance(value, str):
        return value if _PLAIN.fullmatch(value) and not _is_number(value) else f'"{value}"'
    return str(value).lower() if isinstance(value, bool) else str(value)


# What needs no quotes, whatever stands around it.
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._/'-]*")


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal() and text.isascii()
