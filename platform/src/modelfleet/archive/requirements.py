"""What a model's requirements.txt may say: packages of the user's own index, and nothing that names a host or a secret."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from packaging.requirements import InvalidRequirement, Requirement

from modelfleet.errors import Problem, UserError
from modelfleet.spec.requirements import lines_of

_INCLUDES: Final = ("-r", "--requirement", "-c", "--constraint")
_INDEX_OPTIONS: Final = ("-i", "--index-url", "--extra-index-url", "-f", "--find-links", "--trusted-host", "--no-index", "--index", "--default-index")
_OPTION: Final = re.compile(r"(-[a-zA-Z]|--[a-z-]+)[\s=]*(.*)")

_INDEX_HINT: Final = "remove the line; the index is your own setting: UV_DEFAULT_INDEX or PIP_INDEX_URL"
_SOURCE_HINT: Final = "publish the package to your index, and name it here with its version: name==1.2.3"


def read_requirements(file: Path) -> dict[Path, str]:
    """Check a requirements file and the files that it includes; return their texts, the file itself first.

    Raises UserError with all problems: a line that names an index, a URL, a repository or a path, an option that would
    change how packages are chosen, a variable, a missing file. Messages never repeat a line, which may hold a secret.
    """
    problems: list[Problem] = []
    texts: dict[Path, str] = {}
    _read(file, file.parent.resolve(), problems, texts)
    if problems:
        raise UserError(problems)
    return texts


def _read(file: Path, directory: Path, problems: list[Problem], texts: dict[Path, str]) -> None:
    shown = file.as_posix()
    try:
        texts[file] = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        problems.append(Problem(shown, None, "", "the file is missing", "list the packages that the model imports, one a line"))
        return
    except UnicodeDecodeError:
        problems.append(Problem(shown, None, "", "the file is not UTF-8", "save it with the encoding UTF-8"))
        return
    for number, line in lines_of(texts[file]):
        option = _OPTION.fullmatch(line)
        if option is None or option[1] not in _INCLUDES:
            problems += [Problem(shown, number, "", what, hint) for what, hint in _faults(line, option)]
            continue
        target = Path(os.path.normpath(file.parent / option[2].strip()))
        if not target.resolve().is_relative_to(directory):
            problems.append(Problem(shown, number, "", "includes a file outside of the model's directory", "copy the file into the model's directory"))
        elif not os.path.isfile(target):
            problems.append(Problem(shown, number, "", "includes a file that does not exist", "write its path relative to this file"))
        elif target not in texts:
            _read(target, directory, problems, texts)


def _faults(line: str, option: re.Match[str] | None) -> Iterator[tuple[str, str]]:
    requirement = line.partition(";")[0].strip()
    if option is not None and option[1] in _INDEX_OPTIONS:
        yield f"`{option[1]}` names a package index", _INDEX_HINT
    elif option is not None and option[1] in ("-e", "--editable"):
        yield f"`{option[1]}` names a source tree, and environments hold wheels only", _SOURCE_HINT
    elif option is not None:
        yield f"the option `{option[1]}` is not allowed here", "only packages, `-r FILE` and `-c FILE` are; name a pre-release by its version: name==1.0rc1"
    elif "${" in line:
        yield "holds a variable", "write the value itself; what the index needs belongs in your own settings"
    elif re.search(r"(^|@\s*)(git|hg|svn|bzr)\+", requirement):
        yield "takes a package from a repository, and environments hold wheels only", _SOURCE_HINT
    elif re.search(r"file:|(^|@\s*)[./~]|^[^\s;<>=!~\[@]*\.(whl|zip|tar\.\w+|tgz)\b", requirement) and "://" not in requirement.replace("file://", ""):
        yield "takes a package from a path of this machine", _SOURCE_HINT
    elif "://" in requirement or "@" in requirement:
        yield "takes a package from a URL", _SOURCE_HINT
    elif not _is_requirement(line):
        yield f"`{line[:60]}` is no requirement", "write a package and its versions, e.g. pandas>=2.2,<3"


def _is_requirement(line: str) -> bool:
    try:
        Requirement(re.split(r"\s--", line, maxsplit=1)[0])
    except InvalidRequirement:
        return False
    return True
