"""Where this machine keeps what can be made again."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


def cache_directory(explicit: Path | None, environment: Mapping[str, str]) -> Path:
    """The cache: what the user said, else `modelfleet` in $XDG_CACHE_HOME, else in ~/.cache.

    `environment` holds the process's variables. The XDG base directory rules ask to ignore a relative $XDG_CACHE_HOME.
    """
    if explicit is not None:
        return explicit.absolute()
    home = environment.get("XDG_CACHE_HOME", "")
    return (Path(home) if os.path.isabs(home) else Path(environment.get("HOME") or Path.home(), ".cache")) / "modelfleet"


@contextmanager
def locked(target: Path) -> Iterator[Path]:
    """An empty directory beside `target` in which to make it, while no other process makes the same.

    The caller renames what it has made to `target`. The lock belongs to the process: the kernel frees it when the process
    dies, and the next one removes what was left. The directory is gone when the block ends.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".{target.name}."
    with open(target.with_name(f"{prefix}lock"), "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for stale in target.parent.glob(f"{prefix}part-*"):
            shutil.rmtree(stale, ignore_errors=True)
        work = Path(tempfile.mkdtemp(prefix=f"{prefix}part-", dir=target.parent))
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)
