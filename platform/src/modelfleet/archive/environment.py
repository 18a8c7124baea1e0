"""The packages of a lock as a directory: installed once by uv, the same on every machine, kept in the cache."""

from __future__ import annotations

from pathlib import Path

from modelfleet.archive.bytecode import compile_tree
from modelfleet.archive.cache import locked
from modelfleet.archive.digest import environment_digest
from modelfleet.archive.file_index import file_index, read_entries
from modelfleet.archive.installation import install
from modelfleet.archive.interpreter import find_interpreter
from modelfleet.archive.lock_file import load_lock
from modelfleet.archive.progress import announced


def environment_tree(lock: Path, python: str, cache: Path) -> Path:
    """The directory that holds the packages of `lock` for the minor version `python`, made if the cache lacks it.

    It is laid out like the environment archive (packages at the root, scripts in bin/), so `PYTHONPATH=<tree>` is the
    environment. Its path is `<cache>/environments/<digest>`. Two processes may ask at once: one of them builds. Raises
    UserError for a lock that is missing, has no hashes, or names something that cannot be installed from wheels.
    """
    content = load_lock(lock)
    tree = cache / "environments" / environment_digest(content, python)
    if not tree.is_dir():
        with locked(tree) as work:
            if not tree.is_dir():
                _make(work / "tree", lock, content, python)
                # The record comes first: a tree without a record would never be checked.
                record_of(tree).write_text(file_index(read_entries(work / "tree")))
                (work / "tree").rename(tree)
    return tree


def record_of(tree: Path) -> Path:
    """The file that holds the file index of a cached tree, as it was made."""
    return tree.with_name(f"{tree.name}.index")


def discard(tree: Path) -> None:
    """Remove a cached tree, whole or not at all for everybody else."""
    with locked(tree) as work:
        if tree.is_dir():
            tree.rename(work / "discarded")


def _make(tree: Path, lock: Path, content: bytes, python: str) -> None:
    interpreter = find_interpreter(python)
    with announced(f"installing the packages of {lock.as_posix()} for Python {python}"):
        install(tree, lock, python, interpreter, content)
    with announced(f"compiling the packages of {lock.as_posix()}"):
        compile_tree(tree, interpreter)
