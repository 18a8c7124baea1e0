"""Checks that need the files beside `model.yaml`: entry points, requirements, lock."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path, PurePosixPath

from modelfleet.errors import Problem
from modelfleet.spec.code_lock import NAME as CODE_LOCK
from modelfleet.spec.code_lock import CodeLock
from modelfleet.spec.code_rules import lock_faults, missing_entry_point
from modelfleet.spec.fault import Fault
from modelfleet.spec.graph import steps_of
from modelfleet.spec.messages import files as messages
from modelfleet.spec.model import PythonSpec
from modelfleet.spec.requirements import Pinned, read_lock, unmet
from modelfleet.spec.shape import Place
from modelfleet.spec.written import WrittenJob, WrittenModel


def file_faults(written: WrittenModel, directory: PurePosixPath, root: Path, code: CodeLock | None = None) -> Iterator[tuple[Place, Fault]]:
    """What is missing or unfit beside a model, as faults of its `model.yaml`.

    `directory` is the model's, relative to `root`; `written` is what could be read, which need not be all,
    `code` the code.lock, when the code is in another repository.
    """
    # A lock that is there and cannot be read has problems of its own.
    if written.code is not None and (code is not None or not (root / directory / CODE_LOCK).is_file()):
        yield from lock_faults(written.code, code, directory)
    jobs = {**written.jobs.by_name, "monitoring": written.jobs.monitoring}
    for name, job in jobs.items():
        entry_points: dict[Place, str | None] = {(): job.entry_point, **{("steps", step): one.entry_point for step, one in steps_of(job).items()}}
        if isinstance(job, WrittenJob) and job.spark is not None:
            entry_points[("spark",)] = job.spark.entry_point
        for place, entry_point in entry_points.items():
            if entry_point is not None and (fault := _no_entry_point(written, code, root, directory, entry_point)):
                yield ("jobs", name, *place, "entry_point"), fault
    python, place = written.python, ("python", "requirements")
    requirements, lock = directory / python.requirements, directory / python.lock
    if not (root / lock).is_file():
        yield ("python",), messages.no_lock(str(directory))
    elif _read_text(root / lock) is None:
        yield ("python",), messages.not_text(str(lock))
    if not (root / requirements).is_file():
        yield place, messages.no_requirements(str(requirements))
    elif _read_text(root / requirements) is None:
        yield place, messages.not_text(str(requirements))


def environment_problems(python: PythonSpec, directory: PurePosixPath, root: Path) -> Iterator[Problem]:
    """What is wrong inside the requirements and the lock, where they can be read."""
    requirements, lock = directory / python.requirements, directory / python.lock
    pinned: Pinned | None = None
    if (text := _read_text(root / lock)) is not None:
        pinned = read_lock(text, str(lock), str(directory))
        yield from pinned.problems
    if pinned is not None and (text := _read_text(root / requirements)) is not None:
        yield from unmet(text, str(requirements), pinned, str(directory))


def _no_entry_point(written: WrittenModel, lock: CodeLock | None, root: Path, directory: PurePosixPath, entry_point: str) -> Fault | None:
    if written.code is not None:
        return None if lock is None else missing_entry_point(entry_point, written.code, lock)
    base = root / directory
    if (base / entry_point).is_file():
        return None
    below = (path.relative_to(base) for path in base.rglob("*.py")) if base.is_dir() else ()
    files = sorted(path.as_posix() for path in below if not path.parts[0].startswith("."))
    close = get_close_matches(entry_point, files, n=1)
    return messages.no_entry_point(entry_point, str(directory), close[0] if close else None)


def _read_text(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except (UnicodeDecodeError, OSError):
        return None
