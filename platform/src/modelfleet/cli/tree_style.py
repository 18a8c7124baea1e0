"""`modelfleet tree-style FILE...`: checks the rules of this repository's own tree."""

from __future__ import annotations

import argparse

from modelfleet.style.given import judge_files
from modelfleet.style.tree import is_judged, tree_problems


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the verb."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="a file, relative to the repository's root")


def run(arguments: argparse.Namespace) -> int:
    """Check each file; raises UserError with the problems of all of them."""
    files = [file for file in arguments.files if is_judged(file)]
    judge_files(files, tree_problems)
    print(f"{len(files)} files: places, names and sizes are right")
    return 0
