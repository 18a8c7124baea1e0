"""Runs one process and stands for it: signals go through, and its end is the end of the whole run."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType

from modelfleet_runtime.failure import PROBLEM, Failure

GRACE_SECONDS = 5
"""Between the second signal and SIGKILL."""

FORWARDED = (signal.SIGTERM, signal.SIGINT)

STDERR = 2
"""The descriptor of standard error."""


class Child:
    """A process of a job in its own session, so that a signal reaches it once and by the launcher alone."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._process: subprocess.Popen[bytes] | None = None
        self.signals = 0

    def listen(self) -> None:
        """From now on SIGTERM and SIGINT are counted and forwarded; a process that is not there yet gets them at its start."""
        for number in FORWARDED:
            signal.signal(number, self._forward)
        signal.signal(signal.SIGALRM, self._kill)

    def run(self, command: Sequence[str], *, environ: Mapping[str, str], directory: Path) -> int:
        """Start `command`, wait for it, and return its exit code: 128 + n when signal n ended it.

        What it leaves running is killed, so that nothing writes into the outputs while they are published.
        """
        if self.signals:
            return 128 + signal.SIGTERM
        try:
            self._process = subprocess.Popen(command, env=dict(environ), cwd=directory, start_new_session=True)
        except OSError as error:
            raise Failure(f"cannot start {command[0]}: {error.strerror}", code=PROBLEM) from None
        if self.signals:  # it came while the process was being made
            self._signal(signal.SIGTERM)
        code = self._process.wait()
        signal.alarm(0)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process = None
        return code if code >= 0 else 128 - code

    def _forward(self, number: int, frame: FrameType | None) -> None:
        self.signals += 1
        name = signal.Signals(number).name
        if self._process is None:
            self._say(f"{name} received; the run stops")
        elif self.signals == 1:
            self._say(f"{name} received and forwarded; a second one ends the run within {GRACE_SECONDS} s")
            self._signal(number)
        else:
            self._say(f"{name} received again; the run is killed in {GRACE_SECONDS} s")
            self._signal(number)
            signal.alarm(GRACE_SECONDS)

    def _say(self, text: str) -> None:
        # A signal may come while a line is written, and a stream of Python refuses a second writer with a RuntimeError.
        os.write(STDERR, f"{self._program}: {text}\n".encode())

    def _kill(self, number: int, frame: FrameType | None) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def _signal(self, number: int) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._process.pid, number)
