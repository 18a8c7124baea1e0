"""What is said about `stages:`, the overrides in a model's file."""

from __future__ import annotations

from modelfleet.spec.fault import Fault


def unknown_stage(stage: str, known: str, suggestion: str | None) -> Fault:
    return Fault(f"there is no stage `{stage}`", f'did you mean "{suggestion}"? The stages are {known}' if suggestion else f"the stages are {known}")


def not_overridable(field: str, allowed: str) -> Fault:
    return Fault(f"`{field}` is the same on every stage", f"a stage can override {allowed}")


def unknown_job(job: str, known: str, suggestion: str | None) -> Fault:
    return Fault(
        f"the model has no job `{job}` that a stage could change",
        f'did you mean "{suggestion}"?'
        if suggestion
        else f"its jobs are {known}; a job that should not run on a stage gets `schedule: {{suspend: true}}` there",
    )


def nothing_to_remove() -> Fault:
    return Fault("`null` removes a value, and there is none to remove", "delete the line")


def no_overrides() -> Fault:
    return Fault("must hold the fields that differ on this stage", "e.g. `prod: {jobs: {training: {resources: {cpu: 8}}}}`")


def required() -> Fault:
    return Fault("`null` removes a value, and this one must exist", "write another value, or delete the line")


def job_removed(job: str) -> Fault:
    return Fault(f"`null` cannot remove the job `{job}` from one stage", "`schedule: {suspend: true}` keeps it from running there")
