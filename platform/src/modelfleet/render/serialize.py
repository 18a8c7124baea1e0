"""Objects to YAML bytes: the only writer of manifests.

Every string value is double-quoted, whatever it looks like, because readers disagree about plain ones: `12345e8`, `1e3`,
`0o17`, `yes` and `12:30:00` are strings to some and numbers or booleans to others. A key stays plain only when no reader
can take it for anything but a string.
"""

from __future__ import annotations

import json
import re
from functools import cache
from json.encoder import encode_basestring as _quote
from typing import Any

# Letters first; then what names of fields, labels and annotations are made of.
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9._/-]*")
# Words that a YAML 1.1 reader takes for a boolean, a null or a number, in lower case.
_WORDS = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"])


def to_yaml(value: dict[str, Any]) -> bytes:
    """One document: a mapping of JSON types (string keys, in their own order; no NaN), UTF-8, a line break at the end.

    Raises TypeError for anything that JSON has no type for.
    """
    lines: list[str] = []
    _write_mapping(value, "", "", lines)
    return ("\n".join(lines) + "\n").encode()


def _write_mapping(mapping: dict[str, Any], indent: str, lead: str, lines: list[str]) -> None:
    """`lead` is what the first line begins with instead of `indent`: inside of a sequence it ends in `- `."""
    for key, value in mapping.items():
        if type(value) is str:
            lines.append(f"{lead}{_key(key)}: {_quoted(value)}")
        elif type(value) is dict and value:
            lines.append(f"{lead}{_key(key)}:")
            _write_mapping(value, indent + "  ", indent + "  ", lines)
        elif type(value) is list and value:
            lines.append(f"{lead}{_key(key)}:")
            _write_sequence(value, indent + "  ", indent + "  ", lines)
        else:
            lines.append(f"{lead}{_key(key)}: {_scalar(value)}")
        lead = indent


def _write_sequence(sequence: list[Any], indent: str, lead: str, lines: list[str]) -> None:
    for value in sequence:
        if type(value) is dict and value:
            _write_mapping(value, indent + "  ", lead + "- ", lines)
        elif type(value) is list and value:
            _write_sequence(value, indent + "  ", lead + "- ", lines)
        else:
            lines.append(f"{lead}- {_scalar(value)}")
        lead = indent


def _scalar(value: Any) -> str:
    if type(value) is str:
        return _quoted(value)
    if value is None or isinstance(value, bool | int) or value in ({}, []):
        return json.dumps(value)
    if isinstance(value, float):
        number = json.dumps(value, allow_nan=False)
        # `1e+16` is a number to YAML 1.2 and a string to YAML 1.1, which wants a point.
        return number if "." in number else number.replace("e", ".0e")
    raise TypeError(f"a manifest cannot hold a value of type {type(value).__name__}")


@cache
def _key(key: str) -> str:
    """Keys are names of fields, labels and variables: a few hundred in all, so each is looked at once."""
    if type(key) is not str:
        raise TypeError(f"a key of a manifest is a string, got {key!r}")
    return key if _PLAIN.fullmatch(key) and key.lower() not in _WORDS else _quoted(key)


def _quoted(text: str) -> str:
    """A JSON string, in which whatever is still unprintable is escaped as YAML does it: some of it YAML forbids raw, and
    some of it (U+0085, U+2028) is a line break to some readers. JSON's pairs of surrogates are no characters in YAML.
    """
    quoted = _quote(text)
    return quoted if quoted.isprintable() else "".join(letter if letter.isprintable() else _escaped(ord(letter)) for letter in quoted)


def _escaped(code: int) -> str:
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
