"""The kinds of pods that have a golden one: of which job, at which node of its run, and what has to have ended before the controller makes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

SUCCEEDS, FAILS = 0, 1


@dataclass(frozen=True)
class Case:
    """One golden pod.

    `job` is the name of the WorkflowTemplate, `node` what Argo adds to the name of the run to name the node, `endings` the exit codes of the pods
    of other nodes that end before. `hook`: the pod belongs to the exit of the run, whose templates it is made from.
    """

    name: str
    job: str
    node: str
    endings: Mapping[str, int] = field(default_factory=dict)
    hook: bool = False


def _runs(job: str, *kinds: str) -> tuple[Case, ...]:
    return tuple(Case(f"{kind}-{job.partition('-')[2]}", job, f".{job}(0)") for kind in kinds)


# The same job by every way of starting it; the scenario of schedules records them.
RUNS = (*_runs("ledger-kerberos", "by-hand", "debug", "scheduled"), *_runs("ledger-plain", "by-hand", "debug", "scheduled"))
APPLICATION, DRIVER_LOG = ".atlas-spark[0].application", ".atlas-spark[0].driver-log"
# Each of another kind; the scenario of kinds starts them by hand and records them.
KINDS = (
    Case("first-step", "atlas-branches", ".prepare(0)"),
    Case("step-of-a-loop", "atlas-branches", ".fit-south(0)", {".prepare(0)": SUCCEEDS}),
    Case("last-step", "atlas-branches", ".merge(0)", {".prepare(0)": SUCCEEDS, ".fit-north(0)": SUCCEEDS, ".fit-south(0)": SUCCEEDS}),
    Case("spark-application", "atlas-spark", APPLICATION),
    Case("spark-driver-log", "atlas-spark", DRIVER_LOG),
    Case("spark-stop", "atlas-spark", ".onExit[0].stop", {APPLICATION: FAILS, DRIVER_LOG: SUCCEEDS}, hook=True),
    Case("gpu-memory-priority", "atlas-fast", ".atlas-fast(0)"),
    Case("semaphore", "atlas-limited", ".atlas-limited(0)"),
    Case("mutex", "atlas-alone", ".atlas-alone(0)"),
    Case("leaves-trained", "atlas-training", ".atlas-training(0)"),
    Case("uses-trained", "atlas-inference", ".atlas-inference(0)"),
    Case("follows-trained", "atlas-following", ".atlas-following(0)"),
    Case("drift-check", "atlas-monitoring", ".atlas-monitoring(0)"),
    Case("code-in-git", "harbor-scoring", ".harbor-scoring(0)"),
    Case("notification", "atlas-training", ".onExit[0].post(0:key:url,secret:antifraud-alerts)", {".atlas-training(0)": FAILS}, hook=True),
)
ALL = RUNS + KINDS
