"""What keeps runs apart: jobs that must not run at once, or not too many of them."""

from __future__ import annotations

from pydantic import Field

from modelfleet.spec.name import LockName
from modelfleet.spec.record import Record


class Synchronization(Record):
    """What a run holds from its start to its end; it waits until it has all of it."""

    semaphores: tuple[LockName, ...] = Field(
        default=(), description="Semaphores of the owner: no more of their holders run at once than platform/owners.yaml says.", examples=[["warehouse"]]
    )
    mutexes: tuple[LockName, ...] = Field(
        default=(), description="Names of the model's own: of all runs of its jobs that name one, only one goes on at a time.", examples=[["tables"]]
    )
