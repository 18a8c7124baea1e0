"""`modelfleet jsonnet-style FILE...`: checks the formatting of Jsonnet files where there is no jsonnetfmt."""

from __future__ import annotations

import argparse
from pathlib import Path

from modelfleet.errors import Problem, UserError
from modelfleet.style.jsonnet import jsonnet_problems


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the verb."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="a Jsonnet file, relative to the repository's root")


def run(arguments: argparse.Namespace) -> int:
    """Check each file; raises UserError with the problems of all of them."""
    problems = [problem for file in arguments.files for problem in _problems(file)]
    if problems:
        raise UserError(problems)
    print(f"{len(arguments.files)} files: indentation, quotes and trailing commas are right")
    return 0


def _problems(file: str) -> tuple[Problem, ...]:
    try:
        return jsonnet_problems(file, Path(file).read_text("utf-8"))
    except UnicodeDecodeError:
        return (Problem(file, None, "", "not UTF-8", "save the file as UTF-8"),)
    except OSError as error:
        return (Problem(file, None, "", f"cannot be read: {error.strerror}", "name Jsonnet files, relative to the repository's root"),)
