"""`metrics.json`: what a run says about the quality of what it made. Names and numbers, so that runs can be compared."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

from modelfleet_runtime.failure import Failure

FILE = "metrics.json"
MAXIMUM_METRICS = 64
MAXIMUM_BYTES = 16_384

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}")
_HINT = 'one flat object of names and numbers, for example {"roc_auc": 0.93}'


def read_metrics(path: Path) -> dict[str, float]:
    """The metrics of a run by name, sorted; none when it wrote no file. Raises Failure with every fault of the file."""
    if not path.exists():
        return {}
    # A pipe would be waited for until the run is stopped.
    if not path.is_file():
        raise Failure(f"{FILE} is no file", hint=_HINT)
    data = path.read_bytes()
    if len(data) > MAXIMUM_BYTES:
        raise Failure(f"{FILE} has {len(data)} bytes, {MAXIMUM_BYTES} are allowed", hint="leave there what people compare runs by; the rest is an output")
    try:
        metrics = json.loads(data, object_pairs_hook=_refuse_twice)
    except (ValueError, RecursionError) as error:
        raise Failure(f"{FILE} is not JSON: {error}", hint=_HINT) from None
    if not isinstance(metrics, dict):
        raise Failure(f"{FILE} is not an object", hint=_HINT)
    faults = [fault for name, value in metrics.items() if (fault := _fault(name, value))]
    if len(metrics) > MAXIMUM_METRICS:
        faults.append(f"it has {len(metrics)} metrics, {MAXIMUM_METRICS} are allowed")
    if faults:
        raise Failure(f"{FILE}: {'; '.join(faults)}", hint=_HINT)
    return dict(sorted(metrics.items()))


def _refuse_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"`{twice[0][:64]}` stands there twice")
    return dict(pairs)


def _fault(name: str, value: Any) -> str | None:
    if not _NAME.fullmatch(name):
        return f"`{name[:64]!s}` is no name of a metric (a letter, then letters, digits, `_`, `.` and `-`)"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"`{name}` is {json.dumps(value)[:40]} and no number"
    try:
        return None if math.isfinite(value) else f"`{name}` is {value}, which nothing can be compared with"
    except OverflowError:
        return f"`{name}` has {len(str(abs(value)))} digits, which no program compares exactly"
