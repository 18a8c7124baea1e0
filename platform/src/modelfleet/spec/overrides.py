"""`stages:` in a model's file: what differs on a stage, laid over the rest of the file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from modelfleet.errors import Problem
from modelfleet.spec.fault import Fault
from modelfleet.spec.messages import field as field_messages
from modelfleet.spec.messages import override as messages
from modelfleet.spec.node import REMOVED, Node
from modelfleet.spec.shape import Place, fields_of, record_at
from modelfleet.spec.translate import suggestion
from modelfleet.spec.written import WrittenModel

# What may differ between stages. A model has one name, one owner and one Python environment, or it could not be promoted.
OVERRIDABLE = ("alerts", "jobs", "parameters")


class Overridden(NamedTuple):
    """The file as each stage sees it, `stages` left out, and what is wrong with the overrides."""

    on: dict[str, Node]
    problems: tuple[Problem, ...]


def apply_overrides(root: Node, stages: Iterable[str], file: str) -> Overridden:
    """Lay each stage's part over the rest: mappings are merged, anything else is replaced, `null` removes."""
    overrides = _Overrides(root, tuple(stages), file)
    return Overridden({stage: overrides.on(stage) for stage in overrides.stages}, tuple(overrides.problems))


class _Overrides:
    def __init__(self, root: Node, stages: tuple[str, ...], file: str) -> None:
        self.stages, self.file = stages, file
        self.problems: list[Problem] = []
        self.base = Node({key: child for key, child in root.value.items() if key != "stages"}, root.line, root.path)
        self.written = self._written(root.value.get("stages"))

    def _written(self, node: Node | None) -> dict[str, Node]:
        if node is None or node.broken:
            return {}
        if not isinstance(node.value, dict):
            self._add(node, messages.no_overrides())
            return {}
        known = ", ".join(self.stages)
        for stage, part in node.value.items():
            if stage not in self.stages:
                self._add(part, messages.unknown_stage(stage, known, suggestion(stage, self.stages)))
            elif not isinstance(part.value, dict) and not part.broken:
                self._add(part, messages.no_overrides())
        return {stage: part for stage, part in node.value.items() if stage in self.stages and isinstance(part.value, dict)}

    def _add(self, node: Node, fault: Fault) -> None:
        self.problems.append(Problem(self.file, node.line, node.path, fault.what, fault.hint))

    def on(self, stage: str) -> Node:
        part = self.written.get(stage)
        if part is None:
            return self.base
        allowed = {key: child for key, child in part.value.items() if self._is_allowed(key, child)}
        return self._merge(self.base, Node(allowed, part.line, part.path), ())

    def _is_allowed(self, key: str, child: Node) -> bool:
        if key in OVERRIDABLE:
            return True
        if key in fields_of(WrittenModel):
            self._add(child, messages.not_overridable(key, ", ".join(f"`{name}`" for name in OVERRIDABLE)))
        else:
            self._add(child, field_messages.unknown_field(", ".join(OVERRIDABLE), suggestion(key, OVERRIDABLE)))
        return False

    def _merge(self, base: Node, over: Node, place: Place) -> Node:
        if not (isinstance(base.value, dict) and isinstance(over.value, dict)):
            return over
        merged = dict(base.value)
        for key, child in over.value.items():
            below = base.value.get(key)
            if place == ("jobs",) and not self._is_known_job(key, child, base):
                continue
            if child.value is None and not child.broken:
                self._remove(merged, key, child, (*place, key))
            else:
                absent = Node({}, child.line, child.path)
                merged[key] = self._merge(absent if below is None else below, child, (*place, key))
        return Node(merged, base.line, base.path, base.text, base.broken)

    def _is_known_job(self, job: str, child: Node, jobs: Node) -> bool:
        if job not in jobs.value and not (job == "monitoring" and "inference" in jobs.value):
            self._add(child, messages.unknown_job(job, ", ".join(jobs.value), suggestion(job, jobs.value)))
            return False
        if child.value is None and not child.broken:
            self._add(child, messages.job_removed(job))
            return False
        return True

    def _remove(self, merged: dict[str, Node], key: str, child: Node, place: Place) -> None:
        if key in merged:
            merged[key] = Node(REMOVED, child.line, child.path)
            return
        record = record_at(WrittenModel, place[:-1])
        if record is not None and key not in (known := fields_of(record)):
            self._add(child, field_messages.unknown_field(", ".join(known), suggestion(key, known)))
        else:
            self._add(child, messages.nothing_to_remove())
