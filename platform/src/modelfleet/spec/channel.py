"""Channels: what stable models of a stage run in while canary models try what is newer."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from modelfleet.spec.fault import FaultError
from modelfleet.spec.messages import channel as messages
from modelfleet.spec.quantity import Count
from modelfleet.spec.record import Record, refuse_empty

ChannelWord = Literal["stable", "canary"]


def _check_runtime(digest: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{64}", digest, re.ASCII):
        raise FaultError(messages.bad_digest(digest))
    return digest


def _check_templates(templates: dict[str, str]) -> dict[str, str]:
    for shape, name in templates.items():
        if not re.fullmatch(rf"{re.escape(shape)}-[0-9a-f]{{10}}", name, re.ASCII):
            raise FaultError(messages.bad_template(shape, name))
    return templates


class Channel(Record):
    """What `platform/stages/channels/<stage>.yaml` says; `./pants promote` writes it."""

    runtime: Annotated[str, AfterValidator(_check_runtime)] = Field(description="Digest of the runtime archive.")
    format: Annotated[Count, Field(ge=1)] = Field(description="Format of a job's settings that this runtime reads.")
    settings: Annotated[tuple[str, ...], AfterValidator(refuse_empty)] = Field(description="Fields of a job's settings that this runtime knows.")
    templates: Annotated[dict[str, str], AfterValidator(refuse_empty), AfterValidator(_check_templates)] = Field(
        description="Name of the template of each shape; the templates are beside it, in `templates/`."
    )
