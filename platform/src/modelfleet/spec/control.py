"""The control planes of a stage: how Argo CD reads the deploy branch, and what the controllers are set to."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from modelfleet.spec.fault import FaultError
from modelfleet.spec.messages import control as messages
from modelfleet.spec.name import LABEL_PATTERN, ResourceName
from modelfleet.spec.quantity import Seconds
from modelfleet.spec.record import Record
from modelfleet.spec.store import Bucket

# What the platform's own objects in Argo CD begin with: no name of a stage's model or owner does.
PLATFORM = "platform"
# The name of an Application is a label's value in some installations, so 63 characters with a hyphen and a model of 48.
LONGEST_PREFIX = 14


def check_prefix(name: str) -> str:
    """The beginning of names in Argo CD. Raises FaultError."""
    if len(name) > LONGEST_PREFIX or not re.fullmatch(LABEL_PATTERN, name) or name.split("-")[0] == PLATFORM:
        raise FaultError(messages.bad_prefix(name, LONGEST_PREFIX, PLATFORM))
    return name


def check_repository_url(url: str) -> str:
    """A repository as Argo CD can read it. Raises FaultError."""
    if not is_repository_url(url):
        raise FaultError(messages.bad_repository_url(url))
    return url


def is_repository_url(text: str) -> bool:
    """Whether a text names a repository from anywhere: a URL, or Git's short form for SSH."""
    return bool(re.fullmatch(r"((https?|ssh|git|file)://[^\s?#]+|[A-Za-z0-9._-]+@[A-Za-z0-9.-]+:[^\s]+)", text))


def check_cluster(url: str) -> str:
    """The address of an API server. Raises FaultError."""
    if not re.fullmatch(r"https://[A-Za-z0-9.-]+(:[0-9]+)?(/[^\s?#]*)?", url):
        raise FaultError(messages.bad_cluster(url))
    return url


class ArgoCd(Record):
    """How Argo CD reads the deploy branch."""

    prefix: Annotated[str, AfterValidator(check_prefix)] = Field(
        default="fleet",
        description="What names in Argo CD begin with. Stages that share one Argo CD need different ones.",
        examples=["fleet-prod"],
    )
    namespace: ResourceName = Field(default="argocd", description="Namespace of Argo CD.")
    repository: Annotated[str, AfterValidator(check_repository_url)] | None = Field(
        default=None,
        description="The deploy repository as Argo CD reads it, where that is not `deploy.repository`.",
        examples=["https://git.example/deploy.git"],
    )
    cluster: Annotated[str, AfterValidator(check_cluster)] = Field(
        default="https://kubernetes.default.svc", description="API server of the cluster that runs the jobs, as Argo CD knows it."
    )
    polling: Seconds = Field(
        default=180, description="The longest time until Argo CD looks at the deploy branch again, when no webhook tells it to.", examples=["3m"]
    )


class Controllers(Record):
    """What the controllers of Argo CD and Argo Workflows are set to."""

    fleet: Literal["hundreds", "thousands"] = Field(description="Size of the fleet: `hundreds` is right for 500 models, `thousands` for 5,000.")
    workflows_namespace: ResourceName = Field(default="argo", description="Namespace of the controller of Argo Workflows.")
    logs: Bucket | None = Field(default=None, description="Where the logs of runs are kept. Without it, the cluster's own artifact repository.")
