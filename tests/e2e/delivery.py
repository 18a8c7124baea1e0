"""Argo CD on the suite's fleet: what it is told to deliver, and how each Application stands."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from e2e.api import Api, Refused, wait_for
from e2e.fleet import Fleet, load_manifests
from e2e.site import ARGO

Object = dict
NAMESPACE = "argocd"


@dataclass(frozen=True)
class Delivery:
    """A fleet that Argo CD reads from its bare repository."""

    api: Api
    fleet: Fleet

    def start(self) -> None:
        """The one apply that sets a cluster up: the root Application and its project, which bring everything else."""
        manifests = load_manifests(self.fleet.checkout())
        for kind in ("AppProject", "Application"):
            (root,) = (one for one in manifests.values() if one["kind"] == kind and one["metadata"]["name"].endswith("-root"))
            self.api.apply(root)

    def applications(self) -> dict[str, Object]:
        """The Applications of models, by model."""
        found = self.api.list(ARGO, "Application", NAMESPACE)
        return {one["metadata"]["labels"]["modelfleet.io/model"]: one for one in found if "modelfleet.io/model" in one["metadata"].get("labels", {})}

    def synced(self, *models: str, seconds: float = 400) -> dict[str, Object]:
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

    def refresh_set(self) -> None:
        """Have the ApplicationSet of the models' owner look at the branch now, as Argo CD's webhook does."""
        asked = {"metadata": {"annotations": {"argocd.argoproj.io/application-set-refresh": "true"}}}
        self.api.merge(ARGO, "ApplicationSet", self._set()["metadata"]["name"], asked, NAMESPACE)

    def conditions(self) -> Mapping[str, Object]:
        """Conditions of the ApplicationSet of the models' owner, by type."""
        return {one["type"]: one for one in self._set().get("status", {}).get("conditions", ())}

    def _set(self) -> Object:
        (found,) = [one for one in self.api.list(ARGO, "ApplicationSet", NAMESPACE) if one["metadata"]["name"].endswith("team-antifraud")]
        return found

    def stop(self) -> None:
        """Make Argo CD forget the fleet, and let what it delivered stay for whoever clears the namespaces.

        The root goes first, or it would make the others anew; then the sets, for the same reason. Nothing of them is left
        when this returns: Argo CD would make a namespace again that is deleted under it.
        """
        self._forget("Application", lambda name: name.endswith("-root"))
        self._forget("ApplicationSet", lambda _: True)
        self._forget("Application", lambda _: True)

    def _forget(self, kind: str, chosen: Callable[[str], bool]) -> None:
        def look() -> bool:
            names = [one["metadata"]["name"] for one in self.api.list(ARGO, kind, NAMESPACE) if chosen(one["metadata"]["name"])]
            for name in names:
                # One that is gone by now is what is wanted.
                with contextlib.suppress(Refused):
                    self.api.merge(ARGO, kind, name, {"metadata": {"finalizers": None}}, NAMESPACE)
                self.api.delete(ARGO, kind, name, NAMESPACE)
            return not names

        wait_for(f"no {kind} is left", look, 120, 1)


def operations(application: Object) -> list[str]:
    """When each sync of an Application ended."""
    return [one["deployedAt"] for one in application["status"].get("history", ())]


def _holds(application: Object, tip: str) -> bool:
    status = application.get("status", {})
    return status.get("sync", {}).get("status") == "Synced" and status["sync"].get("revision") == tip


def _state(application: Object) -> str:
    status = application.get("status", {})
    conditions = "; ".join(one["message"] for one in status.get("conditions", ()))
    return f"{status.get('sync', {}).get('status')} {status.get('operationState', {}).get('message', '')} {conditions}".strip()
