"""Progress: lines on standard error for what takes longer than two seconds, nothing for what does not."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 2.0


@contextmanager
def step(what: str) -> Iterator[None]:
    """Says `what` once it has run for two seconds, and how long it took at the end."""
    started = time.monotonic()
    said = threading.Event()

    def say() -> None:
        said.set()
        print(f"{what} …", file=sys.stderr, flush=True)

    timer = threading.Timer(PATIENCE, say)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        if said.is_set():
            print(f"{what}: {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
