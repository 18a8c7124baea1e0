"""Which Jsonnet files a model is rendered with: a feature's library is imported only by jobs that have the feature.

So an edit of `features/kerberos.libsonnet` touches the models with Kerberos and no other.
"""

from __future__ import annotations

from modelfleet.render.templates import NOTIFY, source_of
from modelfleet.render.trained import has_trained
from modelfleet.spec.graph import Task, tasks_of
from modelfleet.spec.job import Job
from modelfleet.spec.load import LoadedModel
from modelfleet.spec.model import ModelSpec

ENTRY = "platform/jsonnet/main.jsonnet"

# By whether the pod is that of a step, and whether it has a Kerberos ticket.
_SHAPES = {(False, False): "batch", (False, True): "batch-kerberos", (True, False): "step", (True, True): "step-kerberos"}
SPARK = "spark"


def shape_of(task: Task) -> str:
    """The shape of a task's pod: the template that runs it."""
    return SPARK if task.job.spark is not None else _SHAPES[task.step is not None, task.job.kerberos is not None]


def shapes_of(model: ModelSpec, name: str) -> frozenset[str]:
    """The shapes of all templates that a job calls."""
    notify = {NOTIFY} if model.alerts.on_failure else set()
    return frozenset({shape_of(task) for task in tasks_of(name, model.jobs[name])} | notify)


def shapes_in(loaded: LoadedModel) -> tuple[str, ...]:
    """The shapes that a model's jobs use on any stage, sorted."""
    return tuple(sorted({shape for model in loaded.on.values() for name in model.jobs for shape in shapes_of(model, name)}))


def features_of(model: ModelSpec, job: Job) -> tuple[str, ...]:
    """Paths of the feature libraries that a job needs, relative to the repository's root, in the order of application."""
    present = {
        "drift": job.drift is not None,
        "git": model.code is not None,
        "kerberos": any(pod.kerberos is not None for pod in (job.steps or {"": job}).values()),
        "notification": bool(model.alerts.on_failure) and job.spark is None,
        "priority": job.priority != "normal",
        "schedule": job.schedule is not None,
        "spark": job.spark is not None,
        "spark_notification": bool(model.alerts.on_failure) and job.spark is not None,
        "steps": bool(job.steps),
        "synchronization": bool(job.synchronization.semaphores or job.synchronization.mutexes),
        "trained": has_trained(job),
    }
    return tuple(f"platform/jsonnet/features/{name}.libsonnet" for name, wanted in present.items() if wanted)


def entries_of(loaded: LoadedModel) -> tuple[str, ...]:
    """All files that the rendering of a model on any stage starts from, sorted; what they import follows from them."""
    jobs = [(model, job) for model in loaded.on.values() for job in model.jobs.values()]
    features = {path for model, job in jobs for path in features_of(model, job)}
    return tuple(sorted({ENTRY, *features, *map(source_of, shapes_in(loaded))}))


def every_entry() -> tuple[str, ...]:
    """The entries of a model of which nothing is known: all there are."""
    names = ("drift", "git", "kerberos", "notification", "priority", "schedule", "spark", "spark_notification", "steps", "synchronization", "trained")
    features = {f"platform/jsonnet/features/{name}.libsonnet" for name in names}
    return tuple(sorted({ENTRY, *features, *(source_of(shape) for shape in (*_SHAPES.values(), NOTIFY, SPARK))}))
