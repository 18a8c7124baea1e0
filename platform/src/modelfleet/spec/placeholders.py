"""`${name}` in args, env and URIs: which names a run knows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from modelfleet.spec.fault import Fault
from modelfleet.spec.messages import reference as messages
from modelfleet.spec.name import BUILTINS
from modelfleet.spec.translate import suggestion

PLACEHOLDER = re.compile(r"\$\{([a-z_][a-z0-9_]*)\}", re.ASCII)

# Values that differ from run to run, whatever the parameters are.
DATES = tuple(name for name in BUILTINS if name not in ("model", "job"))


def names_in(text: str) -> tuple[str, ...]:
    """The names that a text refers to, in order."""
    return tuple(PLACEHOLDER.findall(text))


def faults_in(text: str, parameters: Collection[str]) -> Iterator[Fault]:
    """What is wrong with the placeholders of one text, given the parameters that the run has."""
    known = sorted({*parameters, *BUILTINS})
    for start in re.finditer(r"\$\{", text):
        match = PLACEHOLDER.match(text, start.start())
        if match is None:
            yield messages.malformed_placeholder()
        elif match[1] not in known:
            yield messages.unknown_placeholder(match[1], ", ".join(known), suggestion(match[1], known))
