"""The complete runs of a job on a stage: what each was, how good it is, and the pin that takes exactly it.

The layout and the marker are the runtime's (modelfleet_runtime/trained.py and marker.py): `<run>/_SUCCESS` below the
job's directory. A run without a marker is not complete, and nobody sees it.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from modelfleet.archive.store import Store
from modelfleet.errors import UserError
from modelfleet.spec.stage import LOCAL, StageSpec
from modelfleet.spec.trained import RUN_PATTERN

MAXIMUM_MARKER = 4 << 20
_MARKER = re.compile(rf"(?P<run>{RUN_PATTERN})/_SUCCESS")
_S3 = "s3"
_DATE = len("2026-11-20-0400")


@dataclass(frozen=True)
class TrainedRun:
    """One complete run. `digest` is the SHA-256 of its marker, 64 hexadecimal digits; moments are ISO 8601 in UTC."""

    name: str
    digest: str
    logical_date: str
    published: str
    metrics: Mapping[str, float]
    artifacts: tuple[str, ...]
    code: str

    @property
    def pin(self) -> str:
        """What `uses` says."""
        return f"{self.name}@sha256:{self.digest}"


def store_of(name: str, stage: StageSpec, data: Path, model: str, job: str) -> Store:
    """The store that holds the runs of a job: below `data` for the stage of local runs, else where the stage keeps them.

    Raises UserError when the stage has no place, or one that is not read by S3.
    """
    if stage.trained is None:
        raise UserError.one(f"the stage {name} has no place for trained artifacts", file=f"platform/stages/{name}.yaml", hint="add `trained: s3://bucket/`")
    scheme, _, rest = stage.trained.partition("://")
    place = "/".join([*[part for part in rest.split("/") if part], model, job])
    if name == LOCAL:
        return Store(f"file://{(data / place).as_posix()}", Path())
    remote = stage.data[scheme]
    if remote.type != _S3:
        what = f"adopt reads S3, and `{scheme}://` on the stage {name} is of type {remote.type}"
        raise UserError.one(what, file=f"platform/stages/{name}.yaml", hint="write the line by hand: `uses: {job: run}`")
    return Store(f"s3://{place}", Path(), {key: remote.options[key] for key in ("endpoint", "region") if key in remote.options})


def read_history(store: Store) -> tuple[TrainedRun, ...]:
    """All complete runs, the newest logical date first; of one date, the one that was published last. Raises UserError."""
    keys = store.keys()
    runs = [_run(match["run"], store.read(key, MAXIMUM_MARKER), store.url) for key in keys if (match := _MARKER.fullmatch(key))]
    return tuple(sorted(runs, key=lambda run: (run.name[:_DATE], run.published, run.name), reverse=True))


def find_run(runs: Iterable[TrainedRun], wanted: str) -> TrainedRun | None:
    """The run of that name, or the first one for `latest`."""
    return next((run for run in runs if wanted in (run.name, "latest")), None)


def _run(name: str, data: bytes, url: str) -> TrainedRun:
    try:
        content: dict[str, Any] = json.loads(data)
        metrics = {name: _number(value) for name, value in content["metrics"].items()}
        artifacts = tuple(sorted({path.split("/")[0] for path in content["files"]} - {"metrics.json"}))
        texts = [datetime.fromisoformat(content[key]).isoformat() for key in ("logical_date", "published")]
        run = TrainedRun(name, hashlib.sha256(data).hexdigest(), *texts, metrics, artifacts, str(content["digests"]["code"]))
        # Others can write to the store: what a terminal would obey is not shown.
        if not all(text.isprintable() for text in (*metrics, *artifacts, run.code)):
            raise ValueError(name)
        return run
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        raise UserError.one(f"{url}/{name}/_SUCCESS was not written by a run", hint="somebody must look at that directory, and remove it") from None


def _number(value: Any) -> float:
    number = float(value) if isinstance(value, float) else int(value)
    if not math.isfinite(number):
        raise ValueError(value)
    return number
