"""Names: of models and jobs, parameters, environment variables, secrets, files."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from modelfleet.spec.fault import FaultError
from modelfleet.spec.messages import name as messages

LABEL_PATTERN = r"^[a-z]([-a-z0-9]*[a-z0-9])?$"
PARAMETER_PATTERN = r"^[a-z_][a-z0-9_]*$"
VARIABLE_PATTERN = r"^[A-Za-z_][A-Za-z0-9_]*$"
SECRET_REFERENCE_PATTERN = r"^[a-z0-9]([-.a-z0-9]*[a-z0-9])?/[-._a-zA-Z0-9]+$"

# A CronWorkflow appends a date of 11 characters to its name, a Workflow's name is a label of at most 63, and a suffix
# of the pod's name needs room: Argo refuses CronWorkflow names over 52, and we keep two in reserve.
MAXIMUM_NAME = 50

RESERVED_JOBS = ("code", "env", "model", "runtime", "tests")
BUILTINS = ("data_interval_end", "data_interval_start", "job", "logical_date", "logical_time", "model")

_RESERVED_VARIABLES = ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "KRB5CCNAME")
_RESERVED_PREFIXES = ("MODELFLEET_", "RCLONE_")


def _label(kind: str, name: str, limit: int) -> str:
    if len(name) > limit:
        raise FaultError(messages.too_long(kind, name, limit))
    if not re.fullmatch(LABEL_PATTERN, name):
        mended = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-0123456789")
        raise FaultError(messages.bad_label(kind, name, mended or None))
    return name


def check_model_name(name: str) -> str:
    """A DNS label (RFC 1123) that leaves room for a job of one letter. Raises FaultError."""
    return _label("a model", name, MAXIMUM_NAME - 2)


def check_job_name(name: str) -> str:
    """A DNS label that is not one of the other targets of a model's directory. Raises FaultError."""
    if name in RESERVED_JOBS:
        raise FaultError(messages.reserved_job(name, ", ".join(RESERVED_JOBS)))
    return _label("a job", name, MAXIMUM_NAME - 2)


def check_data_name(name: str) -> str:
    """The name of an input or an output: a DNS label, because it becomes part of paths. Raises FaultError."""
    return _label("an input or an output", name, 40)


def check_artifact_name(name: str) -> str:
    """The name of what a step hands on: a DNS label, because it becomes part of paths. Raises FaultError."""
    return _label("an artifact", name, 40)


def check_step_name(name: str) -> str:
    """The name of a step: a DNS label, because it becomes a part of paths and a label of pods. Raises FaultError."""
    return _label("a step", name, 30)


def check_image_name(name: str) -> str:
    """The name that stages give to an image: a DNS label, and so never a reference of one. Raises FaultError."""
    if any(mark in name for mark in "/:@"):
        raise FaultError(messages.image_reference(name))
    return _label("an image", name, 63)


def check_lock_name(name: str) -> str:
    """The name of a semaphore or a mutex: a DNS label, because it becomes a key of a ConfigMap. Raises FaultError."""
    return _label("a semaphore or a mutex", name, 63)


def check_owner_name(name: str) -> str:
    """A DNS label, because it labels objects. Raises FaultError."""
    return _label("an owner", name, 63)


def check_tag(name: str) -> str:
    """A word for grouping and searching. Raises FaultError."""
    return _label("a tag", name, 63)


def check_parameter_name(name: str) -> str:
    """A name that `${name}` can stand for, and that is not a value of every run. Raises FaultError."""
    if name in BUILTINS:
        raise FaultError(messages.builtin_parameter(name))
    if not re.fullmatch(PARAMETER_PATTERN, name) or len(name) > 63:
        raise FaultError(messages.bad_parameter(name))
    return name


def check_variable(name: str) -> str:
    """An environment variable that a job may set. Raises FaultError."""
    if not re.fullmatch(VARIABLE_PATTERN, name) or len(name) > 253:
        raise FaultError(messages.bad_variable(name))
    if name in _RESERVED_VARIABLES or name.startswith(_RESERVED_PREFIXES):
        raise FaultError(messages.reserved_variable(name))
    return name


