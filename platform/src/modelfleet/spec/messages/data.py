"""What is said about data: URIs and what stands in `${...}`."""

from __future__ import annotations

from modelfleet.spec.fault import Fault


def bad_uri(uri: str) -> Fault:
    return Fault(f"`{uri}` is no URI of a directory", "a scheme, a bucket and a path, e.g. `s3://bank-dwh/scores/`")


def bad_scalar(value: object) -> Fault:
    return Fault("a parameter is a text, a number, `true` or `false`", "lists and mappings are for files that the model reads itself")


def control_character(code: int) -> Fault:
    return Fault(f"the text holds the control character U+{code:04X}", "only line breaks and tabs are allowed")
