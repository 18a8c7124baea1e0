"""What a cluster says about one job, minute by minute, as promtool takes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from alerts.programs import Sample, series

# What Prometheus adds to what it reads. Two of them are the names of labels that ours must not have.
READ_FROM_STATE = {"job": "kube-state-metrics", "namespace": "monitoring", "instance": "10.0.0.1:8080"}
READ_FROM_CONTROLLER = {"job": "workflow-controller", "namespace": "argo", "instance": "10.0.0.2:9090"}
GAP = "_"


@dataclass
class Timeline:
    """From `begin` to `end`; `facts` is what kube-state-metrics says of the schedule, which changes only by `alter`.

    Prometheus looks every `step` minutes: each look costs a few milliseconds, so a week is looked at less often.
    """

    begin: datetime
    end: datetime
    facts: list[Sample]
    step: int = 1
    _values: dict[str, dict[int, float | None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._state(self.begin, self.facts)

    def starts(self, *moments: datetime) -> None:
        """The clock starts a run at each moment."""
        for moment in moments:
            self._set(self._of_state("last_start_timestamp_seconds"), moment, moment.timestamp())

    def ends(self, created: datetime, moment: datetime, status: str = "Succeeded", trigger: str = "schedule") -> None:
        """The run that was created at `created` ends; the controller keeps saying so."""
        labels = {key: self.facts[0].labels[key] for key in ("model", "model_job", "model_namespace")} | {"status": status, "trigger": trigger}
        name = series("argo_workflows_modelfleet_run_created_timestamp_seconds", labels | READ_FROM_CONTROLLER)
        self._set(name, moment, created.timestamp())

    def restarts(self, moment: datetime) -> None:
        """The controller restarts, and has forgotten every run that has ended."""
        for name in [name for name in self._values if name.startswith("argo_workflows_")]:
            self._set(name, moment, None)

    def suspends(self, moment: datetime, suspended: bool = True) -> None:
        """A person suspends the schedule, or lets it go on."""
        self._set(self._of_state("suspended"), moment, float(suspended))

    def alter(self, moment: datetime, facts: list[Sample]) -> None:
        """Another schedule is applied; the last start stays what it was."""
        last = self._values.get(self._of_state("last_start_timestamp_seconds"), {})
        for name in list(self._values):
            if name.startswith("modelfleet_schedule_"):
                self._set(name, moment, None)
        self.facts = facts
        self._state(moment, facts)
        if last:
            self._set(self._of_state("last_start_timestamp_seconds"), moment, last[max(last)])

    def minute(self, moment: datetime) -> int:
        """Whole minutes from the beginning."""
        # Not the difference of the two: within one zone that would be the time on the wall.
        return round((moment.timestamp() - self.begin.timestamp()) / 60)

    def look(self, moment: datetime) -> int:
        """The first look at or after a moment, counted from the beginning."""
        return -(-self.minute(moment) // self.step)

    def group(self, name: str, checks: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
        """A test of promtool: everything that was said, and what has to be true of it."""
        said = [{"series": key, "values": self._notation(changes)} for key, changes in sorted(self._values.items())]
        return {"name": name, "start_timestamp": self.begin.timestamp(), "interval": f"{self.step}m", "input_series": said, "promql_expr_test": list(checks)}

    def _state(self, moment: datetime, facts: list[Sample]) -> None:
        for fact in facts:
            self._set(series(fact.name, {**fact.labels, **READ_FROM_STATE}), moment, fact.value)

    def _of_state(self, name: str) -> str:
        return series(f"modelfleet_schedule_{name}", {**self.facts[0].labels, **READ_FROM_STATE})

    def _set(self, name: str, moment: datetime, value: float | None) -> None:
        self._values.setdefault(name, {})[self.look(moment)] = value

    def _notation(self, changes: Mapping[int, float | None]) -> str:
        values: list[float | None] = []
        current: float | None = None
        for look in range(self.look(self.end) + 1):
            current = changes.get(look, current)
            values.append(current)
        runs = [(value, len(list(group))) for value, group in groupby(values)]
        return " ".join(f"{GAP}x{length}" if value is None else f"{value:.0f}+0x{length - 1}" for value, length in runs)
