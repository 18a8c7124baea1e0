"""What is said about the monitoring job."""

from __future__ import annotations

from modelfleet.spec.fault import Fault


def bad_output_reference(reference: str) -> Fault:
    return Fault(f"`{reference}` names no output of a job", "the job, a dot and the output's name, e.g. `inference.scores`")


def no_such_output(reference: str, purpose: str, known: str, suggestion: str | None) -> Fault:
    hint = f'did you mean "{suggestion}"?' if suggestion else f"the model's outputs are {known}"
    return Fault(f"the drift check needs the {purpose} `{reference}`, and no job publishes that", hint)


def generated_without(reference: str, purpose: str) -> Fault:
    job, output = reference.split(".")
    return Fault(
        f"the drift check needs the {purpose} `{reference}`, and no job publishes that",
        f"add the output `{output}` to the job `{job}`, name another one in `jobs.monitoring.{purpose}`, "
        "or write `monitoring: {enabled: false, reason: …, until: YYYY-MM-DD}`",
    )


def dated_output(reference: str, name: str) -> Fault:
    return Fault(
        f"the drift check cannot read `{reference}`: its URI depends on `${{{name}}}`, which differs from run to run",
        "leave it out of the URI; every run gets a directory of its own anyway",
    )


def looped_output(reference: str, name: str) -> Fault:
    return Fault(
        f"the drift check cannot read `{reference}`: each item of the loop over `{name}` publishes its own",
        "publish one output for all items in a later step",
    )


def disabled_without(field: str) -> Fault:
    return Fault(f"monitoring is switched off without `{field}`", "write `{enabled: false, reason: …, until: YYYY-MM-DD}`")


def only_when_disabled(field: str) -> Fault:
    return Fault(f"`{field}` is only for monitoring that is switched off", "add `enabled: false`, or delete the line")


def only_for_drift(field: str) -> Fault:
    return Fault(f"`{field}` is only for the platform's drift check, and `entry_point` replaces that by your own file", "delete one of them")


def image_of_drift() -> Fault:
    return Fault("the platform's drift check has no `image`", "it needs no system libraries; your own file, as `entry_point`, can have an image")


def unknown_drift_data(kind: str, name: str, known: str) -> Fault:
    return Fault(f"the drift check has no {kind} `{name}`", f"it has {known}; your own file, as `entry_point`, can have others")


def bad_date(value: object) -> Fault:
    return Fault(f"`{value}` is no date", "year, month and day, e.g. `2027-01-31`")
