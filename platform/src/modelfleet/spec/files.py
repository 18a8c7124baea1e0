"""Checks that need the files beside `model.yaml`: entry points, requirements, lock."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path, PurePosixPath

from modelfleet.errors import Problem, in_order
from modelfleet.spec.fault import Fault
from modelfleet.spec.load import LoadedModel
from modelfleet.spec.messages import files as messages
from modelfleet.spec.requirements import Pinned, read_lock, unmet
from modelfleet.spec.shape import Place


def file_problems(loaded: LoadedModel, root: Path) -> tuple[Problem, ...]:
    """What is missing or unfit beside a model. `root` is the directory that `loaded.source` is relative to."""
    directory = PurePosixPath(loaded.source).parent
    problems: list[Problem] = []
    for stage, model in loaded.on.items():
        for name, job in model.jobs.items():
            if job.entry_point is not None and not (root / directory / job.entry_point).is_file():
                place: Place = ("jobs", name, "entry_point")
                problems.append(loaded.problem(stage, place, _no_entry_point(root, directory, job.entry_point)))
    # `python` cannot be overridden, so any stage speaks for all.
    for stage, model in list(loaded.on.items())[:1]:
        problems += _environment_problems(loaded, stage, root, directory / model.python.requirements, directory / model.python.lock)
    return in_order(problems)


def _no_entry_point(root: Path, directory: PurePosixPath, entry_point: str) -> Fault:
    base = root / directory
    files = sorted(path.relative_to(base).as_posix() for path in base.rglob("*.py")) if base.is_dir() else []
    close = get_close_matches(entry_point, files, n=1)
    return messages.no_entry_point(entry_point, str(directory), close[0] if close else None)


def _environment_problems(loaded: LoadedModel, stage: str, root: Path, requirements: PurePosixPath, lock: PurePosixPath) -> Iterator[Problem]:
    directory = str(PurePosixPath(loaded.source).parent)
    place: Place = ("python", "requirements")
    pinned: Pinned | None = None
    if not (root / lock).is_file():
        yield loaded.problem(stage, ("python",), messages.no_lock(directory))
    elif (text := _read_text(root / lock)) is None:
        yield loaded.problem(stage, ("python",), messages.not_text(str(lock)))
    else:
        pinned = read_lock(text, str(lock), directory)
        yield from pinned.problems
    if not (root / requirements).is_file():
        yield loaded.problem(stage, place, messages.no_requirements(str(requirements)))
    elif (text := _read_text(root / requirements)) is None:
        yield loaded.problem(stage, place, messages.not_text(str(requirements)))
    elif pinned is not None:
        yield from unmet(text, str(requirements), pinned, directory)


def _read_text(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except (UnicodeDecodeError, OSError):
        return None
