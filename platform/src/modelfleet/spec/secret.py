"""What a job must prove who it is: secrets and a Kerberos ticket."""

from __future__ import annotations

from pydantic import Field

from modelfleet.spec.name import Principal, ResourceName, SecretReferenceText, Variable
from modelfleet.spec.record import Record


class SecretReference(Record):
    """A key of one of the owner's secrets, given to the job as an environment variable."""

    env: Variable = Field(description="Environment variable that holds the value.", examples=["DB_PASSWORD"])
    ref: SecretReferenceText = Field(description="Name of the secret, a slash, the key in it. The owner must have the secret.", examples=["fraud-db/password"])

    @property
    def name(self) -> str:
        """Name of the Kubernetes secret."""
        return self.ref.partition("/")[0]

    @property
    def key(self) -> str:
        """Key in the secret."""
        return self.ref.partition("/")[2]


class Kerberos(Record):
    """A Kerberos ticket, fetched before the inputs are copied and renewed while the job runs."""

    principal: Principal = Field(description="Who the job is.", examples=["svc-fraud"])
    keytab_secret: ResourceName = Field(description="The owner's secret that holds the keytab under the key `keytab`.", examples=["fraud-keytab"])
