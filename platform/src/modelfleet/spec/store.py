"""A bucket as Argo's artifacts name it."""

from __future__ import annotations

from pydantic import Field, StrictBool

from modelfleet.spec.name import ResourceName
from modelfleet.spec.record import Record


class Bucket(Record):
    """An S3 bucket as Argo's artifacts name it."""

    endpoint: str = Field(description="Host and port of the S3 service, without a scheme.", min_length=1)
    bucket: str = Field(description="Name of the bucket.", min_length=1)
    prefix: str = Field(default="", description="Path in the bucket that all keys begin with.")
    region: str = Field(description="Region of the bucket.", min_length=1)
    insecure: StrictBool = Field(default=False, description="`true`: plain HTTP.")
    credentials_secret: ResourceName = Field(description="Secret with the keys `access-key` and `secret-key` in every namespace.")
