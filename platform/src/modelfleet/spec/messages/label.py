"""What is said about labels."""

from __future__ import annotations

from modelfleet.spec.fault import Fault


def bad_key(key: str) -> Fault:
    return Fault(
        f"`{key}` cannot be the key of a label",
        "at most 63 letters, digits, `-`, `_` and `.`, perhaps behind a domain and a slash, e.g. `node.example/pool`",
    )


def bad_value(value: str) -> Fault:
    return Fault(f"`{value}` cannot be the value of a label", "at most 63 letters, digits, `-`, `_` and `.`; the first and the last a letter or a digit")
