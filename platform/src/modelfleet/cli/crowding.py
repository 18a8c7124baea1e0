"""`modelfleet crowding DIR`: warns when many jobs of the fleet start in the same minute."""

from __future__ import annotations

import argparse
from pathlib import Path

from modelfleet.clock.scheduled import load_scheduled
from modelfleet.clock.warning import crowd_warnings


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rendered", type=Path, metavar="DIR", help="directory of the schedules that `render` wrote, one file a model")


def run(arguments: argparse.Namespace) -> int:
    """Print the warnings; they stop nothing."""
    for warning in crowd_warnings(load_scheduled(arguments.rendered)):
        print(warning)
    return 0
