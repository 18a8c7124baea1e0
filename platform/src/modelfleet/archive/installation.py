"""Installs the packages of a lock by uv, into a directory that does not tell on which machine it was made."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import re
import shutil
from pathlib import Path
from typing import Final

from modelfleet.archive.clashes import winners
from modelfleet.archive.lock_file import line_naming, lock_hint
from modelfleet.archive.packager import Failure, PackagerError, run_packager
from modelfleet.errors import UserError
from modelfleet.spec.requirements import lines_of

PACKAGER_PLATFORM: Final = "x86_64-manylinux_2_28"
"""uv's name of digest.PLATFORM."""

INDEX_HINT: Final = "set UV_DEFAULT_INDEX or PIP_INDEX_URL to an index that this machine reaches, and SSL_CERT_FILE if it has its own authority"

# Scripts that installers make name the interpreter of the machine that built them; a long path is wrapped by /bin/sh.
_SHEBANG: Final = re.compile(rb"\A(?:#!/bin/sh\n'''exec' [^\n]*\n' '''\n|#![^\n]*python[^\n]*\n)")
_PORTABLE: Final = b"#!/usr/bin/env python3\n"
# Written by installers about the place that a package came from.
_ORIGINS: Final = ("direct_url.json", "uv_cache.json")


def install(tree: Path, lock: Path, python: str, interpreter: Path, content: bytes) -> None:
    """Install a lock into the new directory `tree`, without bytecode and without a trace of this machine.

    `content` is what `load_lock` returned: uv gets a copy, so that a lock that changes meanwhile cannot get in. Files may
    appear beside `tree` under names that begin with its own.
    """
    tree.mkdir(parents=True)
    text = content.decode()
    _run(tree, text, lock, python, interpreter)
    for package, paths in winners(tree).items():
        alone = tree.with_name(f"{tree.name}-{package}")
        alone.mkdir()
        _run(alone, _only(text, package), lock, python, interpreter, "--no-deps")
        for path in paths:
            shutil.copy(alone / path, tree / path)
        shutil.rmtree(alone)
    for record in sorted(tree.glob("*.dist-info/RECORD")):
        _relocate(tree, record)


def _run(tree: Path, text: str, lock: Path, python: str, interpreter: Path, *more: str) -> None:
    copy = tree.with_name(f"{tree.name}.lock")
    copy.write_text(text)
    where = ["--python", str(interpreter), "--python-version", python, "--python-platform", PACKAGER_PLATFORM, "--target", str(tree.absolute())]
    options = ["--require-hashes", "--only-binary", ":all:", "--link-mode", "copy", *more]
    try:
        run_packager(["pip", "install", *where, *options, "-r", str(copy.absolute())], directory=tree)
    except PackagerError as error:
        raise as_user_error(error.failure, lock, text, python) from None
    (tree / ".lock").unlink(missing_ok=True)


def _only(text: str, package: str) -> str:
    return "".join(f"{line.text}\n" for line in lines_of(text) if line_naming(line.text, package) is not None)


def _relocate(tree: Path, record: Path) -> None:
    """Give the scripts of one package a portable first line, drop what tells of its origin, and let RECORD follow."""
    rows = []
    for path, digest, size in csv.reader(io.StringIO(record.read_text(encoding="utf-8"))):
        file = tree / path
        if file.parent == record.parent and file.name in _ORIGINS:
            file.unlink(missing_ok=True)
            continue
        if path.startswith("bin/") and file.is_file() and not file.is_symlink():
            content = file.read_bytes()
            portable = _SHEBANG.sub(_PORTABLE, content)
            if portable != content:
                file.write_bytes(portable)
                digest, size = _record_digest(portable), str(len(portable))
        rows.append((path, digest, size))
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(sorted(rows))
    record.write_text(text.getvalue(), encoding="utf-8")


def _record_digest(content: bytes) -> str:
    # The form of the wheel format: urlsafe base64 without padding.
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def as_user_error(failure: Failure, lock: Path, text: str, python: str) -> UserError:
    """What the packager said about a lock with this text, in words that lead to a mend."""
    file, told = lock.as_posix(), failure.told
    line = line_naming(text, failure.reason) or line_naming(text, told)
    number, package = (line.number, re.split(r"[\s;]", line.text, maxsplit=1)[0]) if line else (None, "a package")
    if failure.is_about_the_index:
        return UserError.one(f"the package index cannot be read: {failure.reason}", file=file, hint=INDEX_HINT)
    if "Hash mismatch" in told:
        what = f"{package} from the index is not the file whose hash is in the lock"
        return UserError.one(what, file=file, line=number, hint=f"find out whether the index serves an altered file; if it does not, {lock_hint(lock)}")
    if "no trusted hash" in told:
        missing = re.search(r"`([^`]+)`", failure.message)
        what = f"{missing[1] if missing else 'a package'} is needed by another package and is not in the lock"
        return UserError.one(what, file=file, hint=lock_hint(lock))
    if "Wheels are required" in told or "no usable wheels" in told or "no wheels" in told:
        what = f"{package} has no wheel for Python {python} on Linux x86-64 with glibc 2.28"
        return UserError.one(
            what, file=file, line=number, hint="take a version that has one, or build the wheel and publish it to your index; environments hold wheels only"
        )
    return UserError.one(f"the packages cannot be installed: {failure.reason}", file=file, line=number, hint=lock_hint(lock))
