"""What a model's requirements.txt may say: packages of the user's own index, and nothing that names a host or a secret."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from modelfleet.errors import Problem, UserError

_INCLUDES: Final = ("-r", "--requirement", "-c", "--constraint")
_INDEX_OPTIONS: Final = ("-i", "--index-url", "--extra-index-url", "-f", "--find-links", "--trusted-host", "--no-index", "--index", "--default-index")
_OPTION: Final = re.compile(r"(-[a-zA-Z]|--[a-z-]+)[\s=]*(.*)")
_NAME: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_NORMAL: Final = re.compile(r"[-_.]+")

_INDEX_HINT: Final = "remove the line; the index is your own setting: UV_DEFAULT_INDEX or PIP_INDEX_URL"
_SOURCE_HINT: Final = "publish the package to your index and name it here with its version: name==1.2.3"


def read_requirements(file: Path) -> dict[str, tuple[str, int]]:
    """Check a requirements file and the files that it includes; return normal package name → (file, line).

    Raises UserError with all problems: a line that names an index, a URL, a repository or a path, an option that would
    change how packages are chosen, a variable, a missing file. Messages never repeat the line, which may hold a secret.
    """
    problems: list[Problem] = []
    names: dict[str, tuple[str, int]] = {}
    _read(file, file.parent.resolve(), problems, names, ())
    if problems:
        raise UserError(problems)
    return names


def normal_name(name: str) -> str:
    """The name of a package as indexes compare it: PEP 503."""
    return _NORMAL.sub("-", name).lower()


def _read(file: Path, directory: Path, problems: list[Problem], names: dict[str, tuple[str, int]], above: tuple[Path, ...]) -> None:
    shown = os.path.relpath(file) if file.is_absolute() else file.as_posix()
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        problems.append(Problem(shown, None, "", "the file is missing", "list the packages that the model imports, one a line"))
        return
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(shown, None, "", f"cannot be read: {getattr(error, 'strerror', None) or 'not UTF-8'}"))
        return
    for number, line in logical_lines(text):
        option = _OPTION.fullmatch(line)
        if option is not None and option[1] in _INCLUDES:
            target = file.parent / option[2].strip()
            if target.resolve() in (*above, file.resolve()):
                problems.append(Problem(shown, number, "", "the files include each other", "remove one of the lines"))
            elif not target.resolve().is_relative_to(directory):
                problems.append(Problem(shown, number, "", "includes a file outside of the model's directory", "copy the file into the model's directory"))
            elif not target.is_file():
                problems.append(Problem(shown, number, "", "includes a file that does not exist", "write its path relative to this file"))
            else:
                _read(target, directory, problems, names, (*above, file.resolve()))
            continue
        fault = _fault(line, option)
        if fault is not None:
            problems.append(Problem(shown, number, "", *fault))
            continue
        if (match := _NAME.match(line)) is not None:
            names.setdefault(normal_name(match[0]), (shown, number))


def logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a requirements file with the number of their first line: comments cut, continued lines joined."""
    start, parts = 0, []
    for number, raw in enumerate(text.splitlines(), 1):
        start = start or number
        line = re.sub(r"(^|\s)#.*$", "", raw)
        parts.append(line.rstrip().removesuffix("\\").strip())
        if line.rstrip().endswith("\\"):
            continue
        joined = " ".join(part for part in parts if part)
        if joined:
            yield start, joined
        start, parts = 0, []
    if any(parts):
        yield start, " ".join(part for part in parts if part)


def _fault(line: str, option: re.Match[str] | None) -> tuple[str, str] | None:
    if option is not None:
        if option[1] in _INDEX_OPTIONS:
            return f"`{option[1]}` names a package index", _INDEX_HINT
        if option[1] in ("-e", "--editable"):
            return f"`{option[1]}` names a source tree, and environments hold wheels only", _SOURCE_HINT
        return f"the option `{option[1]}` is not allowed here", "only packages, `-r FILE` and `-c FILE` are; name a pre-release by its version: name==1.0rc1"
    if "${" in line:
        return "holds a variable", "write the value itself; settings of the index belong into your environment"
    requirement = line.partition(";")[0]
    if re.search(r"^(git|hg|svn|bzr)\+|@\s*(git|hg|svn|bzr)\+", requirement):
        return "takes a package from a repository, and environments hold wheels only", _SOURCE_HINT
    if re.search(r"\bfile:|^[./~]|@\s*[./~]|\.(whl|zip|tar\.\w+|tgz)\b", requirement) and "://" not in requirement.replace("file://", ""):
        return "takes a package from a path of this machine", _SOURCE_HINT
    if "://" in requirement or "@" in requirement:
        return "takes a package from a URL", _SOURCE_HINT
    return None
