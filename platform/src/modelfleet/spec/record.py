"""The base of everything that a file of the platform may say: frozen, and no field is silently ignored."""

from __future__ import annotations

from collections.abc import Sized
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from modelfleet.spec.fault import FaultError
from modelfleet.spec.messages import field as messages


class Record(BaseModel):
    """A mapping with known keys. `to` and `from_` style aliases may be used in Python by either name."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, allow_inf_nan=False)


Collection = TypeVar("Collection", bound=Sized)


def refuse_empty(values: Collection) -> Collection:
    """For lists and mappings that must hold something. Raises FaultError."""
    if not values:
        raise FaultError(messages.empty_collection())
    return values
