"""What a job demands of a cluster and this machine does not give."""

from __future__ import annotations

from collections.abc import Iterator

from modelfleet.spec.job import Job


def demands_left_out(job: Job) -> Iterator[str]:
    """One line each, without an end."""
    if job.workspace.medium == "memory":
        yield "the workspace is on disk here, not in memory"
    if job.image is not None:
        yield f"the image {job.image} is left out here: system libraries are those of this machine"
    if job.resources.gpu:
        yield f"nothing hands out {job.resources.gpu} GPUs here; the job sees those of this machine, if it has any"
    locks = [*(f"semaphore {name}" for name in job.synchronization.semaphores), *(f"mutex {name}" for name in job.synchronization.mutexes)]
    if locks:
        yield f"nothing is held while it runs: {', '.join(locks)}"
    if job.priority != "normal":
        yield f"priority {job.priority} has no meaning here"
