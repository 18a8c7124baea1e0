"""Writes the bytecode of an environment before it is packed, so that no pod compiles a package."""

from __future__ import annotations

import inspect
import os
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from modelfleet.archive import bytecode_worker

MOUNT: Final = "/workspace/env"
"""Where pods unpack the environment; the bytecode names its sources by this path."""

_WORKERS: Final = 2


def compile_tree(tree: Path, interpreter: Path, workers: int = _WORKERS) -> None:
    """Compile every .py file under `tree` by `interpreter`, into __pycache__, as if the tree stood at MOUNT.

    The bytecode is never checked against its source (PEP 552, unchecked hash): in an archive both are fixed. The bytes do
    not depend on the machine, on `workers`, or on the order of the files; see `bytecode_worker`.
    """
    paths = sorted(path.relative_to(tree) for path in tree.rglob("*.py") if path.is_file())
    by_size = sorted(paths, key=lambda path: -(tree / path).stat().st_size)
    program = inspect.getsource(bytecode_worker)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")} | {"PYTHONHASHSEED": "0"}

    with tempfile.TemporaryDirectory() as empty:  # `python -c` looks for modules in its working directory first

        def compile_share(share: list[Path]) -> None:
            subprocess.run(
                [interpreter, "-s", "-W", "ignore", "-c", program, tree.absolute(), MOUNT],
                input=b"".join(os.fsencode(path) + b"\0" for path in share),
                cwd=empty,
                env=environment,
                check=True,
            )

        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(compile_share, [by_size[start::workers] for start in range(workers)]))
