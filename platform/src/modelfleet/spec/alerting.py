"""How a stage tells people that a job needs them."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from modelfleet.spec.fault import FaultError
from modelfleet.spec.label import Labels
from modelfleet.spec.messages import network as messages
from modelfleet.spec.record import Record


def check_pages(url: str) -> str:
    """Where pages are: a URL that a file's name can be put behind. Raises FaultError."""
    if not re.fullmatch(r"https?://[^\s?#]+/", url):
        raise FaultError(messages.bad_page_url(url))
    return url


class Alerting(Record):
    """The alerts of a stage: rules for the Prometheus operator, one object an owner."""

    runbooks: Annotated[str, AfterValidator(check_pages)] = Field(
        description="Where people read `docs/runbooks/`: the directory's URL, with a slash at its end.",
        examples=["https://git.example/modelfleet/docs/runbooks/"],
    )
    rule_labels: Labels = Field(
        default={}, description="Labels by which Prometheus finds its rules (`ruleSelector`).", examples=[{"release": "kube-prometheus-stack"}]
    )
