"""What upstream's own installations put into a cluster, less their workloads, which run as processes: CRDs, accounts, rights, settings."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from e2e.place import running
from e2e.trouble import Trouble
from e2e.wrapper import ARGO_CD, ARGO_WORKFLOWS, PROMETHEUS_OPERATOR, SPARK_OPERATOR, Wrapper

# Kinds of an installation that need nodes or a network, and CRDs, which come first and from their own directory.
LEFT_OUT = ("Deployment", "StatefulSet", "NetworkPolicy", "Service", "CustomResourceDefinition")
# A busy machine needs more than the server's half minute for definitions of megabytes; to apply again does no harm.
ATTEMPTS = 4


@dataclass(frozen=True)
class Installation:
    """Directories below the upstream module: its CRDs and its whole installation."""

    wrapper: Wrapper
    namespace: str
    crds: str
    manifests: str
    settings: tuple[dict, ...]

    def apply(self, kubectl: Path, kubeconfig: Path) -> None:
        """Bring it into the cluster; what is there already stays as it is. Raises Trouble with what kubectl says."""
        source = self.wrapper.source()
        _kubectl(kubectl, kubeconfig, "apply", "--server-side", "--force-conflicts", "-k", str(source / self.crds))
        _kubectl(kubectl, kubeconfig, "wait", "--for=condition=Established", "--timeout=60s", "crd", "--all")
        namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": self.namespace}}
        _apply(kubectl, kubeconfig, namespace)
        _kubectl(kubectl, kubeconfig, "apply", "--server-side", "--force-conflicts", "-k", str(self._overlay(source)))
        for settings in self.settings:
            _apply(kubectl, kubeconfig, settings)

    def _overlay(self, source: Path) -> Path:
        """A kustomization of ours over upstream's."""
        place = running() / "installations" / self.wrapper.name
        place.mkdir(parents=True, exist_ok=True)
        removal = {"apiVersion": "v1", "kind": "Any", "metadata": {"name": "any"}, "$patch": "delete"}
        content = {
            "namespace": self.namespace,
            # Kustomize takes a base by a relative path only.
            "resources": [os.path.relpath(source / self.manifests, place.resolve())],
            "patches": [{"target": {"kind": "|".join(LEFT_OUT)}, "patch": json.dumps(removal)}],
        }
        (place / "kustomization.yaml").write_text(json.dumps(content, indent=2), encoding="utf-8")
        return place


@dataclass(frozen=True)
class Definition:
    """The API of a product that does not run here: one file of its module, with the definition of one kind."""

    wrapper: Wrapper
    file: str

    def apply(self, kubectl: Path, kubeconfig: Path) -> None:
        """Bring it into the cluster; an installation that is applied after it waits until it can be used. Raises Trouble with what kubectl says."""
        _kubectl(kubectl, kubeconfig, "apply", "--server-side", "--force-conflicts", "-f", str(self.wrapper.source() / self.file))


DEFINITIONS = (
    Definition(PROMETHEUS_OPERATOR, "example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml"),
    Definition(SPARK_OPERATOR, "config/crd/bases/sparkoperator.k8s.io_sparkapplications.yaml"),
)


def _config(namespace: str, name: str, data: dict[str, str], **labels: str) -> dict:
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name, "namespace": namespace, "labels": labels}, "data": data}


def argo_workflows(release: str) -> Installation:
    """Argo Workflows of one release, with the full CRDs: the default from 4.0 on, and those that can refuse an unknown field."""
    # Its ports for metrics are the same for every user of a machine, and it listens on every interface.
    settings = _config("argo", "workflow-controller-configmap", {"metricsConfig": "enabled: false\n", "telemetryConfig": "enabled: false\n"})
    return Installation(ARGO_WORKFLOWS[release], "argo", "manifests/base/crds/full", "manifests/cluster-install", (settings,))


def argo_cd() -> Installation:
    """Argo CD, with the one project that only its server would make."""
    project = {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "AppProject",
        "metadata": {"name": "default", "namespace": "argocd"},
        "spec": {
            "sourceRepos": ["*"],
            "destinations": [{"namespace": "*", "server": "*"}],
            "clusterResourceWhitelist": [{"group": "*", "kind": "*"}],
        },
    }
    key = {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": "argocd-secret", "namespace": "argocd"},
        "stringData": {"server.secretkey": "only-for-this-cluster"},
    }
    return Installation(ARGO_CD, "argocd", "manifests/crds", "manifests/cluster-install", (project, key))


def _apply(kubectl: Path, kubeconfig: Path, manifest: dict) -> None:
    _kubectl(kubectl, kubeconfig, "apply", "--server-side", "--force-conflicts", "-f", "-", given=json.dumps(manifest))


def _kubectl(kubectl: Path, kubeconfig: Path, *words: str, given: str | None = None) -> None:
    # HOME: kubectl keeps what it discovered there, and this cluster is gone soon.
    home = running() / "kubectl"
    home.mkdir(parents=True, exist_ok=True)
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(home), "KUBECONFIG": str(kubeconfig)}
    for _ in range(ATTEMPTS):
        done = subprocess.run([kubectl, *words], input=given, env=environment, capture_output=True, text=True)
        if "Error from server (Timeout)" not in done.stderr:
            break
    if done.returncode:
        raise Trouble(f"`kubectl {' '.join(words)}` fails:\n{done.stderr.strip()[-3000:]}", "see `tests/e2e/cluster status` and the logs that it names")


def remove_overlays() -> None:
    """Forget the kustomizations."""
    shutil.rmtree(running() / "installations", ignore_errors=True)
