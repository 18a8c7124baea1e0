"""Labels of Kubernetes objects by which a stage or an owner finds nodes, pods and rules."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator

from modelfleet.spec.fault import FaultError
from modelfleet.spec.messages import label as messages

_NAME = r"[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?"
_DOMAIN = r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*"


def check_key(key: str) -> str:
    """The key of a label or a taint, by IsQualifiedName of Kubernetes (apimachinery/pkg/util/validation). Raises FaultError."""
    domain, slash, _ = key.rpartition("/")
    if len(domain) > 253 or not re.fullmatch(rf"({_DOMAIN}/)?{_NAME}" if slash else _NAME, key):
        raise FaultError(messages.bad_key(key))
    return key


def check_value(value: str) -> str:
    """The value of a label or a taint, by IsValidLabelValue of Kubernetes; it may be empty. Raises FaultError."""
    if value and not re.fullmatch(_NAME, value):
        raise FaultError(messages.bad_value(value))
    return value


LabelKey = Annotated[str, AfterValidator(check_key)]
LabelValue = Annotated[str, AfterValidator(check_value)]
Labels = dict[LabelKey, LabelValue]
