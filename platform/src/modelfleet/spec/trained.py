"""Trained artifacts: what a run of one job leaves for later runs of others, and which run another job takes.

A run is named by its logical date in UTC, and a digest after `@` pins its content: every byte that the run published is
known by the marker that was written last, and the digest is the marker's.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from modelfleet.spec.fault import FaultError
from modelfleet.spec.messages import trained as messages
from modelfleet.spec.name import ArtifactName, JobName
from modelfleet.spec.record import Record

# The runtime names runs (modelfleet_runtime/run_id.py), by this pattern.
RUN_PATTERN = r"[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{4}(-[0-9a-f]{6})?"
PIN_PATTERN = rf"^{RUN_PATTERN}(@sha256:[0-9a-f]{{64}})?$"
EXAMPLE = "2026-11-20-0400"


def _is_moment(text: str) -> bool:
    try:
        datetime.strptime(text, "%Y-%m-%d-%H%M")
    except ValueError:
        return False
    return True


def _check_pin(pin: Any) -> Any:
    if not isinstance(pin, str) or not re.fullmatch(PIN_PATTERN, pin, re.ASCII) or not _is_moment(pin[: len(EXAMPLE)]):
        raise FaultError(messages.bad_pin(str(pin).lower() if isinstance(pin, bool) else pin, EXAMPLE))
    return pin


Pin = Annotated[str, BeforeValidator(_check_pin), WithJsonSchema({"type": "string", "pattern": PIN_PATTERN})]


class JobArtifacts(Record):
    """Files and directories that each run leaves for later runs: published once, with their digests, and never changed."""

    out: tuple[ArtifactName, ...] = Field(
        default=(),
        description="Files or directories of the working directory, by name. Numbers in `metrics.json` beside them are published with them.",
        examples=[["model"]],
    )


class TrainedFields(Record):
    """What a job says about trained artifacts, its own and those that it takes."""

    artifacts: JobArtifacts = Field(default=JobArtifacts(), description="What a run leaves for later runs; of a job with steps, the last step leaves it.")
    uses: dict[JobName, Pin] = Field(
        default={},
        description="Runs of other jobs whose artifacts lie in the working directory, each under its name. `./pants adopt` writes the run and its digest.",
        examples=[{"training": EXAMPLE}],
    )
    follow: dict[JobName, Literal["latest"]] = Field(
        default={},
        description="Jobs whose newest complete run is taken where `uses` names none; refused on stages with `require_pinned`.",
        examples=[{"training": "latest"}],
    )


def split_pin(pin: str) -> tuple[str, str | None]:
    """A pin as the name of the run and the digest, 64 hexadecimal digits or None."""
    run, _, digest = pin.partition("@sha256:")
    return run, digest or None
