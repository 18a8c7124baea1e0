"""A fault of one value, before anybody knows in which file and line the value stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """`what` is wrong, in one sentence without a full stop, and the `hint` that says how to mend it."""

    what: str
    hint: str | None = None


class FaultError(ValueError):
    """Raised by a validator of a field; pydantic collects it, `translate` gives it a file and a line."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.what)
