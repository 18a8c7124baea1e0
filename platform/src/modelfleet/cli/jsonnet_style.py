"""`modelfleet jsonnet-style FILE...`: checks the formatting of Jsonnet files where there is no jsonnetfmt."""

from __future__ import annotations

import argparse

from modelfleet.style.given import judge_files
from modelfleet.style.jsonnet import jsonnet_problems


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the verb."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="a Jsonnet file, relative to the repository's root")


def run(arguments: argparse.Namespace) -> int:
    """Check each file; raises UserError with the problems of all of them."""
    judge_files(arguments.files, jsonnet_problems)
    print(f"{len(arguments.files)} files: indentation, quotes and trailing commas are right")
    return 0
