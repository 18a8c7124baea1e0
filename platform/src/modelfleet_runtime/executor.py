"""Makes the Python of a Spark executor: the same as that of the driver, at the same place, because the driver names it."""

from __future__ import annotations

import os
import sys

from modelfleet_runtime.failure import exit_code, say
from modelfleet_runtime.interpreter import make_interpreter
from modelfleet_runtime.workspace import Workspace

PROGRAM = "executor"


def main() -> int:
    """Make the virtual environment, and the directory that is the home of the process."""
    workspace = Workspace.of(os.environ)
    for directory in (workspace.run, workspace.work):
        directory.mkdir(parents=True, exist_ok=True)
    say(PROGRAM, f"workers run {make_interpreter(workspace)}")
    return 0


if __name__ == "__main__":
    sys.exit(exit_code(PROGRAM, main))
