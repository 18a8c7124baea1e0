"""The commits that one `lock` reads, and where in a model.yaml their faults are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from modelfleet.archive.code_resolution import Commit, read_commit
from modelfleet.archive.remote_fault import RemoteError
from modelfleet.cli.model_directory import DESCRIPTION
from modelfleet.errors import Problem, UserError
from modelfleet.spec.code import GitSource
from modelfleet.spec.fault import Fault
from modelfleet.spec.node import Node
from modelfleet.spec.place import problem_at
from modelfleet.spec.shape import Place
from modelfleet.spec.source import FIELD

T = TypeVar("T")


@dataclass
class Commits:
    """Commits by repository and revision, each read once: a pointer and the code of its copy are usually the same one."""

    read: dict[tuple[str, str], Commit] = field(default_factory=dict)

    def of(self, source: GitSource) -> Commit:
        """The commit of a revision. Raises RemoteError."""
        key = (source.repo, source.revision)
        if key not in self.read:
            self.read[key] = read_commit(source)
        return self.read[key]


def located(work: Callable[[], T], tree: Node, file: str, place: Place) -> T:
    """What `work` gives. A RemoteError of it becomes a UserError at the field of `place` that is at fault."""
    try:
        return work()
    except RemoteError as error:
        # The fields of a pointer: `path` stands beside `git`, the others in it.
        inside = (*place, "git") if place == (FIELD,) and error.field != "path" else place
        raise UserError([in_its_file(problem_at(tree, (*inside, error.field), error.fault, file))]) from None


def in_its_file(problem: Problem) -> Problem:
    """A problem of what a copy leaves to its pointer belongs to the pointer."""
    if not problem.path.startswith(f"{FIELD}."):
        return problem
    return replace(problem, file=(Path(problem.file).parent / DESCRIPTION).as_posix())


def problem_of(file: Path, fault: Fault) -> UserError:
    """A fault of a whole file."""
    return UserError([Problem(file.as_posix(), None, "", fault.what, fault.hint)])


def write_changed(path: Path, content: bytes) -> bool:
    """Write a file unless it holds that already; whether it was written."""
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return True
