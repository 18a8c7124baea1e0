"""Rules about a CronWorkflow: what must be written because its absence means something else than one thinks."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from modelfleet.errors import Problem
from modelfleet.validate.subject import Subject


def schedule(subject: Subject) -> Iterator[Problem]:
    """`schedules`, `timezone`, `suspend` and the rest of the policy are written.

    Source: cron_workflow_types.go and workflow/cron of Argo Workflows, and Argo CD issue 14630. Version 4 knows only the
    plural `schedules`; without a time zone the controller's own is used; without `suspend` Argo CD does not see that
    a person has suspended the job; the default policy starts a run while the last one is still going.
    """
    if subject.kind != "CronWorkflow":
        return
    spec = subject.object.get("spec") or {}
    if not spec.get("schedules"):
        yield subject.problem("spec.schedules", "no schedule", "at least one cron expression of five fields")
    for index, cron in enumerate(spec.get("schedules") or ()):
        if len(cron.split()) != 5:
            yield subject.problem(f"spec.schedules[{index}]", f'"{cron}" has not five fields', "presets and `H` are resolved before rendering")
    if not spec.get("timezone"):
        yield subject.problem("spec.timezone", "missing", "write an IANA name, such as Etc/UTC")
    elif not _is_zone(spec["timezone"]):
        yield subject.problem("spec.timezone", f'"{spec["timezone"]}" is not an IANA time zone', "write a name such as Europe/Moscow")
    if spec.get("suspend") is True:
        yield subject.problem(
            "spec.suspend", "expected false", 'it is for who is on call, and Argo CD leaves it alone: a job that should not run gets `when: "false"`'
        )
    for field in ("concurrencyPolicy", "startingDeadlineSeconds", "suspend"):
        if field not in spec:
            yield subject.problem(f"spec.{field}", "missing", "its default is not what it seems: write it")


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return False
    return True
