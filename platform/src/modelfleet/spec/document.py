"""A YAML file → a tree of nodes with positions, and every reason why the file is no proper YAML.

The parser is libyaml, through PyYAML: forty times faster than a parser in Python. Only its events are used: what an
unquoted word means is `scalar`'s to say, since PyYAML would read YAML 1.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from modelfleet.errors import Problem, UserError
from modelfleet.spec.fault import Fault, FaultError
from modelfleet.spec.messages import document as messages
from modelfleet.spec.node import Node, join
from modelfleet.spec.scalar import read_plain
from modelfleet.spec.syntax import syntax_problem

MAXIMUM_SIZE = 256 * 1024
MAXIMUM_DEPTH = 16

# What YAML 1.2 calls c-printable, the byte order mark at the beginning left out.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")

Events = Iterator[Any]


class _Stop(Exception):
    """Nothing behind this point is worth reading."""


def parse(data: bytes, file: str, limit: int = MAXIMUM_SIZE) -> tuple[Node, list[Problem]]:
    """The root, always a mapping, and the problems of single values in it (those nodes are marked as broken).

    `file` is the name in messages, `limit` the size in bytes that is still read. Raises UserError when the file as a whole cannot be used.
    """
    text = _text(data, file, limit)
    reader = _Reader(file)
    try:
        root = reader.read(text)
    except yaml.YAMLError as error:
        raise UserError([*reader.problems, syntax_problem(error, text, file, reader.last)]) from None
    except _Stop:
        raise UserError(reader.problems) from None
    return root, reader.problems


def _text(data: bytes, file: str, limit: int) -> str:
    if len(data) > limit:
        raise _error(file, None, messages.too_large(len(data), limit))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _error(file, data.count(b"\n", 0, error.start) + 1, messages.not_utf8(data[error.start])) from None
    if match := _FORBIDDEN.search(text):
        raise _error(file, text.count("\n", 0, match.start()) + 1, messages.forbidden_character(ord(match[0])))
    return text


def _error(file: str, line: int | None, fault: Fault) -> UserError:
    return UserError([Problem(file, line, "", fault.what, fault.hint)])


class _Reader:
    """Builds nodes from the parser's events and collects problems on the way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.last: Any = None

    def read(self, text: str) -> Node:
        events = yaml.parse(text, Loader=yaml.CSafeLoader)
        next(events)
        if isinstance(next(events), yaml.StreamEndEvent):
            raise self._stop(None, "", messages.empty())
        event = next(events)
        root = self._node(event, events, "", event.start_mark.line + 1, 0)
        next(events)
        if not isinstance(second := next(events), yaml.StreamEndEvent):
            self._add(second.start_mark.line + 1, "", messages.second_document())
        if not isinstance(root.value, dict):
            if root.value is None and not root.broken:
                raise self._stop(None, "", messages.empty())
            raise self._stop(root.line, "", messages.not_a_mapping("a list" if isinstance(root.value, list) else "a single value"))
        return root

    def _add(self, line: int | None, path: str, fault: Fault) -> None:
        self.problems.append(Problem(self.file, line, path, fault.what, fault.hint))

    def _stop(self, line: int | None, path: str, fault: Fault) -> _Stop:
        self._add(line, path, fault)
        return _Stop()

    def _node(self, event: Any, events: Events, path: str, line: int, depth: int) -> Node:
        if depth > MAXIMUM_DEPTH:
            raise self._stop(event.start_mark.line + 1, "", messages.too_deep(MAXIMUM_DEPTH))
        if isinstance(event, yaml.AliasEvent):
            self._add(line, path, messages.alias(event.anchor))
            return Node(None, line, path, broken=True)
        broken = False
        if event.anchor is not None:
            self._add(line, path, messages.anchor(event.anchor))
            broken = True
        if event.tag is not None:
            self._add(line, path, messages.tag(event.tag))
            broken = True
        if isinstance(event, yaml.ScalarEvent):
            self.last = event
            return self._scalar(event, path, line, broken)
        if isinstance(event, yaml.SequenceStartEvent):
            return Node(self._list(events, path, depth), line, path, broken=broken)
        fields, strange = self._mapping(events, path, depth)
        return Node(fields, line, path, broken=broken or strange)

    def _scalar(self, event: Any, path: str, line: int, broken: bool) -> Node:
        if event.style or broken:
            return Node(event.value, line, path, event.value, broken)
        try:
            return Node(read_plain(event.value), line, path, event.value)
        except FaultError as error:
            self._add(line, path, error.fault)
            return Node(event.value, line, path, event.value, broken=True)

    def _list(self, events: Events, path: str, depth: int) -> list[Node]:
        items: list[Node] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self._node(event, events, join(path, len(items)), event.start_mark.line + 1, depth + 1))
        return items

    def _mapping(self, events: Events, path: str, depth: int) -> tuple[dict[str, Node], bool]:
        fields: dict[str, Node] = {}
        strange = False
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            line = event.start_mark.line + 1
            if not isinstance(event, yaml.ScalarEvent):
                self._node(event, events, path, line, depth + 1)
                self._add(line, path, messages.key_is_no_text())
                self._node(next(events), events, path, line, depth + 1)
                strange = True
                continue
            key = event.value
            self._check_key(event, path, line)
            child = self._node(next(events), events, join(path, key), line, depth + 1)
            if key in fields:
                self._add(line, child.path, messages.duplicate_key(key, fields[key].line))
            elif key != "<<":
                fields[key] = child
        return fields, strange

    def _check_key(self, event: Any, path: str, line: int) -> None:
        if event.anchor is not None:
            self._add(line, join(path, event.value), messages.anchor(event.anchor))
        if event.tag is not None:
            self._add(line, join(path, event.value), messages.tag(event.tag))
        if event.value == "<<" and not event.style:
            self._add(line, path, messages.merge_key())
