"""A process of the cluster is started once, found again and stopped, and nobody else's is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from e2e.process import Process

SLEEP = (sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)")


def test_started_once_and_stopped(tmp_path: Path) -> None:
    process = Process("sleeper", tmp_path)
    process.start(SLEEP, {})
    noted = (tmp_path / "sleeper.json").read_text()
    process.start(SLEEP, {})
    assert process.runs() and (tmp_path / "sleeper.json").read_text() == noted
    process.stop()
    assert not process.runs() and not (tmp_path / "sleeper.json").exists()
    process.stop()


def test_a_process_that_only_has_the_id_is_not_touched(tmp_path: Path) -> None:
    other = subprocess.Popen(SLEEP, stdout=subprocess.DEVNULL)
    try:
        (tmp_path / "sleeper.json").write_text(json.dumps({"id": other.pid, "since": 1}))
        process = Process("sleeper", tmp_path)
        assert not process.runs()
        process.stop()
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_last_words_are_the_end_of_the_log(tmp_path: Path) -> None:
    process = Process("talker", tmp_path)
    assert process.last_words() == "(no log)"
    process.start((sys.executable, "-c", "print('one\\ntwo\\nthree')"), dict(os.environ))
    while process.runs():
        pass
    assert process.last_words(2) == "two\nthree"
