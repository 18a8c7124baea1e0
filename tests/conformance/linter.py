"""The linter of Argo Workflows, built from the pinned Go module and kept outside the tree."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import go_program

HERE = Path(__file__).resolve().parent
MODULES = ("argo-3.7", "argo-4.1")


@dataclass(frozen=True)
class Linter:
    """One built linter: `program` is the file to run, `version` the version of Argo Workflows."""

    version: str
    program: Path

    def lint(self, directory: Path) -> tuple[bool, str]:
        """Whether every manifest under `directory` is accepted, and what the linter says, without the directory's name.

        All directories that refer to each other have to be below it: nothing else is known to the linter.
        """
        done = subprocess.run([self.program, directory], capture_output=True, text=True, timeout=600)
        text = (done.stdout + done.stderr).replace(f"{directory}/", "").strip()
        return done.returncode == 0, text


def version_of(module: str) -> str:
    """The version of Argo Workflows that a wrapper module pins, such as `3.7.18`."""
    found = re.search(r"^require github\.com/argoproj/argo-workflows/v\d+ v(\S+)$", (HERE / module / "go.mod").read_text(), re.MULTILINE)
    assert found is not None, f"{module}/go.mod requires Argo Workflows on one line"
    return found[1]


def built(module: str, go: str) -> Linter:
    """The linter of one wrapper module. Raises CalledProcessError when it cannot be built."""
    return Linter(version_of(module), go_program.built(HERE / module, "argo-lint", go))
