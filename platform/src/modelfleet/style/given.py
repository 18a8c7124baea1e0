"""Reads the files that a style verb is given, and says for each what cannot be judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from modelfleet.errors import Problem, UserError


def judge_files(files: Iterable[str], judge: Callable[[str, str], tuple[Problem, ...]]) -> None:
    """Apply `judge` (path, content → problems) to each file; raises UserError with the problems of all of them."""
    problems = [problem for file in files for problem in _judged(file, judge)]
    if problems:
        raise UserError(problems)


def _judged(file: str, judge: Callable[[str, str], tuple[Problem, ...]]) -> tuple[Problem, ...]:
    try:
        return judge(file, Path(file).read_text("utf-8"))
    except UnicodeDecodeError:
        return (Problem(file, None, "", "not UTF-8", "save the file as UTF-8"),)
    except OSError as error:
        return (Problem(file, None, "", f"cannot be read: {error.strerror}", "name files that exist, relative to the repository's root"),)
