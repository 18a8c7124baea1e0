"""What the catalog says of one job, label by label, in words of the people who read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from modelfleet.catalog.part import steps_text
from modelfleet.spec.job import Job
from modelfleet.spec.pod import PodFields
from modelfleet.spec.quantity import format_duration
from modelfleet.spec.trained import split_pin


def pod_text(pod: PodFields) -> str:
    """What a pod gets, such as `2 CPU, 8Gi memory, 1 GPU, 10Gi disk`."""
    resources, workspace = pod.resources, pod.workspace
    gpu = f", {resources.gpu} GPU" if resources.gpu else ""
    room = f"{workspace.size} workspace in memory" if workspace.medium == "memory" else f"{workspace.size} disk"
    return f"{resources.cpu} CPU, {resources.memory} memory{gpu}, {room}"


def _resources(job: Job) -> str:
    if job.spark is None:
        return pod_text(job)
    driver, executor = job.spark.driver, job.spark.executor
    count = f"{executor.instances} executor{'' if executor.instances == 1 else 's'}"
    return f"driver {driver.cpu} CPU, {driver.memory} memory; {count}, each {executor.cpu} CPU, {executor.memory} memory"


def _uses(job: Job) -> str:
    pinned = [f"{name}: run {_pin(pin)}" for name, pin in job.uses.items()]
    return ", ".join(pinned + [f"{name}: the newest complete run" for name in job.follow if name not in job.uses])


def _pin(pin: str) -> str:
    run, digest = split_pin(pin)
    return f"{run} (sha256 {digest[:12]}…)" if digest else run


def _retries(job: Job) -> str:
    return f"{job.retries.limit}, the first after {format_duration(job.retries.backoff)}" if job.retries.limit else "none"


def _apart(job: Job) -> str:
    locks = job.synchronization
    return ", ".join([*(f"semaphore {name}" for name in locks.semaphores), *(f"mutex {name}" for name in locks.mutexes)])


JOB_FACTS: Mapping[str, Callable[[Job], str]] = {
    "Steps": steps_text,
    "Arguments": lambda job: " ".join(job.args),
    "Parameters": lambda job: ", ".join(f"{name} = {value}" for name, value in job.parameters.items()),
    "Uses": _uses,
    "Leaves for later runs": lambda job: ", ".join(job.artifacts.out),
    "Resources": _resources,
    "Image": lambda job: job.image or "",
    "Spark properties": lambda job: ", ".join(f"{name} = {value}" for name, value in job.spark.conf.items()) if job.spark else "",
    "Timeout": lambda job: format_duration(job.timeout),
    "Usually takes": lambda job: format_duration(job.expected_duration) if job.expected_duration else "",
    "Done by": lambda job: f"{job.sla.finish_by} {job.schedule.timezone if job.schedule else ''}".strip() if job.sla else "",
    "Priority": lambda job: job.priority if job.priority != "normal" else "",
    "Waits for": _apart,
    "Retries": _retries,
    "If the last run is still going": lambda job: (
        {"forbid": "the new one is left out", "replace": "the old one is stopped", "allow": "both run"}[job.schedule.concurrency] if job.schedule else ""
    ),
    "Secrets": lambda job: ", ".join(f"{one.ref} as {one.env}" for one in job.secrets),
    "Kerberos": lambda job: f"{job.kerberos.principal}" if job.kerberos else "",
    "Drift": lambda job: ", ".join(f"{name} at most {value}" for name, value in job.drift.thresholds.model_dump().items()) if job.drift else "",
}
"""Label → what a complete job on one stage says under it; empty where it says nothing."""
