"""What Jsonnet sees of one job on one stage: complete, plain JSON, without the name of the stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from modelfleet.render.annotation import shown_of
from modelfleet.render.archives import ArchiveDigests, store_keys
from modelfleet.render.argument import to_argument
from modelfleet.render.features import shape_of
from modelfleet.render.git_code import git_artifact_of, with_known_hosts
from modelfleet.render.pod_patch import pod_patch_of
from modelfleet.render.settings import settings_of, slot_name
from modelfleet.render.spark import spark_of
from modelfleet.render.templates import NOTIFY
from modelfleet.spec.expectation import expectation_of
from modelfleet.spec.graph import Task, tasks_of
from modelfleet.spec.job import Job
from modelfleet.spec.model import ModelSpec
from modelfleet.spec.owners import Owner
from modelfleet.spec.stage import StageSpec

# A debug run waits for a person this long (the template's constant), and every run may wait for a node this long.
_DEBUG_SECONDS = 8 * 3600
_PENDING_SECONDS = 3600


@dataclass(frozen=True)
class Placement:
    """A model on one stage, with all that rendering needs to know of the stage. `model` is complete for that stage.

    `pinned` maps shapes to templates that its channel holds back: those names stand instead of the newest ones.
    """

    model: ModelSpec
    stage: StageSpec
    owner: Owner
    namespace: str
    digests: ArchiveDigests
    pinned: Mapping[str, str] = field(default_factory=dict)


def job_of(placement: Placement, name: str, templates: Mapping[str, str]) -> dict[str, Any]:
    """The argument `job` of main.jsonnet. `templates` maps a shape to the name of its template.

    Numbers that go to string arguments of Argo are strings already.
    """
    model, stage = placement.model, placement.stage
    job = model.jobs[name]
    digests = placement.digests.as_mapping()
    read = stage.store.read
    return {
        "name": f"{model.name}-{name}",
        "namespace": placement.namespace,
        "model": model.name,
        "job": name,
        "owner": model.owner,
        "channel": model.channel,
        "shown": shown_of(model, name),
        "annotations": annotations_of(model, job),
        "templates": {"notify": templates[NOTIFY]} if model.alerts.on_failure else {},
        "tasks": [task_of(placement, name, task, templates) for task in tasks_of(name, job)],
        "images": {"python": stage.images.python[model.python.version], "rclone": stage.images.rclone, "kerberos": stage.images.kerberos},
        "deadline": deadline_of(tasks_of(name, job)),
        "trained": trained_of(model, name),
        "digests": digests,
        "archives": {kind: key for kind, key in store_keys(model.name, placement.digests, read.prefix).items() if kind != "code" or model.code is None},
        "git": git_artifact_of(model.code),
        "store": read.model_dump(include={"endpoint", "bucket", "region", "insecure", "credentials_secret"}),
        "schedule": {**job.schedule.model_dump(), "history": job.history.model_dump()} if job.schedule else None,
        "expectation": expected_of(job, deadline_of(tasks_of(name, job))),
        "priority": stage.priorities[job.priority].model_dump() if job.priority != "normal" else None,
        "synchronization": synchronization_of(model.name, job),
        "spark": spark_of(model, job, stage, placement.owner),
        "routes": to_argument([placement.owner.routes[route].model_dump() for route in model.alerts.on_failure]),
    }


def task_of(placement: Placement, name: str, task: Task, templates: Mapping[str, str]) -> dict[str, Any]:
    """One task of the job `name`: a pod, what it waits for, and whose artifacts it receives, slot by slot."""
    job, stage = task.job, placement.stage
    return {
        "name": node_name(placement.model, name, task),
        "template": templates[shape_of(task)],
        "settings": to_argument(settings_of(placement.model, name, task, stage, placement.digests)),
        "pod_patch": to_argument(with_known_hosts(pod_patch_of(job, stage, placement.owner), placement.model.code)),
        "image": stage.images.of_pod(job.image, placement.model.python.version),
        "timeout": str(job.timeout),
        "retries": {"limit": str(job.retries.limit), "backoff": f"{job.retries.backoff}s"},
        "kerberos": job.kerberos.model_dump() if job.kerberos else None,
        "dependencies": list(task.dependencies),
        "receipts": [{"slot": slot_name(slot), "task": receipt.task} for slot, receipt in enumerate(task.receipts)],
    }


def node_name(model: ModelSpec, name: str, task: Task) -> str:
    """What Argo's user interface calls a task of the job `name`. A step says what it does; a job alone says whose it is."""
    return task.name if task.step else f"{model.name}-{name}"


def trained_of(model: ModelSpec, name: str) -> list[dict[str, str]]:
    """Output parameters of a run and the tasks that have them: what it takes, which is the same in every task, and what it leaves."""
    tasks = tasks_of(name, model.jobs[name])
    taking = [("uses", task) for task in tasks[:1] if task.job.uses or task.job.follow]
    leaving = [("trained", task) for task in tasks if task.job.artifacts.out]
    return [{"name": output, "task": node_name(model, name, task)} for output, task in (*taking, *leaving)]


def synchronization_of(model: str, job: Job) -> dict[str, list[str]]:
    """The locks of a run. A mutex is the model's own, so its name holds the model's: a lock of Argo belongs to a namespace."""
    wanted = job.synchronization
    return {"semaphores": sorted(wanted.semaphores), "mutexes": sorted(f"{model}.{name}" for name in wanted.mutexes)}


def deadline_of(tasks: Sequence[Task]) -> int:
    """Seconds after which a run is over, whatever it waits for: without it a pod that no node can take would block a schedule for ever.

    Of the longest way through the tasks: every attempt with its pause (Argo doubles the pause each time), or a debug run,
    and each task's wait for a node.
    """
    worked: dict[str, int] = {}
    waited: dict[str, int] = {}
    for task in tasks:
        retries = task.job.retries
        attempts = (retries.limit + 1) * task.job.timeout + retries.backoff * (2**retries.limit - 1)
        worked[task.name] = attempts + max((worked[other] for other in task.dependencies), default=0)
        waited[task.name] = _PENDING_SECONDS + max((waited[other] for other in task.dependencies), default=0)
    return max(max(worked.values()), _DEBUG_SECONDS) + max(waited.values())


def annotations_of(model: ModelSpec, job: Job) -> dict[str, str]:
    """What people and alerts read on a WorkflowTemplate, beside what Argo's own user interface shows."""
    facts = {
        "modelfleet.io/tags": ",".join(model.tags),
        "modelfleet.io/expected-duration": "" if job.expected_duration is None else f"{job.expected_duration}s",
        "modelfleet.io/finish-by": "" if job.sla is None else job.sla.finish_by,
    }
    return {name: text for name, text in facts.items() if text}


def expected_of(job: Job, deadline: int) -> dict[str, str]:
    """What alerts read on a CronWorkflow, in seconds; nothing for a schedule that is suspended, so that nothing is missed."""
    expected = expectation_of(job, deadline)
    facts = {} if expected is None else {f"modelfleet.io/expect-{name}-within": seconds for name, seconds in expected._asdict().items() if seconds is not None}
    return {name: str(seconds) for name, seconds in facts.items()}
