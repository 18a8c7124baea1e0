"""`source:` in place of a model: its model.yaml is kept in another repository, and `lock` keeps a copy here.

`model.yaml` is then a pointer and nothing else. `source.yaml` beside it is the copy, `source.lock` says from which commit
it is and what digests the copied files have. Everything that reads a model reads the copy.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Annotated, Final, NamedTuple

from pydantic import AfterValidator, Field

from modelfleet.errors import Problem, UserError
from modelfleet.spec.code import GitSource
from modelfleet.spec.document import parse
from modelfleet.spec.fault import Fault, FaultError
from modelfleet.spec.messages import source as messages
from modelfleet.spec.name import File
from modelfleet.spec.node import Node
from modelfleet.spec.place import problem_at
from modelfleet.spec.record import Record
from modelfleet.spec.shape import Place
from modelfleet.spec.validation import validate

FIELD: Final = "source"
COPY: Final = "source.yaml"
LOCK: Final = "source.lock"


def _check_digest(digest: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{64}", digest):
        raise FaultError(messages.bad_digest(digest))
    return digest


def _check_path(path: str) -> str:
    if not path.endswith((".yaml", ".yml")):
        raise FaultError(messages.not_yaml(path))
    return path


class Source(Record):
    """Where the model is described: a file of another Git repository."""

    git: GitSource = Field(
        description="The repository. Its code is the model's too, unless the file there has `code`.",
        examples=[{"repo": "https://git.bank.invalid/risk/scoring.git", "revision": "main"}],
    )
    path: Annotated[File, AfterValidator(_check_path)] = Field(
        default="model.yaml", description="The file; its directory holds the model's code and requirements.", examples=["models/scoring/model.yaml"]
    )

    @property
    def directory(self) -> str | None:
        """The directory of the repository that holds the file, with a slash at its end; None for the repository itself."""
        parent = PurePosixPath(self.path).parent
        return None if parent == PurePosixPath(".") else f"{parent}/"


class Pointer(Record):
    """A `model.yaml` that points to another one."""

    source: Source = Field(description="Where the model is described.")


class SourceLock(Record):
    """What `./pants lock` has copied: the commit, and file beside the pointer → SHA-256 in hex."""

    repo: str
    revision: str
    path: str
    commit: str
    files: dict[File, Annotated[str, AfterValidator(_check_digest)]]


class Pointed(NamedTuple):
    """The copy in place of its pointer: its tree, known problems and file, and where it came from."""

    tree: Node
    problems: list[Problem]
    file: str
    source: Source


def is_pointer(tree: Node) -> bool:
    """Whether a `model.yaml` points to another one."""
    return isinstance(tree.value, dict) and FIELD in tree.value


def read_pointer(tree: Node, known: list[Problem], file: str) -> Source:
    """The pointer. Raises UserError with everything that is wrong with it."""
    alone = Node({FIELD: tree.value[FIELD]}, tree.line, tree.path)
    checked = validate(alone, Pointer, file)
    strangers = [key for key in tree.value if key != FIELD]
    problems = [*known, *checked.problems]
    problems += [problem_at(tree, (key,), messages.beside_source(key), file) for key in strangers]
    if problems:
        raise UserError(problems)
    pointer: Pointer = checked.record
    return pointer.source


def load_pointed(tree: Node, known: list[Problem], path: Path, file: str) -> Pointed:
    """The copy that a pointer stands for, checked against its lock.

    `path` is the pointer's, `file` its name in messages. Raises UserError when there is no copy, or when it is not the one
    that was locked.
    """
    source = read_pointer(tree, known, file)
    directory, shown = path.parent, PurePosixPath(file).parent
    lock = read_lock(directory / LOCK, f"{shown}/{LOCK}")
    faults = tuple(_lock_faults(source, lock, str(shown)))
    if faults or lock is None:
        raise UserError(problem_at(tree, place, fault, file) for place, fault in faults)
    if changed := [name for name, digest in lock.files.items() if _digest(directory / name) != digest]:
        fault = messages.changed(source.git.repo, str(shown))
        raise UserError(Problem(f"{shown}/{name}", None, "", fault.what, fault.hint) for name in changed)
    copy, problems = parse((directory / COPY).read_bytes(), f"{shown}/{COPY}")
    return Pointed(_with_code(copy, tree, source), problems, f"{shown}/{COPY}", source)


def to_text(lock: SourceLock, directory: str) -> str:
    """The content of a source.lock. `directory` is the model's."""
    lines = [f"# Written by `./pants lock {directory}`: what the copied files are, which nobody edits here."]
    lines += [f'{name}: "{getattr(lock, name)}"' for name in SourceLock.model_fields if name != "files"]
    return "\n".join([*lines, "files:", *(f'  "{name}": "{digest}"' for name, digest in sorted(lock.files.items()))]) + "\n"


def read_lock(path: Path, file: str) -> SourceLock | None:
    """The lock of a pointer; None when there is none. Raises UserError when it is not what `lock` writes."""
    if not path.is_file():
        return None
    tree, problems = parse(path.read_bytes(), file)
    checked = validate(tree, SourceLock, file)
    if found := [*problems, *checked.problems]:
        raise UserError(Problem(one.file, one.line, one.path, one.what, messages.write_anew(str(Path(file).parent))) for one in found)
    lock: SourceLock = checked.record
    return lock


def _lock_faults(source: Source, lock: SourceLock | None, directory: str) -> Iterator[tuple[Place, Fault]]:
    if lock is None or COPY not in lock.files:
        yield (FIELD,), messages.not_locked(directory)
        return
    wanted = {("git", "repo"): source.git.repo, ("git", "revision"): source.git.revision, ("path",): source.path}
    for place, value in wanted.items():
        if getattr(lock, place[-1]) != value:
            yield (FIELD, *place), messages.lock_of_other(getattr(lock, place[-1]), directory)


def _digest(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def _with_code(copy: Node, pointer: Node, source: Source) -> Node:
    """A copy that says nothing about its code has it in its own repository, so the pointer says where that is."""
    if not isinstance(copy.value, dict) or "code" in copy.value:
        return copy
    git = pointer.value[FIELD].value["git"]
    fields = dict(git.value)
    if source.directory is not None:
        fields["path"] = Node(source.directory, git.line, f"{FIELD}.path", source.directory)
    code = Node({"git": Node(fields, git.line, git.path)}, git.line, git.path)
    return Node({**copy.value, "code": code}, copy.line, copy.path, copy.text, copy.broken)
