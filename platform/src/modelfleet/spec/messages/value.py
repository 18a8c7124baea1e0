"""What is said about a single value of the wrong form."""

from __future__ import annotations

from modelfleet.spec.fault import Fault


def bad_duration(value: object) -> Fault:
    return Fault(f"`{value}` is not a duration", "a whole number and a unit: `90s`, `5m`, `2h` or `1d`")


def duration_too_long(value: object) -> Fault:
    return Fault(f"`{value}` is longer than ten years", "a whole number and a unit: `90s`, `5m`, `2h` or `1d`")


def zero_duration(value: object) -> Fault:
    return Fault(f"`{value}` is no time at all", "at least one second, e.g. `1m`")


def bad_cpu(value: object) -> Fault:
    return Fault(f"`{value}` is not a number of CPU cores", "cores, e.g. `2` or `0.5`, or thousandths of a core, e.g. `500m`; more than 0")


def bad_memory(value: object) -> Fault:
    return Fault(f"`{value}` is not an amount of bytes", "a number and a unit: `512Mi` or `4Gi` (powers of 1024), `4G` (powers of 1000); more than 0")


def byte_suffix(value: str, suggestion: str) -> Fault:
    return Fault(f"`{value}` is not an amount of bytes: the unit has no `B`", f"write `{suggestion}`")


def milli_memory(value: str) -> Fault:
    return Fault(f"`{value}` means thousandths of a byte", f"megabytes are `{value[:-1]}M` or `{value[:-1]}Mi`")


def bare_bytes(value: object) -> Fault:
    return Fault(f"`{value}` has no unit", f"write `{value}Gi` or `{value}Mi`")
