"""A process of the cluster that outlives the command which started it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Process:
    """A named process; `directory` holds its log and the note of its id."""

    name: str
    directory: Path

    @property
    def log(self) -> Path:
        return self.directory / f"{self.name}.log"

    def start(self, command: Sequence[str | Path], variables: Mapping[str, str]) -> None:
        """Start it, unless it runs."""
        if self.runs():
            return
        self.directory.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            started = subprocess.Popen(
                [str(word) for word in command],
                env={**os.environ, **variables},
                cwd=self.directory,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._note.write_text(json.dumps({"id": started.pid, "since": _since(started.pid)}), encoding="utf-8")

    def runs(self) -> bool:
        """Whether the process that was started still runs; an id that another process has by now does not count."""
        noted = self._noted()
        return noted is not None and _since(noted["id"]) == noted["since"]

    def stop(self, seconds: float = 20) -> None:
        """Ask it to end, and end it when it does not within `seconds`."""
        noted = self._noted()
        for sent in (signal.SIGTERM, signal.SIGKILL):
            if noted is None or not self.runs():
                break
            with contextlib.suppress(ProcessLookupError):
                os.kill(noted["id"], sent)
            end = time.monotonic() + seconds
            while self.runs() and time.monotonic() < end:
                time.sleep(0.05)
        self._note.unlink(missing_ok=True)

    def last_words(self, lines: int = 12) -> str:
        """The end of its log."""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:]) if self.log.exists() else "(no log)"

    @property
    def _note(self) -> Path:
        return self.directory / f"{self.name}.json"

    def _noted(self) -> dict[str, int] | None:
        return json.loads(self._note.read_text(encoding="utf-8")) if self._note.exists() else None


def _since(process_id: int) -> int | None:
    """When a process started, in clock ticks since boot (field 22 of /proc/PID/stat); None when there is none, or only its corpse."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(process_id, os.WNOHANG)
    try:
        fields = Path(f"/proc/{process_id}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if fields[0] == "Z" else int(fields[19])
