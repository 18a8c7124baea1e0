"""What Jsonnet sees of a job's Spark application: amounts as Spark writes them, properties, references to secrets."""

from __future__ import annotations

from typing import Any

from modelfleet.spec.job import Job
from modelfleet.spec.model import ModelSpec
from modelfleet.spec.owners import Owner
from modelfleet.spec.quantity import memory_bytes, milli_cores
from modelfleet.spec.spark import SparkPod
from modelfleet.spec.stage import StageSpec

_MEBIBYTE = 2**20
# What Hadoop's S3 client and the SDKs of AWS look for, and the keys of the owner's data secret.
_ACCESS = {"AWS_ACCESS_KEY_ID": "access-key", "AWS_SECRET_ACCESS_KEY": "secret-key"}


def spark_of(model: ModelSpec, job: Job, stage: StageSpec, owner: Owner) -> dict[str, Any] | None:
    """The application of a job, None for a job of another kind. The stage has Spark, or the job would have been refused."""
    if job.spark is None or stage.spark is None:
        return None
    store = stage.store.read
    return {
        "version": stage.spark.version,
        "image": stage.spark.images[model.python.version],
        "conf": dict(sorted({**stage.spark.conf, **job.spark.conf}.items())),
        "driver": pod_of(job.spark.driver),
        "executor": {**pod_of(job.spark.executor), "instances": job.spark.executor.instances},
        "restart": restart_of(job),
        "workspace": job.workspace.size,
        "secrets": secrets_of(job, owner),
        "endpoint": f"{'http' if store.insecure else 'https'}://{store.endpoint}",
        "priority_class": stage.priorities[job.priority].pod_class if job.priority != "normal" else None,
    }


def pod_of(pod: SparkPod) -> dict[str, Any]:
    """Amounts of one pod. Spark adds the overhead to the heap and asks for both, so together they are what was asked for.

    The overhead is two sevenths: the two fifths of the heap that Spark takes for Python programs
    (spark.kubernetes.memoryOverheadFactor, docs/running-on-kubernetes.md of Spark), said outright so that it never changes.
    """
    total = memory_bytes(pod.memory) // _MEBIBYTE
    heap = total * 5 // 7
    # Tasks at once, which Spark counts in whole cores.
    cores = -(-milli_cores(pod.cpu) // 1000)
    return {"cores": cores, "cpu": pod.cpu, "heap": f"{heap}m", "overhead": f"{total - heap}m"}


def restart_of(job: Job) -> dict[str, Any]:
    """The operator's restart policy. Its pause grows by itself with each attempt, one interval longer every time."""
    if job.retries.limit == 0:
        return {"type": "Never"}
    return {
        "type": "OnFailure",
        "onFailureRetries": job.retries.limit,
        "onFailureRetryInterval": job.retries.backoff,
        "onSubmissionFailureRetries": job.retries.limit,
        "onSubmissionFailureRetryInterval": job.retries.backoff,
    }


def secrets_of(job: Job, owner: Owner) -> list[dict[str, str]]:
    """Variables from secrets, for the driver and every executor; the access to data is the owner's unless the job sets it."""
    own = [{"env": one.env, "secret": one.name, "key": one.key} for one in job.secrets]
    taken = {*job.env, *(one["env"] for one in own)}
    return own + [{"env": name, "secret": owner.data_secret, "key": key} for name, key in _ACCESS.items() if name not in taken]
