"""Objects to YAML bytes: the only writer of manifests.

Every string value is double-quoted, whatever it looks like, because readers disagree about plain ones: `12345e8`, `1e3`,
`0o17`, `yes` and `12:30:00` are strings to some and numbers or booleans to others. A key stays plain only when no reader
can take it for anything but a string. What is written is the subset of YAML that JSON strings belong to, so the escapes
are those of JSON.
"""

from __future__ import annotations

import json
import re
from typing import Any

# Letters first; then what names of fields, labels and annotations are made of.
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9._/-]*")
# Words that a YAML 1.1 reader takes for a boolean, a null or a number, in lower case.
_WORDS = frozenset("y n yes no on off true false null nan inf".split())


def to_yaml(value: Any) -> bytes:
    """One document: JSON types (mappings with string keys, in their own order; no NaN), UTF-8, a line break at the end.

    Raises TypeError for anything that JSON has no type for.
    """
    lines: list[str] = []
    if isinstance(value, dict) and value:
        _write_mapping(value, "", "", lines)
    elif isinstance(value, list) and value:
        _write_sequence(value, "", lines)
    else:
        lines.append(_scalar(value))
    return ("\n".join(lines) + "\n").encode()


def _write_mapping(mapping: dict[str, Any], indent: str, first: str, lines: list[str]) -> None:
    """`first` is what the first line is indented with: `- ` inside of a sequence."""
    lead = first or indent
    for key, value in mapping.items():
        head = f"{lead}{_key(key)}:"
        lead = indent
        if isinstance(value, dict) and value:
            lines.append(head)
            _write_mapping(value, indent + "  ", "", lines)
        elif isinstance(value, list) and value:
            lines.append(head)
            _write_sequence(value, indent + "  ", lines)
        else:
            lines.append(f"{head} {_scalar(value)}")


def _write_sequence(sequence: list[Any], indent: str, lines: list[str]) -> None:
    for value in sequence:
        if isinstance(value, dict) and value:
            _write_mapping(value, indent + "  ", indent + "- ", lines)
        elif isinstance(value, list) and value:
            lines.append(f"{indent}-")
            _write_sequence(value, indent + "  ", lines)
        else:
            lines.append(f"{indent}- {_scalar(value)}")


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return _quoted(value)
    if value is True:
        return "true"
    if value is False:
        return "false"
    if value is None:
        return "null"
    if isinstance(value, int | float):
        return json.dumps(value, allow_nan=False)
    if value == {} and isinstance(value, dict):
        return "{}"
    if value == [] and isinstance(value, list):
        return "[]"
    raise TypeError(f"a manifest cannot hold a value of type {type(value).__name__}")


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a key of a manifest is a string, got {key!r}")
    return key if _PLAIN.fullmatch(key) and key.lower() not in _WORDS else _quoted(key)


def _quoted(text: str) -> str:
    """A JSON string. All but ASCII is escaped when a part of it is not printable: YAML forbids some characters raw."""
    if text.isprintable():
        return json.dumps(text, ensure_ascii=False)
    return json.dumps(text).replace("\x7f", "\\u007f")
