"""How the runtime stops: one clear line, a hint, and an exit code that Argo and on-call understand."""

from __future__ import annotations

import sys
from collections.abc import Callable

PROBLEM = 1
"""A person must act: in the model, in its data, or in what they submitted."""

BROKEN = 2
"""The rendered settings or the image do not fit this runtime: the platform's fault."""

DRIFTED = 3
"""The drift check ended and found drift over a threshold."""

TRY_AGAIN = 75
"""A temporary fault, `EX_TEMPFAIL` of sysexits.h; the templates' retry rule repeats a run that ends with it."""


class Failure(Exception):
    """Raised for everything that is not a fault in the runtime itself; `code` is the exit code."""

    def __init__(self, what: str, *, hint: str | None = None, code: int = PROBLEM) -> None:
        self.what, self.hint, self.code = what, hint, code
        super().__init__(what if hint is None else f"{what}\n  hint: {hint}")


def say(program: str, text: str) -> None:
    """Write one line to the log of the pod; standard error, so that it stays in order with a traceback of the model."""
    print(f"{program}: {text}", file=sys.stderr, flush=True)


def exit_code(program: str, body: Callable[[], int]) -> int:
    """Run `body` and return its exit code; a failure is printed under the name `program` instead of a traceback."""
    try:
        return body()
    except Failure as failure:
        say(program, str(failure))
        return failure.code
    except OSError as error:
        say(program, f"{error.filename or 'input or output'}: {error.strerror or error}")
        return PROBLEM
