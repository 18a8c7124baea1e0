"""`${name}` in arguments, URIs and the variables of a job: replaced once, from one table of names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from modelfleet_runtime.failure import BROKEN, Failure
from modelfleet_runtime.logical_date import Interval
from modelfleet_runtime.parameters import as_text
from modelfleet_runtime.settings import Scalar

_NAME = re.compile(r"\$\{([^{}]*)\}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def names_of(model: str, job: str, parameters: Mapping[str, Scalar], logical_date: datetime, interval: Interval) -> dict[str, str]:
    """The table of names: parameters as text, and what every run knows about itself (which no parameter can hide)."""
    return {
        **{name: as_text(value) for name, value in parameters.items()},
        "logical_date": logical_date.date().isoformat(),
        "logical_time": logical_date.isoformat(),
        "data_interval_start": interval.start.date().isoformat(),
        "data_interval_end": interval.end.date().isoformat(),
        "model": model,
        "job": job,
    }


def expand(text: str, names: Mapping[str, str], *, field: str) -> str:
    """`text` with every `${name}` replaced; what a value brings in is not looked at again."""

    def value_of(match: re.Match[str]) -> str:
        if match[1] not in names:
            raise Failure(f"MODELFLEET_SETTINGS: {field}: unknown name ${{{match[1]}}}", code=BROKEN)
        return names[match[1]]

    return _NAME.sub(value_of, text)


def expand_argument(text: str, names: Mapping[str, str], *, field: str) -> str:
    """An expanded argument or variable; a NUL cannot be handed to a process and is refused."""
    value = expand(text, names, field=field)
    if "\0" in value:
        raise Failure(f"{field} holds a NUL character after its names are replaced", hint="check the parameters of this run")
    return value


def expand_uri(text: str, names: Mapping[str, str], *, field: str) -> str:
    """An expanded URI; one that a parameter's value would lead out of its own prefix is refused."""
    value = expand(text, names, field=field)
    hint = "check the parameters of this run"
    if _CONTROL.search(value):
        raise Failure(f"{field}: {value!r} holds a line break, a tab or another control character", hint=hint)
    if value.partition("://")[0] != text.partition("://")[0] or any(part in (".", "..") for part in value.split("/")):
        raise Failure(f"{field}: `{value}` leaves the place that model.yaml gives it", hint=hint)
    return value
