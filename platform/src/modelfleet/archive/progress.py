"""Says what is going on when it takes longer than a person waits without wondering."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 2.0
"""Seconds that a person waits without wondering."""


@contextmanager
def announced(what: str, patience: float | None = None) -> Iterator[None]:
    """Around slow work: after `patience` seconds (default: PATIENCE) one line on standard error, and one more when the work is done.

    `what` is a clause in the present ("installing packages of …"). Plain text without escape codes, since the reader is
    as often a log as a terminal. Work that is quick says nothing.
    """
    started = time.monotonic()
    said = threading.Event()

    def say() -> None:
        said.set()
        print(f"{what} ...", file=sys.stderr, flush=True)

    timer = threading.Timer(PATIENCE if patience is None else patience, say)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
    if said.is_set():
        print(f"{what}: done in {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
