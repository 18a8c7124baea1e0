"""What Jsonnet sees of one job on one stage: complete, plain JSON, without the name of the stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from modelfleet.render.archives import ArchiveDigests, store_keys
from modelfleet.render.argument import to_argument
from modelfleet.render.features import shapes_of
from modelfleet.render.git_code import git_artifact_of, with_known_hosts
from modelfleet.render.pod_patch import pod_patch_of
from modelfleet.render.settings import settings_of
from modelfleet.spec.job import Job
from modelfleet.spec.model import ModelSpec
from modelfleet.spec.owners import Owner
from modelfleet.spec.stage import StageSpec

# A debug run waits for a person this long (the template's constant), and every run may wait for a node this long.
_DEBUG_SECONDS = 8 * 3600
_PENDING_SECONDS = 3600


@dataclass(frozen=True)
class Placement:
    """A model on one stage, with all that rendering needs to know of the stage. `model` is complete for that stage."""

    model: ModelSpec
    stage: StageSpec
    owner: Owner
    namespace: str
    digests: ArchiveDigests


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
        "annotations": annotations_of(model, job),
        "templates": {role: templates[shape] for role, shape in shapes_of(model, job).items()},
        "images": {"python": stage.images.python[model.python.version], "rclone": stage.images.rclone, "kerberos": stage.images.kerberos},
        "settings": to_argument(settings_of(model, name, job, stage, placement.digests)),
        "pod_patch": to_argument(with_known_hosts(pod_patch_of(job, stage, placement.owner), model.code)),
        "timeout": str(job.timeout),
        "deadline": deadline_of(job),
        "retries": {"limit": str(job.retries.limit), "backoff": f"{job.retries.backoff}s"},
        "digests": digests,
        "archives": {kind: key for kind, key in store_keys(model.name, placement.digests, read.prefix).items() if kind != "code" or model.code is None},
        "git": git_artifact_of(model.code),
        "store": read.model_dump(include={"endpoint", "bucket", "region", "insecure", "credentials_secret"}),
        "schedule": {**job.schedule.model_dump(), "history": job.history.model_dump()} if job.schedule else None,
        "kerberos": job.kerberos.model_dump() if job.kerberos else None,
        "routes": to_argument([placement.owner.routes[route].model_dump() for route in model.alerts.on_failure]),
    }


def deadline_of(job: Job) -> int:
    """Seconds after which a run is over, whatever it waits for: without it a pod that no node can take would block a schedule for ever.

    Every attempt with its pause (Argo doubles the pause each time), or a debug run, and the wait for a node.
    """
    attempts = (job.retries.limit + 1) * job.timeout + job.retries.backoff * (2**job.retries.limit - 1)
    return max(attempts, _DEBUG_SECONDS) + _PENDING_SECONDS


def annotations_of(model: ModelSpec, job: Job) -> dict[str, str]:
    """What people and alerts read on a WorkflowTemplate. Argo's own UI shows the description."""
    facts = {
        "workflows.argoproj.io/description": model.description,
        "modelfleet.io/tags": ",".join(model.tags),
        "modelfleet.io/expected-duration": "" if job.expected_duration is None else f"{job.expected_duration}s",
        "modelfleet.io/finish-by": "" if job.sla is None else job.sla.finish_by,
    }
    return {name: text for name, text in facts.items() if text}
