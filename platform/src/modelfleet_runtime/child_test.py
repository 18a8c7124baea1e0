"""A child is tried out in a process of its own, because it takes over the signals of the process that it is in."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from modelfleet_runtime.child import GRACE_SECONDS

PARENT = """
import os, sys
from pathlib import Path
from modelfleet_runtime.child import Child
child = Child("test")
child.listen()
print("listening", flush=True)
code = child.run([sys.executable, "-c", sys.argv[1]], environ=os.environ, directory=Path.cwd())
print("code", code, "signals", child.signals, flush=True)
"""

READY = "print('ready', flush=True)\n"


def start(script: str) -> subprocess.Popen[str]:
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen([sys.executable, "-c", PARENT, script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environ)


def until_ready(parent: subprocess.Popen[str]) -> None:
    assert parent.stdout is not None
    assert [parent.stdout.readline().strip() for _ in range(2)] == ["listening", "ready"]


def rest(parent: subprocess.Popen[str]) -> tuple[str, str]:
    out, err = parent.communicate(timeout=30)
    return out.strip().splitlines()[-1], err


@pytest.mark.parametrize(("script", "code"), [("pass", 0), ("import sys; sys.exit(7)", 7), ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", 137)])
def test_the_exit_code_is_that_of_the_process(script: str, code: int) -> None:
    assert rest(start(script)) == (f"code {code} signals 0", "")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_is_forwarded(number: signal.Signals, code: int) -> None:
    parent = start(f"import signal; signal.signal(signal.SIGINT, signal.SIG_DFL)\n{READY}import time; time.sleep(60)")
    until_ready(parent)
    parent.send_signal(number)
    name = number.name
    assert rest(parent) == (f"code {code} signals 1", f"test: {name} received and forwarded; a second one ends the run within {GRACE_SECONDS} s\n")


def test_a_process_may_end_in_its_own_way() -> None:
    parent = start(f"import signal, sys, time\nsignal.signal(signal.SIGTERM, lambda *_: sys.exit(9))\n{READY}time.sleep(60)")
    until_ready(parent)
    parent.terminate()
    assert rest(parent)[0] == "code 9 signals 1"


def test_a_second_signal_ends_a_deaf_process_and_what_it_started() -> None:
    script = (
        "import signal, subprocess, sys, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        f"subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'], stderr=subprocess.DEVNULL)\n{READY}time.sleep(60)"
    )
    parent = start(script)
    until_ready(parent)
    parent.terminate()
    time.sleep(0.3)
    began = time.monotonic()
    parent.terminate()
    # The end of the pipe comes only when the grandchild is gone, too.
    last, err = rest(parent)
    assert last == "code 137 signals 2"
    assert err.splitlines()[1] == f"test: SIGTERM received again; the run is killed in {GRACE_SECONDS} s"
    assert GRACE_SECONDS - 1 < time.monotonic() - began < GRACE_SECONDS + 10


def test_what_a_process_leaves_running_is_killed() -> None:
    script = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])"
    began = time.monotonic()
    assert rest(start(script))[0] == "code 0 signals 0"
    assert time.monotonic() - began < 30


def test_a_program_that_is_not_there(tmp_path: Path) -> None:
    parent = """
import os, sys
from pathlib import Path
from modelfleet_runtime.child import Child
from modelfleet_runtime.failure import exit_code
sys.exit(exit_code("test", lambda: Child("test").run(["/nonexistent/python"], environ={}, directory=Path.cwd())))
"""
    done = subprocess.run([sys.executable, "-c", parent], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
    assert (done.returncode, done.stderr) == (1, "test: cannot start /nonexistent/python: No such file or directory\n")


WRITER = """
import contextlib, os
from modelfleet_runtime.child import Child
from modelfleet_runtime.failure import say
child = Child("test")
child.listen()
os.set_blocking(2, False)
with contextlib.suppress(BlockingIOError):
    while True:
        os.write(2, b"full\\n")
os.set_blocking(2, True)
print("listening", flush=True)
say("test", "a line")
print("signals", child.signals, flush=True)
"""


def test_a_signal_may_come_while_a_line_is_written() -> None:
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUNBUFFERED": ""}  # as in a pod
    parent = subprocess.Popen([sys.executable, "-c", WRITER], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environ)
    assert parent.stdout is not None
    assert parent.stdout.readline() == "listening\n"
    time.sleep(0.5)  # the pipe is full, so the line is being written
    for _ in range(2):
        parent.send_signal(signal.SIGTERM)
        time.sleep(0.1)
    out, err = rest(parent)
    assert (out, parent.returncode) == ("signals 2", 0)
    assert err.replace("full\n", "").count("test: SIGTERM received; the run stops\n") == 2
