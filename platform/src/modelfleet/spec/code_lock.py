"""`code.lock`: the commit that `code.git` of a model means, and every file that a pod must find there."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from modelfleet.errors import Problem, UserError
from modelfleet.spec.document import parse
from modelfleet.spec.fault import FaultError
from modelfleet.spec.messages import code as messages
from modelfleet.spec.quantity import Count
from modelfleet.spec.record import Record
from modelfleet.spec.revision import Revision
from modelfleet.spec.validation import validate

NAME: Final = "code.lock"
MAXIMUM_SIZE: Final = 1024 * 1024

_LINE = re.compile(r"(?:f [0-9a-f]{64} [x-]|l [^\s]+) (?P<path>\S(?:.*\S)?)")


def _check_commit(commit: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{40}([0-9a-f]{24})?", commit):
        raise FaultError(messages.bad_commit(commit))
    return commit


def _check_files(text: str) -> str:
    """The lines of a file index, format 1: the same text that a pod computes over what it was given."""
    lines = text.split("\n")
    if lines.pop() or not lines:
        raise FaultError(messages.bad_file_line(lines[-1] if lines else ""))
    for line in lines:
        if not _LINE.fullmatch(line):
            raise FaultError(messages.bad_file_line(line))
    if lines != sorted(lines, key=lambda line: path_of(line).encode()):
        raise FaultError(messages.unsorted_files())
    return text


def path_of(line: str) -> str:
    """The path in a line of a file index."""
    return line.split(" ", 3)[3] if line.startswith("f ") else line.split(" ", 2)[2]


class CodeLock(Record):
    """What `./pants lock` has found. `branch` and `tag` are how a pod reaches the commit; `size` is in bytes."""

    repo: str = Field(description="URL of the repository, as in model.yaml.")
    revision: str = Field(description="The revision, as in model.yaml.")
    path: str | None = Field(default=None, description="The directory, as in model.yaml.")
    commit: Annotated[str, AfterValidator(_check_commit)] = Field(description="The commit.")
    branch: Revision = Field(description="Branch that a pod clones.")
    tag: Revision | None = Field(default=None, description="Tag that a pod fetches as well, when no branch leads to the commit.")
    size: Count = Field(description="Bytes of all files.")
    files: Annotated[str, AfterValidator(_check_files)] = Field(description="The file index of the whole repository at the commit.")

    @property
    def index_digest(self) -> str:
        """What the verifier in a pod must compute: SHA-256 of the file index, in hex."""
        return hashlib.sha256(self.files.encode()).hexdigest()

    @property
    def paths(self) -> tuple[str, ...]:
        """Every file of the repository."""
        return tuple(map(path_of, self.files.splitlines()))

    def below(self, directory: str) -> tuple[str, ...]:
        """The files of one directory, `""` or with a slash at its end, relative to it."""
        return tuple(path[len(directory) :] for path in self.paths if path.startswith(directory))


def load_code_lock(path: Path, file: str) -> CodeLock:
    """Read a code.lock; `file` is its name in messages. Raises UserError when it is not what `lock` writes."""
    try:
        tree, problems = parse(path.read_bytes(), file, MAXIMUM_SIZE)
        checked = validate(tree, CodeLock, file)
    except OSError as error:
        raise UserError.one(f"cannot be read: {error.strerror}", file=file) from None
    if found := [*problems, *checked.problems]:
        raise UserError([Problem(one.file, one.line, one.path, one.what, messages.write_anew(str(Path(file).parent))) for one in found])
    lock: CodeLock = checked.record
    return lock


def to_text(lock: CodeLock, directory: str) -> str:
    """The content of a code.lock. `directory` is the model's."""
    fields = [(name, getattr(lock, name)) for name in CodeLock.model_fields if name != "files" and getattr(lock, name) is not None]
    lines = [f"# Written by `./pants lock {directory}`: the commit that `code.git` means, and the files that pods accept."]
    lines += [f'{name}: "{value}"' if isinstance(value, str) else f"{name}: {value}" for name, value in fields]
    return "\n".join([*lines, "files: |", *(f"  {line}" for line in lock.files.splitlines())]) + "\n"
