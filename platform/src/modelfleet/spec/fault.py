"""A fault of one value, before anybody knows in which file and line the value stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """`what` is wrong, in one sentence without a full stop, and the `hint` that says how to mend it."""

    what: str
    hint: str | None = None

    def __post_init__(self) -> None:
        # Values of the file stand in messages: whatever they hold, a message is one line that a terminal can show.
        object.__setattr__(self, "what", one_line(self.what, 400))
        object.__setattr__(self, "hint", None if self.hint is None else one_line(self.hint, 600))


def one_line(text: str, limit: int) -> str:
    """The text in at most `limit` characters, with escapes for what cannot be printed."""
    shown = text if text.isprintable() else "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text[: limit + 1])
    return shown if len(shown) <= limit else f"{shown[: limit - 1]}…"


class FaultError(ValueError):
    """Raised by a validator of a field; pydantic collects it, `translate` gives it a file and a line."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.what)
