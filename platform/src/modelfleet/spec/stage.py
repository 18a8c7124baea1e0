"""A stage: where manifests go and what is different there. Every value of a stage is in `platform/stages/<stage>.yaml`."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StrictBool

from modelfleet.spec.alerting import Alerting
from modelfleet.spec.control import ArgoCd, Controllers
from modelfleet.spec.data import Scalar, Uri
from modelfleet.spec.fault import FaultError
from modelfleet.spec.gpu import Gpu
from modelfleet.spec.messages import stage as messages
from modelfleet.spec.model import PythonVersion
from modelfleet.spec.name import ImageName, ParameterName
from modelfleet.spec.network import NetworkRules
from modelfleet.spec.priority import OtherPriority, Priority
from modelfleet.spec.quantity import Count, Seconds, SecondsOrZero
from modelfleet.spec.record import Record, refuse_empty
from modelfleet.spec.spark import Properties
from modelfleet.spec.store import Bucket

PYTHON_VERSIONS: tuple[str, ...] = PythonVersion.__args__  # type: ignore[attr-defined]

_SECRET_OPTIONS = ("access_key_id", "secret_access_key", "session_token", "sse_customer_key", "pass", "password", "token", "key", "client_secret")


def check_image(image: str) -> str:
    """An image by its digest. Raises FaultError."""
    if not re.fullmatch(r"[a-z0-9][a-zA-Z0-9._:/-]*@sha256:[0-9a-f]{64}", image):
        raise FaultError(messages.image_without_digest(image))
    return image


def check_store(uri: str) -> str:
    """A place for archives: `file://directory` or `s3://bucket/prefix`. Raises FaultError."""
    if not re.fullmatch(r"(file://[^\s?#]+|s3://[a-z0-9][a-z0-9.-]*(/[^\s?#]*)?)", uri) or ".." in uri.split("/"):
        raise FaultError(messages.bad_store(uri))
    return uri


def check_branch(name: str) -> str:
    """The name of a branch, by the part of git-check-ref-format that people need. Raises FaultError."""
    if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*", name) or ".." in name or name.endswith((".", ".lock")):
        raise FaultError(messages.bad_branch(name))
    return name


def _check_scheme(name: str) -> str:
    # rclone takes a remote from variables RCLONE_CONFIG_<REMOTE>_*, so nothing but letters and digits.
    if not re.fullmatch(r"[a-z][a-z0-9]*", name):
        raise FaultError(messages.bad_scheme(name))
    return name


def _check_options(options: Any) -> Any:
    if not isinstance(options, dict):
        return options
    checked = {}
    for name, value in options.items():
        if name in _SECRET_OPTIONS:
            raise FaultError(messages.secret_option(name))
        if not isinstance(value, str | int):
            raise FaultError(messages.bad_option(name))
        checked[name] = str(value).lower() if isinstance(value, bool) else str(value)
    return checked


def _check_spark_version(version: str) -> str:
    if not re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", version, re.ASCII):
        raise FaultError(messages.bad_spark_version(version))
    return version


def _check_images(images: dict[str, str]) -> dict[str, str]:
    if missing := [version for version in PYTHON_VERSIONS if version not in images]:
        raise FaultError(messages.missing_images(", ".join(missing)))
    return images


Image = Annotated[str, AfterValidator(check_image)]


# The stage that is published into the work tree's own directory, so that it needs no real host.
LOCAL = "local"


class Store(Record):
    """Where archives are."""

    write: Annotated[str, AfterValidator(check_store)] = Field(description="Where publishing puts archives: `file://directory` or `s3://bucket/prefix`.")
    read: Bucket = Field(description="How pods read them.")


class Deploy(Record):
    """Where manifests go."""

    repository: str = Field(description="Git repository of the deploy branch: a path in the work tree or a URL.", min_length=1)
    branch: Annotated[str, AfterValidator(check_branch)] = Field(description="The deploy branch.")


class DataStore(Record):
    """A remote of rclone: its type and options, by rclone's names."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, str]

    type: str = Field(description="Kind of the remote: `s3`, `swift`, `hdfs` …", min_length=1)

    @property
    def options(self) -> dict[str, str]:
        """Everything as rclone's configuration takes it, `type` included, by name."""
        return dict(sorted({"type": self.type, **(self.__pydantic_extra__ or {})}.items()))


