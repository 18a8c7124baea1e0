"""Where the cluster keeps what it builds, and what it is while it runs."""

from __future__ import annotations

import os
from pathlib import Path


def cache() -> Path:
    """What outlives a cluster: programs and unpacked packages."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "modelfleet" / "e2e"


def running() -> Path:
    """What a running cluster is: its keys, its data, its logs. `down` removes it."""
    return cache() / "running"
