"""Rules about what every manifest has: a kind that belongs here, a name that fits, a namespace that is said."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from modelfleet.errors import Problem
from modelfleet.validate.subject import CLUSTER_SCOPED, Scope, Subject, closest

# k8s.io/apimachinery, pkg/util/validation: IsDNS1123Subdomain, IsValidLabelValue.
SUBDOMAIN = re.compile(r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$")
LABEL_VALUE = re.compile(r"^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$")
# A run is named <cron workflow>-<seconds since 1970>, a pod's label holds that name, and a label holds 63 characters:
# Argo refuses 53; two characters stay free for the day when the seconds have one digit more.
LONGEST = {"CronWorkflow": 50, "WorkflowTemplate": 50}
LONGEST_OTHER = 63
WRITTEN = ("annotations", "labels", "name", "namespace")
WRITTEN_TOO = {"AppProject": ("finalizers",)}


def not_empty(subjects: Sequence[Subject], scope: Scope) -> Iterator[Problem]:
    """A set has at least one manifest: an empty directory would make Argo CD delete what the set had."""
    if not subjects:
        yield Problem(scope.file, None, "", "no manifest is rendered", "an empty set would delete everything that it had in the cluster")


def unique(subjects: Sequence[Subject], scope: Scope) -> Iterator[Problem]:
    """No object twice: the second one would silently replace the first."""
    counts = Counter((subject.title, str(subject.metadata.get("namespace"))) for subject in subjects)
    for (title, _), count in counts.items():
        if count > 1:
            yield Problem(scope.file, None, title, f"the same object {count} times")


def kind(subject: Subject, scope: Scope) -> Iterator[Problem]:
    """The kind is one that this set may hold: Argo CD's AppProject refuses any other."""
    if subject.kind not in scope.kinds:
        hint = closest(subject.kind, scope.kinds) or f"one of {', '.join(sorted(scope.kinds))}"
        yield subject.problem("kind", f'"{subject.kind}" does not belong here', hint)


def name(subject: Subject) -> Iterator[Problem]:
    """The name is a DNS name and short enough for what Argo Workflows makes of it."""
    longest = LONGEST.get(subject.kind, LONGEST_OTHER)
    if not isinstance(subject.metadata.get("name"), str):
        yield subject.problem("metadata.name", "missing")
    elif len(subject.name) > longest:
        yield subject.problem("metadata.name", f"{len(subject.name)} characters, at most {longest} are allowed", "shorten the name of the model or of the job")
    elif not SUBDOMAIN.match(subject.name):
        yield subject.problem("metadata.name", f'"{subject.name}" is not a DNS name', "lowercase letters, digits and hyphens")


def namespace(subject: Subject, scope: Scope) -> Iterator[Problem]:
    """The namespace is written, and it is the one of the set; a cluster-scoped object has none.

    Without it the object goes where whoever applies it happens to be.
    """
    found = subject.metadata.get("namespace")
    if subject.kind in CLUSTER_SCOPED:
        if found is not None:
            yield subject.problem("metadata.namespace", "a cluster-scoped object has no namespace")
    elif found is None:
        yield subject.problem("metadata.namespace", "missing", f"expected {scope.namespace}")
    elif found != scope.namespace:
        yield subject.problem("metadata.namespace", f'"{found}" is not the namespace of the set', f"expected {scope.namespace}")


def fields(subject: Subject) -> Iterator[Problem]:
    """Only metadata that we write, and labels that Kubernetes takes.

    Argo's definitions say nothing about metadata, and a misspelt field in it would vanish without a word.
    """
    written = WRITTEN + WRITTEN_TOO.get(subject.kind, ())
    for field in sorted(set(subject.metadata) - set(written)):
        yield subject.problem(f"metadata.{field}", "unknown field", closest(field, written))
    for field in ("annotations", "labels"):
        if not isinstance(subject.metadata.get(field, {}), dict):
            yield subject.problem(f"metadata.{field}", "expected an object")
    for key, value in _pairs(subject.metadata.get("labels")):
        if not isinstance(value, str) or len(value) > 63 or not LABEL_VALUE.match(value):
            yield subject.problem(f'metadata.labels["{key}"]', f"{value!r} is not the value of a label", "at most 63 letters, digits, '-', '_' and '.'")
    for key, value in _pairs(subject.metadata.get("annotations")):
        if not isinstance(value, str):
            yield subject.problem(f'metadata.annotations["{key}"]', f"expected a string, got {value!r}")


def repeated_names(subject: Subject) -> Iterator[Problem]:
    """In a list of named things each name stands once: templates, parameters, tasks, containers, volumes, variables.

    Source: workflow/validate of Argo Workflows, and the lists of type map in the definitions of Kubernetes.
    """
    for path, values in _lists_with_repeats("", subject.object):
        counts = Counter(_names(values))
        for repeated in sorted(name for name, count in counts.items() if count > 1):
            yield subject.problem(path, f'"{repeated}" stands {counts[repeated]} times')


def _lists_with_repeats(path: str, value: Any) -> Iterator[tuple[str, list[Any]]]:
    if not isinstance(value, dict | list) or not _repeats(value):
        return
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _lists_with_repeats(f"{path}.{key}" if path else key, part)
    else:
        if _repeats_itself(value):
            yield path, value
        for index, part in enumerate(value):
            yield from _lists_with_repeats(f"{path}[{index}]", part)


def _repeats(value: Any) -> bool:
    # Every object passes here and hardly any has a repeated name, so the path is only worked out for one that has.
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            inner = one.values()
        elif _repeats_itself(one):
            return True
        else:
            inner = one
        for part in inner:
            if isinstance(part, (dict, list)):
                waiting.append(part)
    return False


def _repeats_itself(values: list[Any]) -> bool:
    names = _names(values)
    return len(set(names)) < len(names)


def _names(values: list[Any]) -> list[str]:
    return [value["name"] for value in values if isinstance(value, dict) and isinstance(value.get("name"), str)]


def _pairs(value: Any) -> list[tuple[str, Any]]:
    return sorted(value.items()) if isinstance(value, dict) else []
