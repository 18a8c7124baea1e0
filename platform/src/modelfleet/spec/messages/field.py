"""What is said about fields: unknown, missing, of the wrong type, out of range."""

from __future__ import annotations

from modelfleet.spec.fault import Fault


def unknown_field(known: str, suggestion: str | None) -> Fault:
    return Fault("unknown field", f'did you mean "{suggestion}"?' if suggestion else f"known fields are {known}")


def missing(field: str, example: str | None) -> Fault:
    return Fault("is missing", f"add `{field}: …`" if example is None else f"add it, e.g. `{field}: {example}`")


def no_value() -> Fault:
    return Fault("has no value", "write a value, or delete the line to get the default")


def wrong_type(expected: str, got: str, hint: str | None) -> Fault:
    return Fault(f"expected {expected}, got {got}", hint)


def unquoted(expected: str, got: str, text: str) -> Fault:
    return Fault(f"expected {expected}, got {got}", f'write it in quotes: `"{text}"`')


def not_allowed(value: object, allowed: str, suggestion: str | None) -> Fault:
    return Fault(f"`{value}` is not possible here", f'did you mean "{suggestion}"? Allowed are {allowed}' if suggestion else f"allowed are {allowed}")


def too_small(value: object, limit: float) -> Fault:
    return Fault(f"`{value}` is too small", f"at least {limit:g}")


def not_above(value: object, limit: float) -> Fault:
    return Fault(f"`{value}` is too small", f"more than {limit:g}")


def too_large(value: object, limit: float) -> Fault:
    return Fault(f"`{value}` is too large", f"at most {limit:g}")


def empty_text() -> Fault:
    return Fault("is empty", "write a text")


def empty_collection() -> Fault:
    return Fault("is empty", "at least one is needed")
