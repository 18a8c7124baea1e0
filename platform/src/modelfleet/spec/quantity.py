"""Amounts as people write them: durations (`2h`), CPU cores (`500m`), bytes (`4Gi`)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from modelfleet.spec.fault import FaultError
from modelfleet.spec.messages import value as messages

DURATION_PATTERN = r"^[0-9]+[smhd]$"
CPU_PATTERN = r"^([0-9]+(\.[0-9]{1,3})?|[0-9]+m)$"
MEMORY_PATTERN = r"^[0-9]+(\.[0-9]{1,3})?(k|M|G|T|Ki|Mi|Gi|Ti)$"

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_BYTES = {"k": 10**3, "M": 10**6, "G": 10**9, "T": 10**12, "Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40}
_TEN_YEARS = 3653 * 86400


def parse_duration(written: Any) -> int:
    """`90s`, `5m`, `2h` or `1d` as seconds.

    A bare number is refused: Argo reads it as seconds, people mean minutes. Raises FaultError.
    """
    if not isinstance(written, str) or not re.fullmatch(DURATION_PATTERN, written, re.ASCII):
        raise FaultError(messages.bad_duration(written))
    if len(written) > 12 or (seconds := int(written[:-1]) * _SECONDS[written[-1]]) > _TEN_YEARS:
        raise FaultError(messages.duration_too_long(written))
    return seconds


def _parse_positive_duration(written: Any) -> int:
    if not (seconds := parse_duration(written)):
        raise FaultError(messages.zero_duration(written))
    return seconds


def format_duration(seconds: int) -> str:
    """Seconds in the largest unit that divides them: 7200 is `2h`."""
    unit = next(unit for unit in "dhms" if seconds % _SECONDS[unit] == 0) if seconds else "s"
    return f"{seconds // _SECONDS[unit]}{unit}"


def parse_cpu(written: Any) -> str:
    """Cores as Kubernetes writes them: whole cores (`2`) or thousandths (`500m`). Raises FaultError."""
    text = str(written) if isinstance(written, int | float) and not isinstance(written, bool) else written
    if not isinstance(text, str) or len(text) > 12 or not re.fullmatch(CPU_PATTERN, text, re.ASCII):
        raise FaultError(messages.bad_cpu(written))
    milli = int(text[:-1]) if text.endswith("m") else int(Decimal(text) * 1000)
    if milli <= 0:
        raise FaultError(messages.bad_cpu(written))
    return f"{milli}m" if milli % 1000 else str(milli // 1000)


def parse_memory(written: Any) -> str:
    """An amount of bytes, left as it is written. Raises FaultError.

    The units are those of Kubernetes' resource.Quantity without `m` (thousandths) and `E`, `P`, which are typing errors here.
    """
    if isinstance(written, bool) or not isinstance(written, int | float | str):
        raise FaultError(messages.bad_memory(written))
    text = str(written)
    if re.fullmatch(MEMORY_PATTERN, text, re.ASCII) and len(text) <= 16 and memory_bytes(text) > 0:
        return text
    if match := re.fullmatch(r"([0-9.]+)\s?([kKmMgGtT])([iI]?)[bB]?", text, re.ASCII):
        number, letter, binary = match.groups()
        if text == f"{number}m":
            raise FaultError(messages.milli_memory(text))
        suggestion = f"{number}{letter.upper()}i" if binary or letter.upper() == "K" else f"{number}{letter.upper()}"
        if text[-1] in "bB" and re.fullmatch(MEMORY_PATTERN, suggestion):
            raise FaultError(messages.byte_suffix(text, suggestion))
    if re.fullmatch(r"[1-9][0-9]{0,4}", text, re.ASCII):
        raise FaultError(messages.bare_bytes(text))
    raise FaultError(messages.bad_memory(written))


def memory_bytes(amount: str) -> int:
    """The bytes of an amount that `parse_memory` has accepted."""
    match = re.fullmatch(r"([0-9.]+)([a-zA-Z]+)", amount)
    assert match, amount
    return int(Decimal(match[1]) * _BYTES[match[2]])


def format_bytes(amount: int) -> str:
    """Bytes in the largest unit of 1024 that divides them: 6442450944 is `6Gi`. A number of bytes where none does."""
    return next((f"{amount // _BYTES[unit]}{unit}" for unit in ("Ti", "Gi", "Mi", "Ki") if amount % _BYTES[unit] == 0), str(amount))


def milli_cores(cpu: str) -> int:
    """Thousandths of a core of what `parse_cpu` returns."""
    return int(cpu[:-1]) if cpu.endswith("m") else int(cpu) * 1000


Seconds = Annotated[int, BeforeValidator(_parse_positive_duration), WithJsonSchema({"type": "string", "pattern": DURATION_PATTERN})]
SecondsOrZero = Annotated[int, BeforeValidator(parse_duration), WithJsonSchema({"type": "string", "pattern": DURATION_PATTERN})]
Cpu = Annotated[
    str, BeforeValidator(parse_cpu), WithJsonSchema({"oneOf": [{"type": "number", "exclusiveMinimum": 0}, {"type": "string", "pattern": CPU_PATTERN}]})
]
Memory = Annotated[str, BeforeValidator(parse_memory), WithJsonSchema({"type": "string", "pattern": MEMORY_PATTERN})]
Count = Annotated[int, Field(strict=True)]
