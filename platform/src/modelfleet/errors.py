"""What a person did wrong, said so that they can mend it: where, what, and a hint."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Problem:
    """One fault in one place.

    `file` is relative to the repository's root, `line` counts from 1 (None: the file as a whole), `path` names the
    field as a person would write it (`jobs.inference.schedule`), `what` is one sentence without a full stop, `hint`
    says how to mend it.
    """

    file: str
    line: int | None
    path: str
    what: str
    hint: str | None = None

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        fault = f"{self.path}: {self.what}" if self.path else self.what
        text = f"{where}: {fault}" if where else fault
        return text if self.hint is None else f"{text}\n  hint: {self.hint}"

    def as_json(self) -> dict[str, str | int | None]:
        """The same fault for a machine: what `--output json` and the inventory hold."""
        return asdict(self)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems as a person reads them: by file, then from the top of the file, each only once."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: (problem.file, problem.line or 0, problem.path, problem.what)))


class UserError(Exception):
    """Raised for what a person can mend; the command line prints it without a traceback and exits with 1."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    @classmethod
    def one(cls, what: str, *, hint: str | None = None, file: str = "", line: int | None = None, path: str = "") -> UserError:
        """An error with a single problem, for faults that belong to no field of a file."""
        return cls([Problem(file, line, path, what, hint)])
