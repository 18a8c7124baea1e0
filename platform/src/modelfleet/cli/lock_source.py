"""`modelfleet lock` of a pointer: copies the model.yaml that it points to, and the requirements beside that."""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePosixPath

from modelfleet.archive import remote_fault as faults
from modelfleet.archive.code_resolution import Commit
from modelfleet.archive.remote_fault import RemoteError
from modelfleet.cli.commits import Commits, located, write_changed
from modelfleet.cli.model_directory import DESCRIPTION
from modelfleet.cli.model_python import read_python
from modelfleet.spec.document import parse
from modelfleet.spec.platform_files import load_document
from modelfleet.spec.source import COPY, FIELD, LOCK, Source, SourceLock, is_pointer, load_pointed, read_lock, read_pointer, to_text

REQUIREMENTS_LOCK = "requirements.lock"


def lock_source(directory: Path, commits: Commits, *, check: bool) -> list[str]:
    """Copy what a pointer stands for, and say what was copied; nothing for a model that is no pointer.

    With `check` nothing is copied: the copy must be the one that was locked. Raises UserError.
    """
    path = directory / DESCRIPTION
    tree, problems = load_document(path, path.as_posix())
    if not is_pointer(tree):
        return []
    if check:
        load_pointed(tree, problems, path, path.as_posix())
        return []
    source = read_pointer(tree, problems, path.as_posix())
    commit, files = located(lambda: _copied(source, commits, directory), tree, path.as_posix(), (FIELD,))
    lock = SourceLock(
        repo=source.git.repo,
        revision=source.git.revision,
        path=source.path,
        commit=commit.point.commit,
        files={name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    )
    changed = [name for name, content in files.items() if write_changed(directory / name, content)]
    write_changed(directory / LOCK, to_text(lock, directory.as_posix()).encode())
    said = f"{', '.join(changed)} written" if changed else "unchanged"
    return [f"{(directory / LOCK).as_posix()}: {said}, {source.git.revision} is {commit.point.commit[:12]}"]


def is_copied(directory: Path) -> bool:
    """Whether the lock of a model's requirements is a copy from its repository, so that nobody resolves it here."""
    tree, _ = load_document(directory / DESCRIPTION, (directory / DESCRIPTION).as_posix())
    lock = read_lock(directory / LOCK, (directory / LOCK).as_posix()) if is_pointer(tree) else None
    return lock is not None and any(PurePosixPath(name).name == REQUIREMENTS_LOCK for name in lock.files)


def _copied(source: Source, commits: Commits, directory: Path) -> tuple[Commit, dict[str, bytes]]:
    """The commit of a pointer, and file beside the pointer → content. Raises RemoteError and UserError."""
    commit = commits.of(source.git)
    there = {file.path: file.content for file in commit.files if not file.link}
    if source.path not in there:
        known = [path for path in there if path.endswith((".yaml", ".yml"))]
        raise RemoteError("path", faults.no_file(source.path, ", ".join(known[:5])))
    shown = (directory / COPY).as_posix()
    tree, _ = parse(there[source.path], shown)
    if is_pointer(tree):
        raise RemoteError("path", faults.points_on(source.path))
    python, top = read_python(tree, shown), source.directory or ""
    # Pants reads `BUILD.txt` as well: its patterns are BUILD and BUILD.* (build_patterns of Pants).
    if not python.requirements.endswith((".txt", ".in")) or PurePosixPath(python.requirements).name.upper().startswith("BUILD"):
        raise RemoteError("path", faults.strange_requirements(python.requirements))
    if top + python.requirements not in there:
        raise RemoteError("path", faults.no_requirements(top + python.requirements))
    names = [name for name in (python.requirements, python.lock) if top + name in there]
    return commit, {COPY: there[source.path], **{name: there[top + name] for name in names}}
