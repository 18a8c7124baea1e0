"""The linter of Argo Workflows, built from the pinned Go module and kept outside the tree."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODULES = ("argo-3.7", "argo-4.1")
SOURCES = ("go.mod", "go.sum", "main.go")
# Where distributions put Go when it is not on PATH, as inside a sandbox that hands over no variables.
USUAL_PLACES = ("/usr/local/go/bin", "/usr/lib/go/bin", "/usr/lib/golang/bin")


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


def find_go() -> str | None:
    """The Go command, or None."""
    return shutil.which("go", path=os.pathsep.join([os.environ.get("PATH", ""), *USUAL_PLACES]))


def version_of(module: str) -> str:
    """The version of Argo Workflows that a wrapper module pins, such as `3.7.18`."""
    found = re.search(r"^require github\.com/argoproj/argo-workflows/v\d+ v(\S+)$", (HERE / module / "go.mod").read_text(), re.MULTILINE)
    assert found is not None, f"{module}/go.mod requires Argo Workflows on one line"
    return found[1]


def built(module: str, go: str) -> Linter:
    """The linter of one wrapper module, built on the first use (some minutes) and found again afterwards.

    Its place is named by the content of the module, so another version is another file. Raises CalledProcessError with
    what Go printed when the build fails.
    """
    source = HERE / module
    digest = hashlib.sha256(b"".join((source / name).read_bytes() for name in SOURCES)).hexdigest()
    program = cache() / digest[:16] / "argo-lint"
    program.parent.mkdir(parents=True, exist_ok=True)
    with (program.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not program.exists():
            _build(source, go, program)
    return Linter(version_of(module), program)


def cache() -> Path:
    """Where built linters are kept."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "modelfleet" / "conformance"


def _build(source: Path, go: str, program: Path) -> None:
    print(f"building the linter of {source.name}, which takes some minutes the first time", file=sys.stderr, flush=True)
    start = time.monotonic()
    partial = program.with_suffix(".partial")
    command = [go, "build", "-mod=readonly", "-trimpath", "-ldflags=-s -w", "-o", str(partial), "."]
    # GOWORK off: a go.work of the machine must not change what is built; cgo off: no C compiler is needed.
    environment = {**os.environ, "HOME": str(Path.home()), "CGO_ENABLED": "0", "GOWORK": "off"}
    subprocess.run(command, cwd=source, env=environment, check=True, stdout=sys.stderr, stderr=subprocess.STDOUT)
    os.replace(partial, program)
    seconds, size = time.monotonic() - start, program.stat().st_size / 2**20
    print(f"built the linter of {source.name} in {seconds / 60:.1f} minutes, {size:.0f} MiB", file=sys.stderr, flush=True)
