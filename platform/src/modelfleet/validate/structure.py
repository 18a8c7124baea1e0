"""The shape of every kind that is rendered: of other products from extracted definitions, Kubernetes' own from a library.

An object is checked against every supported version of its product, because one output serves all of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from modelfleet.errors import UserError
from modelfleet.validate.schema import QUANTITY, Fault, Schema, Validator

UPSTREAM = Path("platform/schema/upstream")
ARGO_API = "argoproj.io/v1alpha1"


@dataclass(frozen=True)
class Product:
    """A product: its name, the kinds of it that are rendered with their `apiVersion`, how the files of its schemas begin."""

    name: str
    api: str
    kinds: tuple[str, ...]
    file: str


ARGO_WORKFLOWS = Product("Argo Workflows", ARGO_API, ("ClusterWorkflowTemplate", "CronWorkflow", "WorkflowTemplate"), "argo-workflows")
ARGO_CD = Product("Argo CD", ARGO_API, ("AppProject", "Application", "ApplicationSet"), "argo-cd")
PROMETHEUS_OPERATOR = Product("the Prometheus operator", "monitoring.coreos.com/v1", ("PrometheusRule",), "prometheus-operator")
SPARK_OPERATOR = Product("the Spark operator", "sparkoperator.k8s.io/v1beta2", ("SparkApplication",), "spark-operator")
PRODUCTS = (ARGO_WORKFLOWS, ARGO_CD, PROMETHEUS_OPERATOR, SPARK_OPERATOR)
ARGO_KINDS = frozenset(ARGO_WORKFLOWS.kinds)
# The oldest Kubernetes that a supported Argo Workflows is tested on: what it knows, newer ones know too.
KUBERNETES = "1.31.0"
CORE_API = {
    **dict.fromkeys(("ConfigMap", "LimitRange", "ResourceQuota", "Secret", "ServiceAccount"), "v1"),
    **dict.fromkeys(("Role", "RoleBinding"), "rbac.authorization.k8s.io/v1"),
    "NetworkPolicy": "networking.k8s.io/v1",
}
_PACKAGES = {"v1": "core", "rbac.authorization.k8s.io/v1": "rbac", "networking.k8s.io/v1": "networking"}
CORE_DEFINITION = {kind: f"io.k8s.api.{_PACKAGES[version]}.v1.{kind}" for kind, version in CORE_API.items()}
POD_PATCH = "PodPatch"


@dataclass(frozen=True)
class Structure:
    """Compiled schemas by kind; a kind of a product has one validator a supported version. `versions` are of Argo Workflows."""

    products: Mapping[str, tuple[Validator, ...]]
    versions: tuple[str, ...]
    core: Mapping[str, Validator] = field(default_factory=lambda: _kubernetes())

    def faults(self, value: Mapping[str, Any]) -> Iterator[Fault]:
        """Faults in the shape of an object; each names the versions of its product if not all of them find it."""
        kind = str(value.get("kind"))
        expected = api_of(kind)
        if expected is None:
            return  # a rule of its own says which kinds a set may hold
        if value.get("apiVersion") != expected:
            yield Fault("apiVersion", f"expected {expected}, got {value.get('apiVersion')}", None)
        if kind in CORE_API:
            yield from self.core[kind].faults(value)
        else:
            yield from self._product_faults(kind, value)

    def pod_patch_faults(self, patch: Any) -> Iterator[Fault]:
        """Faults in a patch of a pod's spec, where a container needs no more than its name."""
        yield from self.core[POD_PATCH].faults(patch)

    def _product_faults(self, kind: str, value: Mapping[str, Any]) -> Iterator[Fault]:
        found: dict[Fault, list[str]] = {}
        for validator in self.products[kind]:
            for fault in validator.faults(value):
                found.setdefault(fault, []).append(validator.version)
        product = next(product.name for product in PRODUCTS if kind in product.kinds)
        for fault, versions in found.items():
            everywhere = len(versions) == len(self.products[kind])
            yield fault if everywhere else fault._replace(what=f"{fault.what} in {product} {' and '.join(versions)}")


def api_of(kind: str) -> str | None:
    """The `apiVersion` of a kind that is rendered, None for any other."""
    return next((product.api for product in PRODUCTS if kind in product.kinds), CORE_API.get(kind))


