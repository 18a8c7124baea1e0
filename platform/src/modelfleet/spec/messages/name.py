"""What is said about names."""

from __future__ import annotations

from modelfleet.spec.fault import Fault


def bad_label(kind: str, name: str, suggestion: str | None) -> Fault:
    rule = "lower case letters, digits and `-`; the first a letter, the last no `-`"
    return Fault(f"`{name}` cannot be the name of {kind}", rule if suggestion is None else f"{rule}, e.g. `{suggestion}`")


def too_long(kind: str, name: str, limit: int) -> Fault:
    return Fault(f"the name of {kind} `{name[:20]}…` has {len(name)} characters", f"at most {limit}")


def image_reference(reference: str) -> Fault:
    return Fault(
        f"`{reference}` refers to an image, and a name is wanted",
        "a stage gives names to the images that are reviewed, as `images.named` in platform/stages; a job chooses among them",
    )


def reserved_job(name: str, reserved: str) -> Fault:
    return Fault(f"a job cannot be called `{name}`: the platform uses that name", f"choose another name; taken are {reserved}")


def job_name_too_long(model: str, job: str, limit: int) -> Fault:
    length = len(model) + 1 + len(job)
    return Fault(
        f"`{model}-{job}` has {length} characters; together they name the job in the cluster and have at most {limit}",
        f"shorten the model's or the job's name by {length - limit}",
    )


def other_directory(name: str, directory: str) -> Fault:
    return Fault(f"the model is called `{name}`, its directory `{directory}`", f"both must be equal: write `name: {directory}` or rename the directory")


def bad_parameter(name: str) -> Fault:
    return Fault(f"`{name}` cannot be the name of a parameter", "lower case letters, digits and `_`; the first no digit, e.g. `window_days`")


def builtin_parameter(name: str) -> Fault:
    return Fault(f"a parameter cannot be called `{name}`: the platform gives that value to every run", f"use `${{{name}}}` as it is, or choose another name")


def bad_variable(name: str) -> Fault:
    return Fault(f"`{name}` cannot be the name of an environment variable", "letters, digits and `_`; the first no digit, e.g. `LOG_LEVEL`")


def reserved_variable(name: str) -> Fault:
    return Fault(
        f"the platform sets `{name}` itself", "choose another name; taken are MODELFLEET_*, RCLONE_*, PYTHONPATH, PYTHONDONTWRITEBYTECODE and KRB5CCNAME"
    )


def bad_resource_name(name: str) -> Fault:
    return Fault(f"`{name}` cannot be the name of a Kubernetes object", "lower case letters, digits, `-` and `.`; the first and the last a letter or a digit")


def bad_principal(principal: str) -> Fault:
    return Fault(f"`{principal}` is no Kerberos principal", "a name, perhaps an instance and a realm: `svc-fraud`, `svc/host@EXAMPLE.COM`")


def bad_secret_key(key: str) -> Fault:
    return Fault(f"`{key}` cannot be the key of a secret", "letters, digits, `-`, `_` and `.`")


def bad_secret_reference(reference: str) -> Fault:
    return Fault(f"`{reference}` does not name a key of a secret", "the secret's name, a slash and the key in it, e.g. `fraud-db/password`")


def bad_path(path: str, reason: str, example: str) -> Fault:
    return Fault(f"`{path}` {reason}", f"a relative path, e.g. `{example}`")


def entry_point_not_python(path: str) -> Fault:
    return Fault(f"`{path}` is no Python file", "the file that the job runs, e.g. `train.py`")
