"""What of a job's demands goes into the patch of its pod: quantities, the medium of its workspace, the nodes with GPUs."""

from __future__ import annotations

from typing import Any

from modelfleet.spec.demand import memory_demand
from modelfleet.spec.gpu import Gpu, Toleration
from modelfleet.spec.quantity import format_bytes
from modelfleet.spec.resources import Resources, Workspace
from modelfleet.spec.stage import StageSpec

Patch = dict[str, Any]


def resources_of(resources: Resources, workspace: Workspace, stage: StageSpec) -> Patch:
    """Requests and limits of the container `main`; equal, so that a run gets what it asks for on an empty node too."""
    size = {"cpu": resources.cpu, "memory": _memory(resources, workspace)}
    if resources.gpu and stage.gpu is not None:
        size[stage.gpu.resource] = str(resources.gpu)
    return {"requests": size, "limits": size}


def writers_of(resources: Resources, workspace: Workspace) -> dict[str, Patch]:
    """Container → what else is patched of those that write into a workspace in memory before `main` does, by the list they are in.

    The kernel charges a page of a tmpfs to whom writes it first, and to the pod once that container is gone. So Argo's
    `init`, which unpacks the archives, and `rclone`, which copies the inputs, may each hold all of the workspace. They
    request nothing more: what is written is written once, and `main` requests room for it.
    """
    if workspace.medium == "disk":
        return {}
    return {"init": {"limits": {"memory": _memory(resources, workspace)}}, "rclone": {"limits": {"memory": _memory(resources, workspace)}}}


def volume_of(workspace: Workspace) -> Patch:
    """The source of the volume `workspace`."""
    medium = {"medium": "Memory"} if workspace.medium == "memory" else {}
    return {"emptyDir": {**medium, "sizeLimit": workspace.size}}


def nodes_of(resources: Resources, stage: StageSpec) -> Patch:
    """Where a pod with GPUs may run; nothing for one without."""
    if not resources.gpu or stage.gpu is None:
        return {}
    return placement_of(stage.gpu)


def placement_of(gpu: Gpu) -> Patch:
    """The node selection of pods with GPUs, without what is empty."""
    selection: Patch = {"nodeSelector": dict(sorted(gpu.node_selector.items())), "tolerations": [_toleration(one) for one in gpu.tolerations]}
    return {field: value for field, value in selection.items() if value}


def _toleration(one: Toleration) -> Patch:
    value = {"operator": "Exists"} if one.value is None else {"operator": "Equal", "value": one.value}
    return {"key": one.key, **value, "effect": one.effect}


def _memory(resources: Resources, workspace: Workspace) -> str:
    return resources.memory if workspace.medium == "disk" else format_bytes(memory_demand(resources, workspace))
