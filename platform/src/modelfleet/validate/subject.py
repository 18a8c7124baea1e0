"""One manifest as the rules see it, and the set of manifests that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from modelfleet.errors import Problem

Object = Mapping[str, Any]

MODEL_KINDS = frozenset({"WorkflowTemplate", "CronWorkflow"})
TEMPLATE_KINDS = frozenset({"ClusterWorkflowTemplate"})
NAMESPACE_KINDS = frozenset(
    {"ServiceAccount", "Role", "RoleBinding", "Secret", "ResourceQuota", "LimitRange", "NetworkPolicy", "PrometheusRule", "ConfigMap"},
)
CONTROL_KINDS = frozenset({"AppProject", "Application", "ApplicationSet", "ConfigMap"})
SETTING_KINDS = frozenset({"ConfigMap"})
# What the publisher adds to a model, beside what is rendered.
PUBLISHED_KINDS = frozenset({"ConfigMap"})
CLUSTER_SCOPED = frozenset({"ClusterWorkflowTemplate"})


@dataclass(frozen=True)
class Scope:
    """What a set of manifests may be and what it may refer to.

    `file` is the file that a fault is reported for, relative to the repository's root. `kinds` are the kinds that the
    set may hold. `namespace` is the only namespace that its objects may have. `templates` maps the name of each known
    ClusterWorkflowTemplate to its object. `service_accounts` are the names that exist in the namespace.
    """

    file: str
    kinds: frozenset[str]
    namespace: str | None = None
    templates: Mapping[str, Object] = field(default_factory=dict)
    service_accounts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Subject:
    """A manifest's object with what every message about it needs."""

    file: str
    object: Object

    @property
    def kind(self) -> str:
        return str(self.object.get("kind", "object"))

    @property
    def metadata(self) -> Mapping[str, Any]:
        metadata = self.object.get("metadata")
        return metadata if isinstance(metadata, dict) else {}

    @property
    def name(self) -> str:
        return str(self.metadata.get("name", ""))

    @property
    def title(self) -> str:
        return f"{self.kind} {self.name or 'without a name'}"

    def problem(self, path: str, what: str, hint: str | None = None) -> Problem:
        """A fault at `path` of this manifest (empty: the manifest as a whole)."""
        return Problem(self.file, None, f"{self.title}: {path}" if path else self.title, what, hint)


def closest(name: str, names: Iterable[object]) -> str | None:
    """A hint that names the closest of what exists, if one is close."""
    close = get_close_matches(name, sorted(map(str, names)), n=1)
    return f'did you mean "{close[0]}"?' if close else None
