"""The name under which a run leaves trained artifacts: the moment that it stands for, and which run of that moment it is.

`2026-11-20-0400` is the run of the schedule for 04:00 UTC on that day: there is one, whatever starts it again. A run
that somebody started, `2026-11-20-0400-3f9a1c`, has six digits of the SHA-256 of its own name behind the date, so that two
of them for one date never meet. UTC, because a clock that is put back shows some local times twice.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime

from modelfleet_runtime.logical_date import UTC

RUN_ID = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{4}(-[0-9a-f]{6})?")
_STAMP = len("2026-11-20-0400")


def run_id(logical_date: datetime, run: str, *, scheduled: bool) -> str:
    """The name of a run; `run` is what the cluster calls it, `scheduled` whether its logical date is that of its schedule."""
    stamp = logical_date.astimezone(UTC).strftime("%Y-%m-%d-%H%M")
    return stamp if scheduled else f"{stamp}-{hashlib.sha256(run.encode()).hexdigest()[:6]}"


def moment_of(identifier: str) -> str:
    """The part of a name that runs of one logical date share; it sorts by time."""
    return identifier[:_STAMP]
