"""`modelfleet entries FILE...`: names the Jsonnet files that models are rendered with, so that a build tool knows what depends on what."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from modelfleet.errors import UserError
from modelfleet.render.features import entries_of, every_entry
from modelfleet.spec.load import Platform, load_model, load_platform


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help="model.yaml of a model, relative to the repository's root")


def run(arguments: argparse.Namespace) -> int:
    """Print {file: [entry, ...]} as JSON. A file with problems, or a platform with problems, gets every entry: nothing is known of it."""
    try:
        platform = load_platform(Path())
    except UserError:
        platform = None
    print(json.dumps({file: _entries(file, platform) for file in arguments.files}, indent=2))
    return 0


def _entries(file: str, platform: Platform | None) -> tuple[str, ...]:
    try:
        return every_entry() if platform is None else entries_of(load_model(Path(file), platform))
    except UserError:
        return every_entry()
