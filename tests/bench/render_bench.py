"""How long rendering and checking takes, a model: in batches as the build does it, and one process each as the peer.

    python tests/bench/render_bench.py --models 300

Runs from the repository's root with the product's requirements installed. The fleet is made in a temporary copy of the
tree; nothing is written into the repository. Both sides run in one process tree, in turn, so their ratio holds on a
noisy machine.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from generated import write_fleet  # noqa: E402  (a script beside this one, not a package)

ROOT = Path(__file__).resolve().parents[2]
SHARED = ("platform", "clusterworkflowtemplates", "3rdparty")
BATCH = 32


def seconds(copy: Path, batches: list[list[Path]], workers: int) -> tuple[float, float]:
    """Wall time and processor time to render all batches, `workers` processes at a time."""
    environment = {**os.environ, "GOGC": "400", "PYTHONPATH": str(copy / "platform/src")}

    def render(number: int, batch: list[Path]) -> None:
        files = [str(file.relative_to(copy)) for file in batch]
        command = [sys.executable, "-m", "modelfleet.cli.main", "render", "--out", f"out/{number}", *files]
        subprocess.run(command, cwd=copy, env=environment, check=True)

    shutil.rmtree(copy / "out", ignore_errors=True)
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(render, range(len(batches)), batches))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter() - start, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def middle(rounds: list[tuple[float, float]], models: int) -> tuple[float, float]:
    """Median wall and processor time, in milliseconds a model."""
    walls, processors = zip(*rounds, strict=True)
    return 1000 * sorted(walls)[len(walls) // 2] / models, 1000 * sorted(processors)[len(processors) // 2] / models


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", type=int, default=300)
    parser.add_argument("--peer-models", type=int, default=30, help="how many of them the peer renders, one process each")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        copy = Path(directory)
        for name in SHARED:
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        files = write_fleet(copy / "models", arguments.models, ROOT / "models/fraud-detection/requirements.lock")
        batches = [files[start : start + BATCH] for start in range(0, len(files), BATCH)]
        single = [[file] for file in files[: arguments.peer_models]]
        seconds(copy, single[:2], arguments.workers)  # compiles the product's bytecode, counts for nobody
        ours, peer = [], []
        for _ in range(arguments.rounds):
            ours.append(seconds(copy, batches, arguments.workers))
            manifests = sum(1 for _ in copy.glob("out/*/*/models/*/manifests/*.yaml"))
            refused = len(files) - sum(1 for _ in copy.glob("out/*/local/models/*/app.json"))
            peer.append(seconds(copy, single, arguments.workers))
        if refused:
            print(f"{refused} of the generated models were refused: the figures mean nothing", file=sys.stderr)
            return 1
        (wall, processor), (peer_wall, peer_processor) = middle(ours, len(files)), middle(peer, len(single))
        print(f"{len(files)} models, {manifests} manifests on all stages, {arguments.workers} processes at a time, median of {arguments.rounds}")
        print(f"batches of {BATCH}:     {wall:7.1f} ms a model, {processor:7.1f} ms of processor time")
        print(f"one process each: {peer_wall:7.1f} ms a model, {peer_processor:7.1f} ms of processor time")
        print(f"ratio:            {peer_wall / wall:7.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