class Images(Record):
    """The container images of a stage, each by its digest."""

    python: Annotated[dict[PythonVersion, Image], AfterValidator(_check_images)] = Field(description="Image of each Python version.")
    rclone: Image = Field(description="Image with rclone, a shell and coreutils.")
    kerberos: Image = Field(description="Image with kinit.")
    named: dict[ImageName, Annotated[dict[PythonVersion, Image], AfterValidator(refuse_empty)]] = Field(
        default={}, description="Images with Python and system libraries that jobs may choose by name (`image`), for each Python version."
    )

    def of_pod(self, name: str | None, python: str) -> str:
        """The image that runs a model's code: one by its name, or the plain one of the Python version."""
        return (self.python if name is None else self.named[name])[python]


class StageSpark(Record):
    """How Spark applications run on a stage."""

    version: Annotated[str, AfterValidator(_check_spark_version)] = Field(description="Version of Spark in the images.", examples=["3.5.7"])
    images: Annotated[dict[PythonVersion, Image], AfterValidator(refuse_empty)] = Field(description="Image with Spark and Python, for each Python version.")
    conf: Properties = Field(default={}, description="Properties of every application.", examples=[{"spark.hadoop.fs.s3a.path.style.access": "true"}])


class StageSpec(Record):
    """What `platform/stages/<stage>.yaml` says."""

    store: Store = Field(description="Where archives are.")
    deploy: Deploy = Field(description="Where manifests go.")
    data: Annotated[
        dict[Annotated[str, AfterValidator(_check_scheme)], Annotated[DataStore, BeforeValidator(_check_options)]], AfterValidator(refuse_empty)
    ] = Field(description="Data stores by the scheme of their URIs.")
    scratch: Uri = Field(description="Where failed and debug runs leave their outputs.")
    trained: Uri | None = Field(
        default=None,
        description="Where runs leave trained artifacts, in `<model>/<job>/<run>/`; without it no job can have any.",
        examples=["s3://modelfleet-trained/"],
    )
    require_pinned: StrictBool = Field(default=False, description="`true`: jobs take only artifacts of runs that `uses` pins with a digest.")
    images: Images = Field(description="Container images.")
    parameters: dict[ParameterName, Scalar] = Field(default={}, description="Parameters of every model; they override the model's, and a job's override them.")
    spark: StageSpark | None = Field(default=None, description="How Spark applications run; a stage without it has none.")
    gpu: Gpu | None = Field(default=None, description="How pods get GPUs; a stage without it has none.")
    priorities: dict[OtherPriority, Priority] = Field(default={}, description="What `priority: high` and `priority: low` of a job mean.")
    retention: Seconds = Field(default=400 * 86400, description="How long templates and archives outlive their last published reference.", examples=["400d"])
    template_settle: SecondsOrZero = Field(
        default=0,
        description="Pause between new templates and the manifests that use them: at least twice Argo CD's polling interval"
        " where `deploy.repository` is a URL.",
        examples=["6m"],
    )
    deletion_threshold: Annotated[Count, Field(ge=0)] = Field(
        default=3, description="Models that one publish may delete without being told so: this number or 5 % of the fleet, whichever is more.", examples=[3]
    )
    argocd: ArgoCd = Field(default=ArgoCd(), description="How Argo CD reads the deploy branch.")
    controllers: Controllers | None = Field(
        default=None, description="What the controllers are set to. Without it nothing is rendered for them, and their settings stay as they are."
    )

    network: NetworkRules | None = Field(
        default=None, description="Where the pods of models may go. Without it nothing is refused: no NetworkPolicy is rendered."
    )
    alerts: Alerting | None = Field(
        default=None, description="Alerts on jobs that fail, do not start, are late or drift. Without it no PrometheusRule is rendered."
    )

    @property
    def deploy_url(self) -> str:
        """The deploy repository as Argo CD reads it."""
        return self.argocd.repository or self.deploy.repository

    @property
    def controller_namespaces(self) -> tuple[str, ...]:
        """Where the controllers are, as far as this stage knows."""
        return (self.argocd.namespace, *((self.controllers.workflows_namespace,) if self.controllers else ()))
