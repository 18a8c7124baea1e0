"""Where everything of a run is: one directory, `/workspace` in a pod, any other for a test or on a laptop."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from modelfleet_runtime.failure import BROKEN, Failure


@dataclass(frozen=True)
class Workspace:
    """The tree of a run; the three archives are unpacked in `code`, `env` and `runtime`."""

    root: Path

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> Workspace:
        """The workspace that MODELFLEET_WORKSPACE names, else `/workspace`."""
        return cls(Path(os.path.abspath(environ.get("MODELFLEET_WORKSPACE") or "/workspace")))

    @property
    def code(self) -> Path:
        return self.root / "code"

    @property
    def environment(self) -> Path:
        return self.root / "env"

    @property
    def work(self) -> Path:
        """The working directory of the entry point; inputs arrive and outputs are looked for below it."""
        return self.root / "work"

    @property
    def run(self) -> Path:
        """What the steps of a run tell one another; nothing of the model is here."""
        return self.root / "run"

    @property
    def artifacts(self) -> Path:
        """What other steps of the run hand on, one directory a pod: `in-00` and so on."""
        return self.root / "artifacts"

    @property
    def handed_on(self) -> Path:
        """What this step hands on."""
        return self.artifacts / "out"

    @property
    def params(self) -> Path:
        return self.run / "params.json"

    @property
    def transfers(self) -> Path:
        return self.run / "transfers.tsv"

    @property
    def selected(self) -> Path:
        """One file an input with `select`: the run that was taken, as `logical_date=…/run=…`."""
        return self.run / "selected"

    @property
    def rclone(self) -> Path:
        return self.run / "bin" / "rclone"

    def inside_work(self, path: str) -> Path:
        """The absolute place of a relative path of a job; one that leaves the working directory is refused."""
        parts = PurePosixPath(path).parts
        if not parts or path.startswith("/") or ".." in parts:
            raise Failure(f"the path `{path}` leaves the working directory of the job", code=BROKEN)
        return self.work.joinpath(*parts)


def write_whole(path: Path, text: str) -> None:
    """Write a file so that a reader sees all of it or nothing."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.write_text(text, encoding="utf-8")
    os.replace(part, path)
