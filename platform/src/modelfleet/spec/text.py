"""Rules for all text of a file, wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator

from modelfleet.errors import Problem
from modelfleet.spec.fault import Fault
from modelfleet.spec.messages import data as data_messages
from modelfleet.spec.messages import document as messages
from modelfleet.spec.node import Node


def text_problems(root: Node, file: str) -> Iterator[Problem]:
    """`{{`, which Argo Workflows would replace, and control characters, which no environment variable carries safely."""
    for node in root.walk():
        texts = [node.value] if isinstance(node.value, str) else list(node.value) if isinstance(node.value, dict) else []
        for text in texts:
            for fault in _faults(text):
                yield Problem(file, node.line, node.path, fault.what, fault.hint)


def _faults(text: str) -> Iterator[Fault]:
    if "{{" in text:
        yield messages.template_braces()
    if not text.isprintable() and (code := _control_character(text)) is not None:
        yield data_messages.control_character(code)


def _control_character(text: str) -> int | None:
    for letter in text:
        code = ord(letter)
        if (code < 32 and letter not in "\n\t") or 127 <= code < 160 or 0xD800 <= code < 0xE000 or code in (0xFFFE, 0xFFFF):
            return code
    return None
