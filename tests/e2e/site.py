"""The suite's fleet on a cluster: its namespaces and its objects, brought there without Argo CD, and taken away again."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from e2e.api import Api, wait_for
from e2e.fleet import Fleet
from e2e.program import KUBECTL
from e2e.trouble import Trouble

Object = dict
ARGO = "argoproj.io/v1alpha1"
LABEL = "modelfleet.io/e2e"
# The order in which an installation needs them: what is asked for later comes first.
ORDER = (
    "ServiceAccount",
    "Secret",
    "Role",
    "RoleBinding",
    "ResourceQuota",
    "LimitRange",
    "ConfigMap",
    "ClusterWorkflowTemplate",
    "WorkflowTemplate",
    "CronWorkflow",
)


@dataclass(frozen=True)
class Site:
    """A published fleet beside a cluster. `manifests` are the objects of its deploy branch, by path."""

    api: Api
    fleet: Fleet
    manifests: Mapping[str, Object]

    @property
    def namespaces(self) -> list[str]:
        """The namespaces of the owners."""
        return sorted({one["metadata"]["namespace"] for one in self.manifests.values() if one["kind"] == "ServiceAccount"})

    def labels(self, namespace: str) -> dict[str, str]:
        """The labels that Argo CD gives a namespace when it makes it; among them is what the API server enforces for pods there."""
        (found,) = (
            one["spec"]["syncPolicy"]["managedNamespaceMetadata"]["labels"]
            for one in self.manifests.values()
            if one["kind"] == "Application" and one["spec"]["destination"]["namespace"] == namespace and "managedNamespaceMetadata" in one["spec"]["syncPolicy"]
        )
        return found

    def objects(self, *kinds: str) -> list[Object]:
        """The objects of some kinds, or of all but those of Argo CD, in the order in which they are applied."""
        chosen = (one for path, one in self.manifests.items() if not path.startswith("argocd/") and (not kinds or one["kind"] in kinds))
        return sorted((one for one in chosen if one["kind"] in ORDER), key=lambda one: ORDER.index(one["kind"]))

    def find(self, kind: str, name: str) -> Object:
        """One object of the deploy branch."""
        return next(one for one in self.manifests.values() if one["kind"] == kind and one["metadata"]["name"] == name)


def find_kubectl() -> Path:
    """kubectl of the cluster's own version when it is built, else that of the user."""
    installed = shutil.which("kubectl")
    if KUBECTL.path.exists():
        return KUBECTL.path
    if installed is None:
        raise Trouble("no kubectl", "put kubectl on PATH, or run `tests/e2e/cluster up --without-node` once")
    return Path(installed)


def prepared(site: Site) -> None:
    """Make the owners' namespaces and apply everything. Raises Trouble when a namespace is there and not the suite's."""
    for name in site.namespaces:
        there = site.api.find("v1", "Namespace", name)
        if there is not None and LABEL not in there["metadata"].get("labels", {}):
            raise Trouble(f"the namespace {name} is there, and this suite has not made it", "run the suite on a cluster without a fleet")
        labels = {**site.labels(name), LABEL: "true"}
        site.api.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}})
    for one in site.objects():
        site.api.apply(one)
    # A CronWorkflow whose template came after it would wait for minutes; the controller has to have seen them.
    time.sleep(1)


def cleared(site: Site) -> None:
    """Take the fleet away; deleting its namespaces takes what is in them."""
    for one in site.objects("ClusterWorkflowTemplate"):
        site.api.delete(ARGO, "ClusterWorkflowTemplate", one["metadata"]["name"])
    for name in site.namespaces:
        site.api.delete("v1", "Namespace", name)
    wait_for("the namespaces are gone", lambda: all(site.api.find("v1", "Namespace", name) is None for name in site.namespaces), 300)


def started(api: Api, namespace: str, template: str, parameters: Mapping[str, str]) -> Object:
    """What the command line, the web page and Argo CD's action do: a Workflow that refers to the template."""
    arguments = [{"name": name, "value": value} for name, value in parameters.items()]
    spec = {"workflowTemplateRef": {"name": template}, "arguments": {"parameters": arguments}}
    return api.create({"apiVersion": ARGO, "kind": "Workflow", "metadata": {"generateName": f"{template}-", "namespace": namespace}, "spec": spec})


def pods_of(api: Api, run: str, namespace: str) -> list[Object]:
    """The pods that the controller has made for a run."""
    return api.list("v1", "Pod", namespace, labelSelector=f"workflows.argoproj.io/workflow={run}")


def pod_of(api: Api, run: str, namespace: str, seconds: float = 120) -> Object:
    """The one pod of a run, as soon as there is one; raises TimeoutError with the phase and message of the run when there is none."""
    look: Callable[[], list[Object]] = lambda: pods_of(api, run, namespace)  # noqa: E731 - a name for the message below
    try:
        return wait_for(f"the pod of {run}", look, seconds)[0]
    except TimeoutError as error:
        status = (api.find(ARGO, "Workflow", run, namespace) or {}).get("status", {})
        raise TimeoutError(f"{error}; the run is {status.get('phase')}: {status.get('message')}, {status.get('conditions')}") from None