def check_resource_name(name: str) -> str:
    """A DNS subdomain (RFC 1123), as Kubernetes wants it for secrets. Raises FaultError."""
    if len(name) > 253 or not all(re.fullmatch(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?", part) for part in name.split(".")):
        raise FaultError(messages.bad_resource_name(name))
    return name


def check_secret_reference(reference: str) -> str:
    """`name/key`. Raises FaultError."""
    if not re.fullmatch(SECRET_REFERENCE_PATTERN, reference) or len(reference) > 500:
        raise FaultError(messages.bad_secret_reference(reference))
    return reference


def check_secret_key(key: str) -> str:
    """A key in a Kubernetes secret. Raises FaultError."""
    if len(key) > 253 or not re.fullmatch(r"[-._a-zA-Z0-9]+", key):
        raise FaultError(messages.bad_secret_key(key))
    return key


def check_principal(principal: str) -> str:
    """A Kerberos principal without characters that its text form must escape. Raises FaultError."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)?(@[A-Za-z0-9][A-Za-z0-9.-]*)?", principal):
        raise FaultError(messages.bad_principal(principal))
    return principal


def _relative(path: str, example: str) -> PurePosixPath:
    reason = None
    if "\\" in path:
        reason = "has a backslash"
    elif path.startswith(("/", "~")):
        reason = "is not relative"
    elif ".." in PurePosixPath(path).parts:
        reason = "leaves the directory"
    elif not path.strip() or any(ord(letter) < 33 or ord(letter) == 127 for letter in path):
        reason = "is empty or has white space"
    if reason:
        raise FaultError(messages.bad_path(path, reason, example))
    return PurePosixPath(path)


def check_entry_point(path: str) -> str:
    """A Python file below the model's directory, in its shortest spelling. Raises FaultError."""
    normal = _relative(path, "train.py")
    if normal.suffix != ".py":
        raise FaultError(messages.entry_point_not_python(path))
    return str(normal)


def check_directory(path: str) -> str:
    """A directory below the job's working directory, with a slash at its end. Raises FaultError."""
    normal = _relative(path, "data/")
    if normal == PurePosixPath("."):
        raise FaultError(messages.bad_path(path, "is the working directory itself", "data/"))
    return f"{normal}/"


def check_file(path: str) -> str:
    """A file in or below the model's directory. Raises FaultError."""
    return str(_relative(path, "requirements.txt"))


def _schema(pattern: str, **more: object) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern, **more})


ModelName = Annotated[str, AfterValidator(check_model_name), _schema(LABEL_PATTERN, maxLength=MAXIMUM_NAME - 2)]
JobName = Annotated[str, AfterValidator(check_job_name), _schema(LABEL_PATTERN)]
DataName = Annotated[str, AfterValidator(check_data_name), _schema(LABEL_PATTERN, maxLength=40)]
ArtifactName = Annotated[str, AfterValidator(check_artifact_name), _schema(LABEL_PATTERN, maxLength=40)]
StepName = Annotated[str, AfterValidator(check_step_name), _schema(LABEL_PATTERN, maxLength=30)]
OwnerName = Annotated[str, AfterValidator(check_owner_name)]
ImageName = Annotated[str, AfterValidator(check_image_name), _schema(LABEL_PATTERN, maxLength=63)]
LockName = Annotated[str, AfterValidator(check_lock_name), _schema(LABEL_PATTERN, maxLength=63)]
Tag = Annotated[str, AfterValidator(check_tag), _schema(LABEL_PATTERN, maxLength=63)]
ParameterName = Annotated[str, AfterValidator(check_parameter_name), _schema(PARAMETER_PATTERN)]
Variable = Annotated[str, AfterValidator(check_variable), _schema(VARIABLE_PATTERN)]
ResourceName = Annotated[str, AfterValidator(check_resource_name)]
SecretReferenceText = Annotated[str, AfterValidator(check_secret_reference), _schema(SECRET_REFERENCE_PATTERN)]
SecretKey = Annotated[str, AfterValidator(check_secret_key)]
Principal = Annotated[str, AfterValidator(check_principal)]
EntryPoint = Annotated[str, AfterValidator(check_entry_point), _schema(r"\.py$")]
Directory = Annotated[str, AfterValidator(check_directory)]
File = Annotated[str, AfterValidator(check_file)]
