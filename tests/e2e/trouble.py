"""What keeps the cluster from coming up or a scenario from being set up, with the way to mend it."""

from __future__ import annotations


class Trouble(Exception):
    """A message for a person: what is wrong, and how to mend it."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.what}\n  hint: {self.hint}"
