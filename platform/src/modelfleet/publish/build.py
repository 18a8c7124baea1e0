"""Builds an archive that a model needs, from the sources that its digest was made of."""

from __future__ import annotations

import os
from pathlib import Path

from modelfleet.archive.build import build_code, build_environment, build_runtime
from modelfleet.archive.digest import SourceFile, code_digest, environment_digest, runtime_digest
from modelfleet.archive.runtime import read_runtime
from modelfleet.archive.tarball import BuiltArchive
from modelfleet.errors import UserError
from modelfleet.publish.needs import Need


def build(need: Need, root: Path, into: Path, cache: Path) -> BuiltArchive:
    """Build an archive into the file `into`.

    `root` is where the sources are, `cache` keeps unpacked environments. Raises UserError when it cannot be built, or when
    the sources are no longer those that were rendered: the archive would be stored under a digest that is not its own.
    """
    source = need.source
    if source.kind == "code":
        files = _read_code(root, source.directory, source.files)
        _check(need, code_digest(files))
        return build_code(files, into)
    if source.kind == "environment":
        lock = root / (source.lock or "")
        python = source.python or ""
        if lock.is_file():
            _check(need, environment_digest(lock.read_bytes(), python))
        return build_environment(lock, python, into, cache)
    if source.pinned and runtime_digest(*read_runtime(root)) != need.digest:
        hint = "publish a commit that still has it first, or `./pants promote` the stage to the runtime of this commit"
        raise UserError.one("the channel of the stage pins it, the store does not have it, and its sources have moved on", hint=hint)
    _check(need, runtime_digest(*read_runtime(root)))
    return build_runtime(root, into, cache)


def _read_code(root: Path, directory: str, names: tuple[str, ...]) -> dict[str, SourceFile]:
    files = {}
    for name in names:
        path = root / name
        try:
            files[path.relative_to(root / directory).as_posix()] = SourceFile(path.read_bytes(), bool(os.stat(path).st_mode & 0o111))
        except OSError as error:
            raise UserError.one(f"{name} cannot be read: {error.strerror}", hint="render and publish again") from None
    return files


def _check(need: Need, digest: str) -> None:
    if digest != need.digest:
        raise UserError.one("the files have changed since they were rendered", hint="render and publish again")
