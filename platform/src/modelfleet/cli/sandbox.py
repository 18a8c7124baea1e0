"""Where the build tool starts the program: with the PATH that the user has, which the build tool replaces by its own."""

from __future__ import annotations

import os

from modelfleet.cli import main as program


def main() -> int:
    """Run the command line. The variable MODELFLEET_PATH, when it is set, becomes PATH."""
    path = os.environ.pop("MODELFLEET_PATH", None)
    if path:
        os.environ["PATH"] = path
    return program.main()
