"""`modelfleet archive`: builds one archive, for a person who wants to look into it."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from modelfleet.archive.build import build_code, build_environment, build_runtime
from modelfleet.archive.cache import cache_directory
from modelfleet.archive.code import read_code
from modelfleet.archive.digest import code_digest, environment_digest, runtime_digest
from modelfleet.archive.lock_file import load_lock
from modelfleet.archive.runtime import read_runtime
from modelfleet.archive.tarball import BuiltArchive
from modelfleet.cli.model_directory import find_model
from modelfleet.cli.model_python import load_python
from modelfleet.errors import UserError
from modelfleet.spec.code_lock import NAME as CODE_LOCK

KINDS = ("code", "environment", "runtime")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("kind", choices=KINDS, metavar="KIND", help=f"one of {', '.join(KINDS)}")
    parser.add_argument(
        "model", nargs="?", metavar="MODEL", help="name of a model, or any path inside its directory; not for the runtime, which is of the whole fleet"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="where the archive goes, a .tgz file")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="where environments are kept (default: modelfleet in the user's cache)")


def run(arguments: argparse.Namespace) -> int:
    """Build, and say what was built. Returns the exit code."""
    cache = cache_directory(arguments.cache, os.environ)
    if (arguments.model is None) != (arguments.kind == "runtime"):
        what = "is of the whole fleet and takes no model" if arguments.kind == "runtime" else "needs a model"
        print(f"the {arguments.kind} archive {what}\n  hint: archive code MODEL, archive environment MODEL, or archive runtime", file=sys.stderr)
        return 2
    digest, built = _build(arguments.kind, arguments.model, arguments.out, cache)
    print(
        f"{built.path.as_posix()}: {arguments.kind} archive {digest}, {built.index.count(chr(10))} files, {_size(built.size)}, file index {built.index_digest}"
    )
    return 0


def _build(kind: str, model: str | None, out: Path, cache: Path) -> tuple[str, BuiltArchive]:
    if kind == "runtime" or model is None:
        return runtime_digest(*read_runtime(Path())), build_runtime(Path(), out, cache)
    directory = find_model(model)
    if kind == "code":
        if (directory / CODE_LOCK).is_file():
            what = "the code of this model is in another repository, so there is no archive of it"
            raise UserError.one(what, file=(directory / CODE_LOCK).as_posix(), hint="the lock names the repository and the commit that pods clone")
        files = read_code(directory)
        return code_digest(files), build_code(files, out)
    python = load_python(directory)
    lock = directory / python.lock
    return environment_digest(load_lock(lock), python.version), build_environment(lock, python.version, out, cache)


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1_000_000 else f"{count / 1e3:.1f} kB"