def groups_of(kinds: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Kinds that are rendered with their API groups, as Kubernetes names them: the core group is the empty text."""
    return tuple(sorted((str(api_of(kind)).rpartition("/")[0], kind) for kind in kinds))


@cache
def load_structure(root: Path) -> Structure:
    """The schemas under `root`/platform/schema/upstream; raises UserError when a product has none or one is not readable."""
    validators: dict[str, tuple[Validator, ...]] = {}
    versions: tuple[str, ...] = ()
    for product in PRODUCTS:
        documents = {
            path.stem.removeprefix(f"{product.file}-"): _load_document(path, root, product) for path in sorted((root / UPSTREAM).glob(f"{product.file}-*.json"))
        }
        if not documents:
            raise UserError.one(f"no schema of {product.name}", file=str(UPSTREAM), hint="run `modelfleet extract-schemas` for each supported version")
        for kind in product.kinds:
            validators[kind] = tuple(Validator(document, kind, version) for version, document in documents.items())
        versions = versions or tuple(documents)
    return Structure(validators, versions)


def _load_document(path: Path, root: Path, product: Product) -> Schema:
    try:
        document: Schema = json.loads(path.read_text(encoding="utf-8"))
        missing = sorted(set(product.kinds) - document["$defs"].keys())
    except (ValueError, KeyError, TypeError, AttributeError):
        missing = sorted(product.kinds)
    if missing:
        raise UserError.one(
            f"the schema lacks {', '.join(missing)}", file=str(path.relative_to(root)), hint="run `modelfleet extract-schemas` for each supported version"
        )
    return document


def _kubernetes() -> Mapping[str, Validator]:
    return _Kubernetes()


class _Kubernetes(Mapping[str, Validator]):
    """Validators of core kinds and of a pod's patch; the megabyte of definitions is read when one is first asked for."""

    def __init__(self) -> None:
        self._validators: dict[str, Validator] = {}

    def __getitem__(self, kind: str) -> Validator:
        if not self._validators:
            document = _load_kubernetes()
            names = {**CORE_DEFINITION, POD_PATCH: POD_PATCH}
            self._validators = {kind: Validator(document, name, KUBERNETES) for kind, name in names.items()}
        return self._validators[kind]

    def __iter__(self) -> Iterator[str]:
        return iter((*CORE_DEFINITION, POD_PATCH))

    def __len__(self) -> int:
        return len(CORE_DEFINITION) + 1


def _load_kubernetes() -> Schema:
    # Its location, not an import: only its data is needed, and importing it takes ten times as long as reading that.
    package = find_spec("kubernetes_validate")
    assert package is not None and package.origin is not None, "a locked requirement"
    folder = Path(package.origin).parent / "kubernetes-json-schema" / f"v{KUBERNETES}-local-strict"
    definitions: dict[str, Schema] = json.loads((folder / "_definitions.json").read_bytes())["$defs"]
    definitions["io.k8s.apimachinery.pkg.api.resource.Quantity"] = {"type": ["integer", "number", "string"], "pattern": QUANTITY}
    definitions["io.k8s.apimachinery.pkg.util.intstr.IntOrString"] = {"type": ["integer", "string"]}
    definitions[POD_PATCH] = {key: value for key, value in definitions["io.k8s.api.core.v1.PodSpec"].items() if key != "required"}
    return {"$defs": _reachable(definitions, (*CORE_DEFINITION.values(), POD_PATCH))}


def _reachable(definitions: Mapping[str, Schema], names: Iterable[str]) -> dict[str, Schema]:
    """What the named definitions refer to: compiling takes ten times as long with all six hundred of them."""
    found: dict[str, Schema] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = _without_words(definitions[name], waiting)
    return found


def _without_words(node: Any, references: list[str]) -> Any:
    if isinstance(node, dict):
        if "$ref" in node:
            references.append(node["$ref"].rpartition("/")[2])
            return {"$ref": node["$ref"]}
        return {key: _without_words(value, references) for key, value in node.items() if key != "description" or not isinstance(value, str)}
    return [_without_words(item, references) for item in node] if isinstance(node, list) else node
