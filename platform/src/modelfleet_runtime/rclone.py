"""Transfers by rclone, configured by RCLONE_* variables alone."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from modelfleet_runtime.failure import BROKEN, TRY_AGAIN, Failure
from modelfleet_runtime.workspace import write_whole

# Retries are rclone's own; `--s3-no-check-bucket` because a job may write into a bucket and still not be allowed to make one.
FLAGS = ("--config", "", "--retries", "3", "--retries-sleep", "10s", "--low-level-retries", "10", "--copy-links", "--s3-no-check-bucket")
PROGRESS = ("--stats", "30s", "--stats-one-line", "--stats-log-level", "NOTICE")

NOT_THERE = (3, 4)
"""rclone's exit codes for a directory and for a file that does not exist (https://rclone.org/docs/#exit-code)."""

LASTING = (2, 7)
"""Its exit codes for a wrong command or configuration, and for a fault that another attempt will meet again."""


def rclone_path(uri: str) -> str:
    """`s3://bucket/path` as rclone names it: the remote is called as the scheme is."""
    scheme, _, rest = uri.partition("://")
    return f"{scheme}:{rest}"


class Rclone:
    """The rclone binary at `binary`; `scratch` is a directory for small files, that of the machine if there is none."""

    def __init__(self, binary: Path, scratch: Path | None = None) -> None:
        self._binary, self._scratch = binary, scratch

    def holds(self, uri: str) -> bool:
        """Whether a file is at `uri`."""
        return bool((self._look(["lsf", "--files-only", "--", rclone_path(uri)], uri) or b"").strip())

    def directories(self, uri: str) -> list[str]:
        """The names of the directories in `uri`; see Transfer."""
        done = self._look(["lsf", "--dirs-only", "--", rclone_path(uri)], uri)
        return [] if done is None else [line.rstrip("/") for line in done.decode(errors="replace").splitlines() if line.strip("/")]

    def read(self, uri: str, limit: int) -> bytes | None:
        """The content of a file; see Transfer."""
        place, _, name = uri.rpartition("/")
        with tempfile.TemporaryDirectory(dir=self._scratch) as directory:
            target = Path(directory, "fetched")
            self.fetch(place, [name], target)
            file = target / name
            if not file.is_file():
                return None
            if file.stat().st_size > limit:
                raise Failure(f"{uri} has {file.stat().st_size} bytes, {limit} are allowed")
            return file.read_bytes()

    def fetch(self, uri: str, paths: Sequence[str], target: Path) -> None:
        """Copy files; see Transfer."""
        listed = target.with_name(f"{target.name}.list")
        write_whole(listed, "".join(f"{path}\n" for path in paths))
        done = self._run(["copy", *PROGRESS, "--no-traverse", "--files-from-raw", str(listed), "--", rclone_path(uri), str(target)], seconds=None)
        if done.returncode not in NOT_THERE:
            self._refuse(done.returncode, f"could not read from {uri}", hint="the run may be repeated")

    def mirror(self, source: Path, uri: str, *, seconds: float | None = None) -> None:
        """Make `uri` equal to `source`; see Transfer."""
        verb = ["sync", "--exclude", "/_SUCCESS"] if source.is_dir() else ["copy"]
        done = self._run([*verb, *PROGRESS, "--", str(source), rclone_path(uri)], seconds=seconds)
        self._refuse(done.returncode, f"could not write to {uri}")

    def put(self, source: Path, uri: str) -> None:
        """Copy one file to exactly `uri`."""
        self._refuse(self._run(["copyto", "--", str(source), rclone_path(uri)], seconds=None).returncode, f"could not write {uri}")

    def _look(self, arguments: Sequence[str], uri: str) -> bytes | None:
        """What rclone prints, None when there is nothing at `uri`."""
        done = self._run(arguments, seconds=None, capture=True)
        if done.returncode in NOT_THERE:
            return None
        sys.stderr.write(done.stderr.decode(errors="replace"))
        self._refuse(done.returncode, f"could not look at {uri}")
        return done.stdout

    def _run(self, arguments: Sequence[str], *, seconds: float | None, capture: bool = False) -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run([str(self._binary), *FLAGS, *arguments], check=False, timeout=seconds, capture_output=capture, stdin=subprocess.DEVNULL)
        except OSError as error:
            hint = "the transfer step leaves the binary there; its log says why it did not"
            raise Failure(f"{self._binary}: {error.strerror}", hint=hint, code=BROKEN) from None
        except subprocess.TimeoutExpired:
            raise Failure(f"rclone was stopped after {seconds:.0f} s", code=TRY_AGAIN) from None

    def _refuse(self, code: int, what: str, *, hint: str = "the run may be repeated; what it wrote has no marker") -> None:
        if code in LASTING:
            raise Failure(f"rclone {what} (exit code {code}, see above)", hint="check the stage's `data` settings and the owner's data secret")
        if code != 0:
            raise Failure(f"rclone {what} (exit code {code}, see above)", hint=hint, code=TRY_AGAIN)
