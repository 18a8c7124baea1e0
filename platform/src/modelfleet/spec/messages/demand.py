"""What is said about what a job demands of its owner and its stage."""

from __future__ import annotations

from modelfleet.spec.fault import Fault


def no_gpus() -> Fault:
    return Fault(
        "the stage has no GPUs",
        "`resources: {gpu: 0}` under `stages.<stage>.jobs.<job>` does without them there; the platform describes them as `gpu` in platform/stages",
    )


def too_many_gpus(owner: str, asked: int, quota: int) -> Fault:
    hint = f"at most {quota}; the platform changes quotas in platform/owners.yaml"
    return Fault(f"{asked} is more GPUs than {owner} may use at all, the job would never start", hint)


def memory_without_size(default: str) -> Fault:
    return Fault(
        f"a workspace in memory without `size` would take {default} of memory",
        "say how much the run needs for inputs, outputs and its environment, e.g. `workspace: {size: 4Gi, medium: memory}`",
    )


def no_priority(word: str) -> Fault:
    return Fault(f"the stage has no priority `{word}`", "`normal` is known on every stage; the platform adds others as `priorities` in platform/stages")


def same_lock(kind: str, name: str) -> Fault:
    return Fault(f"`{name}` stands twice in `{kind}`", "once is enough: a run holds it or does not")


def foreign_semaphore(owner: str, name: str, known: str, suggestion: str | None) -> Fault:
    own = f"its semaphores are {known}" if known else "it has none"
    return Fault(
        f"{owner} has no semaphore `{name}`",
        f'did you mean "{suggestion}"?' if suggestion else f"{own}; the platform adds semaphores in platform/owners.yaml",
    )


def lonely_mutex(name: str) -> Fault:
    return Fault(f"no other job of the model names the mutex `{name}`", "so it keeps two runs of this job apart, and nothing else")
