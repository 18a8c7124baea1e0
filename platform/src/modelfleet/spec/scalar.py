"""Unquoted words of YAML: which are numbers, truth values or nothing (YAML 1.2, core schema).

Old readers (YAML 1.1) read some words differently: `yes`, `010`, `12:30`. Those that a person may well mean otherwise
are refused; times and dates stay text, as they are in YAML 1.2.
"""

from __future__ import annotations

import math
import re
from typing import Any

from modelfleet.spec.fault import FaultError
from modelfleet.spec.messages import document as messages

_INTEGER = re.compile(r"[-+]?[0-9]+", re.ASCII)
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", re.ASCII)
_OTHER_BASE = re.compile(r"[-+]?0[0-9_]+|0o[0-7]+|0x[0-9a-fA-F]+|0b[01]+", re.ASCII)
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_BOOLEAN_WORD = re.compile(r"yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF")
_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_WORDS |= {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}

# The largest integer that JSON's readers, Jsonnet among them, keep exactly (RFC 8259, section 6).
_LARGEST = 2**53 - 1


def read_plain(text: str) -> Any:
    """What an unquoted word means. Raises FaultError for words that are read in two ways."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789":
        if _BOOLEAN_WORD.fullmatch(text):
            raise FaultError(messages.boolean_word(text))
        return text
    if _OTHER_BASE.fullmatch(text):
        raise FaultError(messages.other_base(text))
    if _INTEGER.fullmatch(text):
        if len(text) > 17 or abs(int(text)) > _LARGEST:
            raise FaultError(messages.too_big_number(text))
        return int(text)
    if _FLOAT.fullmatch(text) or _NOT_FINITE.fullmatch(text):
        number = float(
            text.replace(".inf", "inf").replace(".Inf", "inf").replace(".INF", "inf").replace(".nan", "nan").replace(".NaN", "nan").replace(".NAN", "nan")
        )
        if not math.isfinite(number):
            raise FaultError(messages.too_big_number(text))
        return number
    return text
