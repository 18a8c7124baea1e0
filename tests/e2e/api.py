"""The API of a cluster, asked through `kubectl proxy`, which knows every way of logging in that a kubeconfig may name."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote, urlencode

T = TypeVar("T")
Object = dict  # one Kubernetes object, as JSON

# Plural names of the kinds that the suite handles, by group and version; "" is a kind without a namespace.
PATHS = {
    ("v1", "Namespace"): "namespaces",
    ("v1", "ConfigMap"): "configmaps",
    ("v1", "Secret"): "secrets",
    ("v1", "Service"): "services",
    ("v1", "ServiceAccount"): "serviceaccounts",
    ("v1", "Pod"): "pods",
    ("v1", "Event"): "events",
    ("v1", "ResourceQuota"): "resourcequotas",
    ("v1", "LimitRange"): "limitranges",
    ("rbac.authorization.k8s.io/v1", "Role"): "roles",
    ("rbac.authorization.k8s.io/v1", "RoleBinding"): "rolebindings",
    ("rbac.authorization.k8s.io/v1", "ClusterRole"): "clusterroles",
    ("rbac.authorization.k8s.io/v1", "ClusterRoleBinding"): "clusterrolebindings",
    ("scheduling.k8s.io/v1", "PriorityClass"): "priorityclasses",
    ("networking.k8s.io/v1", "NetworkPolicy"): "networkpolicies",
    ("apiextensions.k8s.io/v1", "CustomResourceDefinition"): "customresourcedefinitions",
    ("argoproj.io/v1alpha1", "Workflow"): "workflows",
    ("argoproj.io/v1alpha1", "WorkflowTemplate"): "workflowtemplates",
    ("argoproj.io/v1alpha1", "ClusterWorkflowTemplate"): "clusterworkflowtemplates",
    ("argoproj.io/v1alpha1", "CronWorkflow"): "cronworkflows",
    ("argoproj.io/v1alpha1", "WorkflowTaskResult"): "workflowtaskresults",
    ("argoproj.io/v1alpha1", "Application"): "applications",
    ("argoproj.io/v1alpha1", "ApplicationSet"): "applicationsets",
    ("argoproj.io/v1alpha1", "AppProject"): "appprojects",
    ("monitoring.coreos.com/v1", "PrometheusRule"): "prometheusrules",
    ("sparkoperator.k8s.io/v1beta2", "SparkApplication"): "sparkapplications",
}
MANAGER = "modelfleet-e2e"
JSON = "application/json"


class Refused(Exception):
    """The API server refuses a request; the text is the message of its Status."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def path_of(version: str, kind: str, namespace: str | None = None, name: str | None = None) -> str:
    """The path of an object, or of the list when `name` is None."""
    group = f"/apis/{version}" if "/" in version else f"/api/{version}"
    within = f"/namespaces/{namespace}" if namespace else ""
    return f"{group}{within}/{PATHS[version, kind]}" + (f"/{quote(name)}" if name else "")


class _Connection(http.client.HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=60)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._path))


@dataclass(frozen=True)
class Api:
    """A cluster's API behind the proxy's socket. Objects are plain JSON; `version` is `v1` or `group/version`."""

    socket: Path

    def ask(self, method: str, path: str, body: object = None, content_type: str = JSON, accept: str = JSON, **query: str) -> Object:
        """One request; raises Refused with what the server says."""
        connection = _Connection(self.socket)
        try:
            content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
            connection.request(method, path + (f"?{urlencode(query)}" if query else ""), content, {"Content-Type": content_type, "Accept": accept})
            response = connection.getresponse()
            text = response.read()
        finally:
            connection.close()
        if response.status >= 400:
            with contextlib.suppress(ValueError):
                raise Refused(response.status, json.loads(text)["message"])
            raise Refused(response.status, text.decode(errors="replace"))
        return json.loads(text) if response.getheader("Content-Type", "").startswith(JSON) else {"text": text.decode()}

    def apply(self, manifest: Mapping, **query: str) -> Object:
        """Server-side apply with strict field validation, as a whole: an unknown or a doubled field is refused."""
        metadata = manifest["metadata"]
        path = path_of(manifest["apiVersion"], manifest["kind"], metadata.get("namespace"), metadata["name"])
        settings = {"fieldManager": MANAGER, "fieldValidation": "Strict", "force": "true"} | query
        return self.ask("PATCH", path, manifest, "application/apply-patch+yaml", **settings)

    def create(self, manifest: Mapping) -> Object:
        return self.ask("POST", path_of(manifest["apiVersion"], manifest["kind"], manifest["metadata"].get("namespace")), manifest, fieldValidation="Strict")

    def get(self, version: str, kind: str, name: str, namespace: str | None = None) -> Object:
        return self.ask("GET", path_of(version, kind, namespace, name))

    def find(self, version: str, kind: str, name: str, namespace: str | None = None) -> Object | None:
        """An object, or None when there is none."""
        try:
            return self.get(version, kind, name, namespace)
        except Refused as refused:
            if refused.code == 404:
                return None
            raise

    def knows(self, version: str, kind: str) -> bool:
        """Whether the kind is one that the suite handles, and its API is installed."""
        if (version, kind) not in PATHS:
            return False
        try:
            self.ask("GET", path_of(version, kind), limit="1")
        except Refused as refused:
            if refused.code == 404:
                return False
            raise
        return True

    def list(self, version: str, kind: str, namespace: str | None = None, **query: str) -> list[Object]:
        return self.ask("GET", path_of(version, kind, namespace), **query)["items"]

    def merge(self, version: str, kind: str, name: str, patch: Mapping, namespace: str | None = None) -> Object:
        """A JSON merge patch, as `kubectl patch --type merge` sends."""
        return self.ask("PATCH", path_of(version, kind, namespace, name), patch, "application/merge-patch+json", fieldManager=MANAGER)

    def report(self, version: str, kind: str, name: str, status: Mapping, namespace: str | None = None) -> Object:
        """Merge into the status of an object, as who is in charge of it does."""
        path = path_of(version, kind, namespace, name) + "/status"
        return self.ask("PATCH", path, {"status": status}, "application/merge-patch+json", fieldManager=MANAGER)

    def delete(self, version: str, kind: str, name: str, namespace: str | None = None) -> None:
        """Delete an object if it is there."""
        with contextlib.suppress(Refused):
            self.ask("DELETE", path_of(version, kind, namespace, name))


def wait_for(what: str, look: Callable[[], T | None], seconds: float, pause: float = 0.25) -> T:
    """The first value of `look` that is not None or false; raises TimeoutError that names `what` after `seconds`."""
    end = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > end:
            raise TimeoutError(f"{what}: not within {seconds:g} s")
        time.sleep(pause)


@contextlib.contextmanager
def proxied(kubectl: Path | str, kubeconfig: Path) -> Iterator[Api]:
    """An API client of the cluster that a kubeconfig leads to. The socket's directory is closed to other users."""
    with tempfile.TemporaryDirectory(prefix="modelfleet-e2e-") as directory:
        path = Path(directory) / "api"
        command = [str(kubectl), "proxy", f"--unix-socket={path}"]
        variables = {**os.environ, "KUBECONFIG": str(kubeconfig)}
        proxy = subprocess.Popen(command, env=variables, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        try:
            wait_for("kubectl proxy", lambda: path.exists() or proxy.poll() is not None, 20, 0.05)
            yield Api(path)
        finally:
            proxy.terminate()
            proxy.wait()
