"""A written model → the complete one that rendering sees."""

from __future__ import annotations

from modelfleet.spec.code import LockedCode
from modelfleet.spec.code_lock import CodeLock
from modelfleet.spec.cron import resolve_cron
from modelfleet.spec.inheritance import complete_step
from modelfleet.spec.job import Job, JobFields
from modelfleet.spec.model import ModelSpec
from modelfleet.spec.monitoring import complete_monitoring
from modelfleet.spec.written import WrittenJob, WrittenModel


def complete(written: WrittenModel, lock: CodeLock | None = None) -> ModelSpec:
    """Generate the monitoring job, resolve `H` and presets, sort the jobs, join `code` with its lock. `written` must have passed every rule."""
    jobs = {name: _complete(job) for name, job in written.jobs.by_name.items()}
    if (monitoring := complete_monitoring(written.jobs)) is not None:
        jobs["monitoring"] = monitoring
    return ModelSpec.model_construct(
        name=written.name,
        description=written.description,
        owner=written.owner,
        tags=written.tags,
        python=written.python,
        code=LockedCode(git=written.code.git, lock=lock) if written.code and lock else None,
        parameters=dict(sorted(written.parameters.items())),
        jobs={name: _resolved(job, written.name, name) for name, job in sorted(jobs.items())},
        alerts=written.alerts,
        channel=written.channel,
    )


def _complete(job: WrittenJob) -> Job:
    fields = {field: getattr(job, field) for field in JobFields.model_fields}
    steps = {name: complete_step(step, job) for name, step in sorted(job.steps.items())}
    return Job.model_construct(_fields_set=set(job.model_fields_set), **fields, entry_point=job.entry_point, steps=steps, spark=job.spark, drift=None)


def _resolved(job: Job, model: str, name: str) -> Job:
    # Mappings are sorted so that the order in the file never reaches a manifest.
    changed: dict[str, object] = {}
    for field in ("parameters", "env"):
        if getattr(job, field):
            changed[field] = dict(sorted(getattr(job, field).items()))
    if job.schedule is not None:
        changed["schedule"] = job.schedule.model_copy(update={"cron": resolve_cron(job.schedule.cron, model, name)})
    return job.model_copy(update=changed)
