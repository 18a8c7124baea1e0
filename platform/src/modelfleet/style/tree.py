"""The rules of this repository's own tree, which no formatter knows: what may be where, and how large it may grow."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from modelfleet.errors import Problem

LONGEST_MODULE = 400

_VAGUE = ("utils", "util", "helpers", "helper", "common", "misc")
_MODULE_ENDINGS = (".py", ".jsonnet", ".libsonnet")
_PLATFORM = ("platform/", "clusterworkflowtemplates/", "tests/")
_URL = re.compile(r"\w+://")


def is_judged(file: str) -> bool:
    """Whether there are rules for a file. Locks below `tests/` are there to be wrong."""
    return file.startswith(_PLATFORM) and file.endswith(_MODULE_ENDINGS) or file.endswith(".lock") and not file.startswith("tests/")


def tree_problems(file: str, text: str) -> tuple[Problem, ...]:
    """What is wrong with the place, the name, the size or the content of a file.

    `file` is its path from the repository's root, with slashes; `text` is its content.
    """
    return tuple(problem for rule in _RULES for problem in rule(file, text))


def _package(file: str, text: str) -> Iterator[Problem]:
    if file == "platform/__init__.py":
        yield Problem(
            file, None, "", "`platform` is a directory, never a package", "as a package it would hide Python's own module `platform`: remove the file"
        )
    elif file.endswith("/__init__.py") and text.strip():
        yield Problem(file, None, "", "holds code", "an __init__.py is empty: put the code into a module with a name")


def _name(file: str, text: str) -> Iterator[Problem]:
    stem, _, ending = file.rpartition("/")[2].partition(".")
    if file.startswith(_PLATFORM) and f".{ending}" in _MODULE_ENDINGS and stem in _VAGUE:
        yield Problem(file, None, "", f"the name `{stem}` says nothing", "name the module after the one thing that it is about")


def _size(file: str, text: str) -> Iterator[Problem]:
    lines = text.count("\n")
    if file.startswith(_PLATFORM) and file.endswith(_MODULE_ENDINGS) and lines > LONGEST_MODULE:
        yield Problem(file, None, "", f"has {lines} lines, and {LONGEST_MODULE} is the limit", "find the second noun in it and give it a module of its own")


def _lock(file: str, text: str) -> Iterator[Problem]:
    # The locks of Git name the repository that model.yaml names: there is no user's own in its place.
    if not file.endswith(".lock") or file.endswith(("/code.lock", "/source.lock")):
        return
    for number, line in enumerate(text.splitlines(), start=1):
        if _URL.search(line):
            yield Problem(file, number, "", "holds a URL", "a lock names packages and hashes: the index is the one that the user has set up")


_RULES: tuple[Callable[[str, str], Iterator[Problem]], ...] = (_package, _name, _size, _lock)
