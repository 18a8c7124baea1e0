"""How long publishing takes: on a fresh clone, when nothing changed, and when one model changed.

    python tests/bench/publish_bench.py            # with the caches of this user
    python tests/bench/publish_bench.py --cold     # with empty caches, as on a new machine

The peer of every figure is `./pants list ::` in the same state: what is above it is the price of publishing, the rest is
the price of starting. Clones the committed tree into a temporary directory; nothing is written into the repository.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Clone:
    """A clone of the committed tree, with its own caches when `cold`."""

    def __init__(self, directory: Path, cold: bool) -> None:
        self.tree = directory / "modelfleet"
        self.environment = dict(os.environ)
        if cold:
            home = directory / "home"
            home.mkdir()
            pythons = self.environment.get("PYENV_ROOT") or str(Path.home() / ".pyenv")
            self.environment |= {"HOME": str(home), "XDG_CACHE_HOME": str(home / ".cache"), "PYENV_ROOT": pythons}
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(self.tree)], check=True)

    def pants(self, *words: str) -> float:
        """Wall time of one command, in seconds. What it prints is shown when it fails."""
        start = time.perf_counter()
        done = subprocess.run(["./pants", *words], cwd=self.tree, env=self.environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        taken = time.perf_counter() - start
        if done.returncode:
            raise SystemExit(f"./pants {' '.join(words)} exited with {done.returncode}:\n{done.stdout}")
        return taken


def median(figures: list[float]) -> float:
    return sorted(figures)[len(figures) // 2]


def beyond(clone: Clone, change: Path | None, rounds: int) -> tuple[float, float]:
    """Median seconds of `list ::` and of `publish ::`, in turn. `change` is a file that grows by a character before each publish."""
    listed, published = [], []
    for _ in range(rounds):
        clone.pants("list", "::")
        listed.append(clone.pants("list", "::"))
        if change is not None:
            change.write_text(change.read_text(encoding="utf-8") + "#\n", encoding="utf-8")
        published.append(clone.pants("publish", "::"))
    return median(listed), median(published)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cold", action="store_true", help="start with empty caches")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        clone = Clone(Path(directory), arguments.cold)
        caches = "empty caches" if arguments.cold else "caches of this user"
        print(f"first publish on a fresh clone, {caches}: {clone.pants('publish', '::'):.1f} s", flush=True)
        model = next(path for path in sorted(clone.tree.glob("models/*/*.py")))
        for name, change in (("nothing changed", None), ("one model changed", model)):
            listed, published = beyond(clone, change, arguments.rounds)
            print(f"{name}: publish {published:.2f} s, list {listed:.2f} s, beyond list {published - listed:.2f} s, ratio {published / listed:.1f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
