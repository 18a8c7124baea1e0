"""What a job demands of its owner and its stage: GPUs, memory for its workspace, semaphores, a priority."""

from __future__ import annotations

from collections.abc import Iterator

from modelfleet.spec.fault import Fault
from modelfleet.spec.job import JobFields
from modelfleet.spec.messages import demand as messages
from modelfleet.spec.messages import reference as reference_messages
from modelfleet.spec.owners import Owner
from modelfleet.spec.quantity import format_bytes, memory_bytes
from modelfleet.spec.resources import Resources, Workspace
from modelfleet.spec.shape import Place
from modelfleet.spec.stage import StageSpec
from modelfleet.spec.translate import suggestion

Faults = Iterator[tuple[Place, Fault]]


def memory_demand(resources: Resources, workspace: Workspace) -> int:
    """Bytes of memory that a pod needs: a workspace in memory is charged to the containers that write into it."""
    return memory_bytes(resources.memory) + (memory_bytes(workspace.size) if workspace.medium == "memory" else 0)


def pod_faults(resources: Resources, workspace: Workspace, name: str, owner: Owner | None, stage: StageSpec) -> Faults:
    """Faults of what one pod demands. `name` is the owner's; an unknown owner has no quota to measure by."""
    if resources.gpu and stage.gpu is None:
        yield ("resources", "gpu"), messages.no_gpus()
    if workspace.medium == "memory" and "size" not in workspace.model_fields_set:
        yield ("workspace", "size"), messages.memory_without_size(workspace.size)
    if owner is None:
        return
    if resources.gpu > owner.quota.gpu:
        yield ("resources", "gpu"), messages.too_many_gpus(name, resources.gpu, owner.quota.gpu)
    quota, demand = memory_bytes(owner.quota.memory), memory_demand(resources, workspace)
    if memory_bytes(resources.memory) <= quota < demand:
        yield ("workspace", "size"), reference_messages.over_quota(name, "memory", f"{format_bytes(demand)} with the workspace", owner.quota.memory)


def run_faults(job: JobFields, name: str, owner: Owner | None, stage: StageSpec) -> Faults:
    """Faults of what one run demands, whatever pods it has."""
    if job.priority != "normal" and job.priority not in stage.priorities:
        yield ("priority",), messages.no_priority(job.priority)
    for kind, names in (("semaphores", job.synchronization.semaphores), ("mutexes", job.synchronization.mutexes)):
        for position, lock in enumerate(names):
            if lock in names[:position]:
                yield ("synchronization", kind, position), messages.same_lock(kind, lock)
    for position, lock in enumerate(job.synchronization.semaphores if owner is not None else ()):
        known = owner.semaphores if owner is not None else {}
        if lock not in known:
            yield ("synchronization", "semaphores", position), messages.foreign_semaphore(name, lock, ", ".join(known), suggestion(lock, known))
