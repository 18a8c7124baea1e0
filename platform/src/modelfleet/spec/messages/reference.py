"""What is said about names that refer to something else: parameters, outputs, what the owner has."""

from __future__ import annotations

from modelfleet.spec.fault import Fault


def unknown_owner(name: str, known: str, suggestion: str | None) -> Fault:
    return Fault(f"there is no owner `{name}`", f'did you mean "{suggestion}"?' if suggestion else f"owners are {known}; platform/owners.yaml describes them")


def foreign_secret(owner: str, secret: str, known: str, suggestion: str | None) -> Fault:
    own = f"its secrets are {known}" if known else "it has none"
    return Fault(
        f"{owner} has no secret `{secret}`", f'did you mean "{suggestion}"?' if suggestion else f"{own}; the platform adds secrets in platform/owners.yaml"
    )


def foreign_route(owner: str, route: str, known: str, suggestion: str | None) -> Fault:
    own = f"its routes are {known}" if known else "it has none"
    return Fault(
        f"{owner} has no alert route `{route}`", f'did you mean "{suggestion}"?' if suggestion else f"{own}; the platform adds routes in platform/owners.yaml"
    )


def same_route(route: str) -> Fault:
    return Fault(f"`{route}` stands here twice", "once is enough: it would get each message twice")


def over_quota(owner: str, resource: str, asked: str, quota: str) -> Fault:
    return Fault(
        f"{asked} is more {resource} than {owner} may use at all, the job would never start",
        f"at most {quota}; the platform changes quotas in platform/owners.yaml",
    )


def unknown_scheme(scheme: str, known: str) -> Fault:
    return Fault(f"no data store is known for `{scheme}://`", f"known are {known}; platform/stages describes them")


def unknown_placeholder(name: str, known: str, suggestion: str | None) -> Fault:
    return Fault(f"`${{{name}}}` is unknown", f'did you mean "${{{suggestion}}}"?' if suggestion else f"known are {known}")


def malformed_placeholder() -> Fault:
    return Fault("`${` is not followed by a name and `}`", "`${name}` stands for a parameter or a date of the run; `$` alone stays as it is")


def placeholder_in_parameter(name: str) -> Fault:
    return Fault("`${` is not replaced in the value of a parameter", f"use `${{{name}}}` where the value is needed: in `args`, `env` or a URI")


def same_name(kind: str, name: str) -> Fault:
    return Fault(f"two {kind} of the job are called `{name}`", "each needs its own name")


def same_directory(kind: str, directory: str) -> Fault:
    return Fault(f"two {kind} of the job have the directory `{directory}`", "each needs its own directory")


def same_uri(other: str) -> Fault:
    return Fault(f"{other} is published to the same URI", "runs of two jobs would mix; each output needs its own URI")


def same_variable(name: str) -> Fault:
    return Fault(f"`{name}` is set twice for this job", "keep one of them; `env` is for plain values, `secrets` for the rest")


def reads_all_runs(output: str) -> Fault:
    return Fault(f"this reads all runs that {output} has ever published", "`select: latest_complete` reads the newest one")


def sla_without_schedule() -> Fault:
    return Fault("a job without a schedule has no time to finish by", "add `schedule:`, or delete `sla`")


def longer_than_timeout(expected: str, timeout: str) -> Fault:
    return Fault(f"a run is expected to take {expected} but is stopped after {timeout}", "make `timeout` longer")


def no_jobs() -> Fault:
    return Fault("the model has no job", "e.g. `inference: {entry_point: predict.py}`")
