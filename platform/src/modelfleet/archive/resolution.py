"""Resolves a model's requirements into its lock."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from modelfleet.archive.installation import INDEX_HINT
from modelfleet.archive.interpreter import find_any_interpreter
from modelfleet.archive.lock_file import check_lock, line_naming
from modelfleet.archive.packager import Failure, PackagerError, run_packager
from modelfleet.archive.progress import announced
from modelfleet.archive.requirements import read_requirements
from modelfleet.errors import UserError

# `fewest`: one version of a package for every Python from the model's own on, instead of one for each; the lock serves
# one Python, so the versions that only newer ones could use would be dead weight.
_OPTIONS: Final = (
    *("--universal", "--generate-hashes", "--only-binary", ":all:", "--fork-strategy", "fewest"),
    *("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links", "--quiet"),
)


@dataclass(frozen=True)
class Resolved:
    """The bytes of a lock, and what they pin: package → versions (several when they differ by a marker)."""

    content: bytes
    versions: dict[str, tuple[str, ...]]


def resolve(requirements: Path, lock: Path, python: str, *, upgrade: bool) -> Resolved:
    """Resolve the file `requirements` for the minor version `python`; nothing is written.

    The versions of the existing file `lock` are kept where they still fit, unless `upgrade`. Asks the user's package
    index. Raises UserError for a line that may not be there, a package that cannot be found, and versions that exclude each other.
    """
    texts = read_requirements(requirements)
    with tempfile.TemporaryDirectory() as work, announced(f"resolving {requirements.as_posix()}"):
        output = Path(work, "requirements.lock")
        if not upgrade and lock.is_file():
            output.write_bytes(lock.read_bytes())
        where = ["--python", str(find_any_interpreter()), "--python-version", python, "--output-file", str(output)]
        try:
            run_packager(["pip", "compile", requirements.name, *where, *_OPTIONS, *(["--upgrade"] if upgrade else [])], directory=requirements.parent)
        except PackagerError as error:
            raise _as_user_error(error.failure, requirements, texts, python) from None
        content = output.read_bytes()
    return Resolved(content, check_lock(content.decode(), lock).versions)


def write_lock(lock: Path, content: bytes) -> None:
    """Replace a lock, whole or not at all."""
    handle, name = tempfile.mkstemp(prefix=f".{lock.name}.", dir=lock.parent)
    with open(handle, "wb") as stream:
        stream.write(content)
    os.chmod(name, 0o644)
    os.replace(name, lock)


def _as_user_error(failure: Failure, requirements: Path, texts: dict[Path, str], python: str) -> UserError:
    told = failure.told
    if failure.is_about_the_index:
        return UserError.one(f"the package index cannot be read: {failure.reason}", file=requirements.as_posix(), hint=INDEX_HINT)
    file, line = next(((file, line.number) for file, text in texts.items() if (line := line_naming(text, told)) is not None), (requirements, None))
    if "was not found in the package registry" in told:
        hint = "check the spelling; the package must be in your own index"
    elif "no usable wheels" in told or "no wheels" in told or "Wheels are required" in told:
        hint = f"take versions that have wheels for Python {python}, or build the wheel and publish it to your index; environments hold wheels only"
    elif "parse" in failure.message:
        hint = "write a package and its versions, e.g. pandas>=2.2,<3"
    elif "depend" not in failure.reason:
        hint = "ask for a version that your index has"
    else:
        hint = "loosen the versions that exclude each other"
    return UserError.one(failure.reason, file=file.as_posix(), line=line, hint=hint)
