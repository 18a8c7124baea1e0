"""Argo CD on the suite's fleet: what it is told to deliver, and how each Application stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from e2e.api import Api, wait_for
from e2e.fleet import Fleet
from e2e.site import ARGO

Object = dict
NAMESPACE = "argocd"
FINALIZER = "resources-finalizer.argocd.argoproj.io"


@dataclass(frozen=True)
class Delivery:
    """A fleet that Argo CD reads from its bare repository."""

    api: Api
    fleet: Fleet

    def start(self) -> None:
        """Give Argo CD what it needs to know."""
        for one in objects(self.fleet):
            self.api.apply(one)

    def applications(self) -> dict[str, Object]:
        """The Applications of models, by model."""
        found = self.api.list(ARGO, "Application", NAMESPACE)
        return {one["metadata"]["labels"]["modelfleet.io/model"]: one for one in found if "modelfleet.io/model" in one["metadata"].get("labels", {})}

    def synced(self, *models: str, seconds: float = 120) -> dict[str, Object]:
        """The Applications, as soon as they are exactly those of these models and each holds the tip of the branch."""
        tip = self.fleet.git("rev-parse", "deploy/local").strip()

        def look() -> dict[str, Object] | None:
            found = self.applications()
            return found if found.keys() == set(models) and all(_holds(one, tip) for one in found.values()) else None

        try:
            return wait_for(f"Applications of {', '.join(models)} at {tip[:12]}", look, seconds)
        except TimeoutError as error:
            raise TimeoutError(f"{error}; they are: { {model: _state(one) for model, one in self.applications().items()} }") from None

    def refresh(self, application: Object) -> None:
        """Have Argo CD compare an Application now, past its cache."""
        name = application["metadata"]["name"]
        self.api.merge(ARGO, "Application", name, {"metadata": {"annotations": {"argocd.argoproj.io/refresh": "hard"}}}, NAMESPACE)
        wait_for(
            f"{name} is compared",
            lambda: "argocd.argoproj.io/refresh" not in self.api.get(ARGO, "Application", name, NAMESPACE)["metadata"].get("annotations", {}),
            60,
        )

    def conditions(self) -> Mapping[str, Object]:
        """Conditions of the one ApplicationSet, by type."""
        (found,) = [one for one in self.api.list(ARGO, "ApplicationSet", NAMESPACE) if one["metadata"]["name"] == "models"]
        return {one["type"]: one for one in found.get("status", {}).get("conditions", ())}

    def stop(self) -> None:
        """Make Argo CD forget the fleet, and let what it delivered stay for whoever clears the namespaces."""
        for one in self.api.list(ARGO, "ApplicationSet", NAMESPACE):
            self.api.delete(ARGO, "ApplicationSet", one["metadata"]["name"], NAMESPACE)
        for one in self.api.list(ARGO, "Application", NAMESPACE):
            self.api.merge(ARGO, "Application", one["metadata"]["name"], {"metadata": {"finalizers": None}}, NAMESPACE)
            self.api.delete(ARGO, "Application", one["metadata"]["name"], NAMESPACE)


def operations(application: Object) -> list[str]:
    """When each sync of an Application ended."""
    return [one["deployedAt"] for one in application["status"].get("history", ())]


def objects(fleet: Fleet) -> list[Object]:
    """The ApplicationSet of the models and the Applications of what they need."""
    repository = f"file://{fleet.deploy}"
    sync = {
        "automated": {"prune": True, "selfHeal": True},
        "syncOptions": ["ServerSideApply=true", "ApplyOutOfSyncOnly=true", "RespectIgnoreDifferences=true", "CreateNamespace=true"],
    }

    def spec(path: str, namespace: str) -> Object:
        return {
            "project": "default",
            "source": {"repoURL": repository, "targetRevision": "refs/heads/deploy/local", "path": path, "directory": {"include": "*.yaml"}},
            "destination": {"server": "https://kubernetes.default.svc", "namespace": namespace},
            "ignoreDifferences": [{"group": "argoproj.io", "kind": "CronWorkflow", "jsonPointers": ["/spec/suspend"]}],
            "syncPolicy": sync,
        }

    model = {
        "metadata": {
            "name": "{{ .model }}",
            "labels": {"modelfleet.io/model": "{{ .model }}"},
            "annotations": {"argocd.argoproj.io/manifest-generate-paths": "."},
            "finalizers": [FINALIZER],
        },
        "spec": spec("{{ .path.path }}/manifests", "{{ .namespace }}"),
    }
    files = {"repoURL": repository, "revision": "refs/heads/deploy/local", "requeueAfterSeconds": 5, "files": [{"path": "models/*/app.json"}]}
    applied = {"clusterworkflowtemplates/manifests": "default", "platform/antifraud/manifests": "antifraud"}
    return [
        {
            "apiVersion": ARGO,
            "kind": "ApplicationSet",
            "metadata": {"name": "models", "namespace": NAMESPACE},
            "spec": {
                "goTemplate": True,
                "goTemplateOptions": ["missingkey=error"],
                "generators": [{"git": files}],
                "syncPolicy": {"applicationsSync": "sync"},
                "template": model,
            },
        },
        *(
            {
                "apiVersion": ARGO,
                "kind": "Application",
                "metadata": {"name": path.split("/")[-2], "namespace": NAMESPACE},
                "spec": spec(path, namespace),
            }
            for path, namespace in applied.items()
        ),
    ]


def _holds(application: Object, tip: str) -> bool:
    status = application.get("status", {})
    return status.get("sync", {}).get("status") == "Synced" and status["sync"].get("revision") == tip


def _state(application: Object) -> str:
    status = application.get("status", {})
    conditions = "; ".join(one["message"] for one in status.get("conditions", ()))
    return f"{status.get('sync', {}).get('status')} {status.get('operationState', {}).get('message', '')} {conditions}".strip()
