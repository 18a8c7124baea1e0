"""Programs written in Go that tests run, built from pinned modules and kept outside the tree."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

# Where distributions put Go when it is not on PATH, as inside a sandbox that hands over no variables.
USUAL_PLACES = ("/usr/local/go/bin", "/usr/lib/go/bin", "/usr/lib/golang/bin")


def find_go() -> str | None:
    """The Go command, or None."""
    return shutil.which("go", path=os.pathsep.join([os.environ.get("PATH", ""), *USUAL_PLACES]))


def built(module: Path, name: str, go: str, package: str = ".", tags: str = "") -> Path:
    """The program `name` of a wrapper module, built on the first use (some minutes) and found again afterwards.

    `module` is the directory of its go.mod; `package` is what is built: the module itself, or a tool that it pins; `tags`
    are build tags, separated by commas. The program's place is named by the content of the module, so another version is
    another file. Raises CalledProcessError when the build fails, with what Go printed on standard error.
    """
    sources = sorted(path for path in module.iterdir() if path.suffix in (".go", ".mod", ".sum"))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources) + tags.encode()).hexdigest()
    program = cache() / digest[:16] / name
    program.parent.mkdir(parents=True, exist_ok=True)
    with (program.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not program.exists():
            _build(module, package, tags, go, program)
    return program


def cache() -> Path:
    """Where built programs are kept."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "modelfleet" / "go"


def _build(module: Path, package: str, tags: str, go: str, program: Path) -> None:
    print(f"building {program.name} of {module.name}, which takes some minutes the first time", file=sys.stderr, flush=True)
    start = time.monotonic()
    partial = program.with_suffix(".partial")
    command = [go, "build", "-mod=readonly", "-trimpath", "-ldflags=-s -w", f"-tags={tags}", "-o", str(partial), package]
    # GOWORK off: a go.work of the machine must not change what is built; cgo off: no C compiler is needed.
    environment = {**os.environ, "HOME": str(Path.home()), "CGO_ENABLED": "0", "GOWORK": "off"}
    subprocess.run(command, cwd=module, env=environment, check=True, stdout=sys.stderr, stderr=subprocess.STDOUT)
    os.replace(partial, program)
    seconds, size = time.monotonic() - start, program.stat().st_size / 2**20
    print(f"built {program.name} of {module.name} in {seconds / 60:.1f} minutes, {size:.0f} MiB", file=sys.stderr, flush=True)
