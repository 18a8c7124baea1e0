"""Which files of a model's directory are its code."""

from __future__ import annotations

import os
import subprocess
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from modelfleet.archive.digest import SourceFile
from modelfleet.archive.file_index import check_path
from modelfleet.errors import Problem, UserError

_DESCRIPTION: Final = "model.yaml"
_NAMES: Final = ("requirements.lock", "code.lock", "source.lock", "BUILD", "conftest.py", "test_*.py", "*_test.py", "*.pyc", ".*")
_DIRECTORIES: Final = ("tests", "__pycache__", ".*")


def read_code(model_directory: Path) -> dict[str, SourceFile]:
    """The files of a model's code archive: POSIX path relative to `model_directory` → file, sorted by path.

    Left out: model.yaml and requirements.lock (they are in the manifests and in the environment's digest), BUILD, tests,
    dot files, bytecode, and what Git ignores when the directory is in a work tree. A link to a file counts as that file.
    Raises UserError for files that an archive cannot hold.
    """
    files: dict[str, SourceFile] = {}
    problems: list[Problem] = []
    for path in _drop_ignored(model_directory, _candidates(model_directory)):
        file = model_directory / path
        where = (model_directory / path.encode("utf-8", "replace").decode()).as_posix()
        try:
            check_path(path)
            files[path] = SourceFile(file.read_bytes(), bool(file.stat().st_mode & 0o111))
        except ValueError:
            problems.append(Problem(repr(where)[1:-1], None, "", "the file's name has a line break or is not UTF-8", "rename the file"))
        except IsADirectoryError:
            problems.append(Problem(where, None, "", "is a link to a directory", "put the directory itself in its place"))
        except OSError as error:
            problems.append(Problem(where, None, "", f"cannot be read: {error.strerror}", "every file of a model's directory goes into its code archive"))
    if problems:
        raise UserError(problems)
    return files


def _candidates(model_directory: Path) -> list[str]:
    found: list[str] = []
    for directory, folders, names in os.walk(model_directory):
        folders[:] = [name for name in folders if not _matches(name, _DIRECTORIES)]
        links = [name for name in folders if os.path.islink(os.path.join(directory, name))]
        for name in (*names, *links):
            path = os.path.relpath(os.path.join(directory, name), model_directory)
            if path != _DESCRIPTION and not _matches(name, _NAMES):
                found.append(path)
    return sorted(found, key=os.fsencode)


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _drop_ignored(model_directory: Path, paths: list[str]) -> list[str]:
    """`paths` without those that match .gitignore, whether tracked or not, as Pants does; all of them outside a work tree.

    The user's global excludes are not read: they would make the digest depend on the person. A directory that is itself
    ignored (a copy under an ignored directory) is taken as it is.
    """
    if not any((parent / ".git").exists() for parent in (model_directory.absolute(), *model_directory.absolute().parents)):
        return paths
    command = ["git", "-c", "core.excludesFile=/dev/null", "-C", os.fspath(model_directory), "check-ignore", "--no-index", "-z", "--stdin"]
    asked = b"".join(os.fsencode(path) + b"\0" for path in (_DESCRIPTION, *paths))
    try:
        answer = subprocess.run(command, input=asked, capture_output=True, check=False)
    except FileNotFoundError:
        return paths
    if answer.returncode != 0:
        return paths
    ignored = {os.fsdecode(name) for name in answer.stdout.split(b"\0")}
    return paths if _DESCRIPTION in ignored else [path for path in paths if path not in ignored]
