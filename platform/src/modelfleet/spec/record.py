"""The base of everything that a file of the platform may say: frozen, and no field is silently ignored."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A mapping with known keys. `to` and `from_` style aliases may be used in Python by either name."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, allow_inf_nan=False)
