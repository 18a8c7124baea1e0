"""The cache is where the user wants it, and two processes never make the same thing at once."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest

from modelfleet.archive.cache import cache_directory, locked

CONTEXT = multiprocessing.get_context("spawn")


@pytest.mark.parametrize(
    ("explicit", "environment", "expected"),
    [
        (Path("/c"), {"XDG_CACHE_HOME": "/x", "HOME": "/h"}, "/c"),
        (None, {"XDG_CACHE_HOME": "/x", "HOME": "/h"}, "/x/modelfleet"),
        (None, {"XDG_CACHE_HOME": "relative", "HOME": "/h"}, "/h/.cache/modelfleet"),
        (None, {"XDG_CACHE_HOME": "", "HOME": "/h"}, "/h/.cache/modelfleet"),
    ],
)
def test_the_place_of_the_cache(explicit: Path | None, environment: dict[str, str], expected: str) -> None:
    assert cache_directory(explicit, environment) == Path(expected)


def make(target: Path, log: Path) -> None:
    if not target.exists():
        with locked(target) as work:
            if not target.exists():
                with log.open("a") as stream:
                    stream.write("made\n")
                (work / "tree").mkdir()
                time.sleep(0.2)
                (work / "tree").rename(target)


def test_one_makes_and_the_others_wait(tmp_path: Path) -> None:
    makers = [CONTEXT.Process(target=make, args=(tmp_path / "cache/a", tmp_path / "log")) for _ in range(3)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert [maker.exitcode for maker in makers] == [0, 0, 0]
    assert (tmp_path / "log").read_text() == "made\n"
    assert sorted(path.name for path in (tmp_path / "cache").iterdir()) == [".a.lock", "a"]


def hang(target: Path, ready: Path) -> None:
    with locked(target) as work:
        (work / "half").write_text("half")
        ready.touch()
        time.sleep(600)


def test_a_killed_process_leaves_neither_lock_nor_half(tmp_path: Path) -> None:
    victim = CONTEXT.Process(target=hang, args=(tmp_path / "cache/a", tmp_path / "ready"))
    victim.start()
    while not (tmp_path / "ready").exists():
        time.sleep(0.01)
    assert victim.pid is not None
    os.kill(victim.pid, signal.SIGKILL)
    victim.join()
    assert len(list((tmp_path / "cache").glob(".a.part-*/half"))) == 1
    make(tmp_path / "cache/a", tmp_path / "log")
    assert sorted(path.name for path in (tmp_path / "cache").iterdir()) == [".a.lock", "a"]


def test_a_failure_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyError), locked(tmp_path / "a") as work:
        (work / "half").touch()
        raise KeyError
    assert [path.name for path in tmp_path.iterdir()] == [".a.lock"]
