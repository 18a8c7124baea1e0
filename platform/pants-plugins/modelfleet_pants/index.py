"""Environment variables of processes that fetch packages."""

from __future__ import annotations

import logging
import re
from typing import Mapping

from pants.util.frozendict import FrozenDict

from modelfleet_pants import engine
from modelfleet_pants.program import search_path
from modelfleet_pants.subsystem import Modelfleet

logger = logging.getLogger(__name__)

_PASSWORD = re.compile(r"://[^/\s@]*:[^/\s@]*@")


def without_passwords(variables: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Variables whose values hold no `user:password@`, and the names of the others.

    The environment of a cached process is part of what a remote cache stores, so a password in it would be readable there.
    """
    kept = {name: value for name, value in variables.items() if not _PASSWORD.search(value)}
    return kept, tuple(sorted(set(variables) - set(kept)))


async def index_environment(modelfleet: Modelfleet) -> FrozenDict[str, str]:
    """Where packages come from, as a cached process may see it, and PATH."""
    found = await engine.environment(("PATH", *modelfleet.index_variables))
    path = search_path(modelfleet, found)
    kept, dropped = without_passwords({name: value for name, value in found.items() if name != "PATH"})
    if dropped:
        logger.warning(f"{', '.join(dropped)} holds a password and is not handed to cached processes\n  hint: put the password into ~/.netrc")
    return FrozenDict({**kept, "PATH": path})
