"""What a job reads and what it leaves behind."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from modelfleet.spec.fault import FaultError
from modelfleet.spec.messages import data as messages
from modelfleet.spec.name import DataName, Directory
from modelfleet.spec.record import Record

URI_PATTERN = r"^[a-z][a-z0-9]*://[^\s/?#:@\\\"']+(/[^\s?#\\\"']*)?$"


def check_uri(uri: str) -> str:
    """`scheme://bucket/path`, the path without `..` and empty parts; `${name}` may stand in the bucket and the path. Raises FaultError."""
    path = uri.partition("://")[2]
    if not re.fullmatch(URI_PATTERN, uri, re.ASCII) or "//" in path or ".." in path.split("/") or not uri.isprintable():
        raise FaultError(messages.bad_uri(uri))
    return uri


def scheme(uri: str) -> str:
    """The part before `://`: it names one of the stage's data stores."""
    return uri.partition("://")[0]


def check_scalar(value: Any) -> Any:
    """A text, a number or a truth value. Raises FaultError."""
    if not isinstance(value, str | int | float | bool):
        raise FaultError(messages.bad_scalar(value))
    return value


Uri = Annotated[str, AfterValidator(check_uri), WithJsonSchema({"type": "string", "pattern": r"^[a-z][a-z0-9]*://"})]
Scalar = Annotated[str | int | float | bool, BeforeValidator(check_scalar), WithJsonSchema({"type": ["string", "number", "boolean"]})]


class Input(Record):
    """A directory that is copied into the working directory before the job starts."""

    name: DataName = Field(description="Name of the input; `--input NAME=DIRECTORY` replaces it in a local run.", examples=["transactions"])
    uri: Uri = Field(description="Where the data is. `${name}` stands for a parameter or a date of the run.", examples=["s3://bank-dwh/transactions/"])
    to: Directory = Field(description="Directory of the working directory that receives the data.", examples=["data/"])
    select: Literal["latest_complete"] | None = Field(
        default=None,
        description="`latest_complete` takes the newest finished run that another job published below the URI.",
    )


class Output(Record):
    """A directory that is published after the job has succeeded."""

    name: DataName = Field(description="Name of the output; `--output NAME=DIRECTORY` keeps it in a local run.", examples=["scores"])
    from_: Directory = Field(alias="from", description="Directory of the working directory that the job writes.", examples=["out/"])
    uri: Uri = Field(
        description="Where the data goes. Each run gets a directory of its own below it: `logical_date=…/run=…/`.", examples=["s3://bank-dwh/scores/"]
    )
