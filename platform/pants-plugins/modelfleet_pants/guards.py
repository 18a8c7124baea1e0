"""What must never be in the tree, judged from paths and texts. Pure: `lint` reads the files and calls this."""

from __future__ import annotations

import posixpath
from typing import Mapping

LONGEST_MODULE = 400
# A name that says nothing attracts everything.
EMPTY_NAMES = ("utils", "util", "helpers", "helper", "common", "misc")


def problems_of(files: Mapping[str, str]) -> tuple[str, ...]:
    """The problems of Python files, given path → text, sorted by path."""
    return tuple(problem for path in sorted(files) for problem in _problems_of(path, files[path]))


def _problems_of(path: str, text: str) -> tuple[str, ...]:
    found = []
    directory, name = posixpath.split(path)
    if path == "platform/__init__.py":
        found.append(f"{path}: makes `import platform` mean this directory instead of the standard library\n  hint: delete the file")
    elif name == "__init__.py" and text.strip():
        found.append(f"{path}: is not empty\n  hint: move what it holds into a module with a name")
    lines = text.count("\n")
    if lines > LONGEST_MODULE:
        found.append(f"{path}: {lines} lines, more than {LONGEST_MODULE}\n  hint: split it along its nouns")
    for part in (*directory.split("/"), name[: -len(".py")]):
        if part in EMPTY_NAMES:
            found.append(f"{path}: `{part}` does not say what is in it\n  hint: name it after the noun that it is about")
    return tuple(found)
