"""What one cluster is: the release of Argo Workflows, its ports, and how its controller is tuned. Written by `up`, read by everything else."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from e2e.place import running

PORTS = (
    "etcd",
    "etcd-peer",
    "kube-apiserver",
    "kube-controller-manager",
    "argo-server",
    "redis",
    "repo-server",
    "repo-server-metrics",
    "application-controller-metrics",
    "application-set-metrics",
    "application-set-probe",
    "application-set-webhook",
)


@dataclass(frozen=True)
class Setting:
    """`variables` are what the workflow controller gets beyond what it needs."""

    argo_workflows: str
    ports: Mapping[str, int]
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def server(self) -> str:
        """The URL of the API server."""
        return f"https://127.0.0.1:{self.ports['kube-apiserver']}"

    def tuned(self, variables: Mapping[str, str]) -> Setting:
        """The same cluster with another tuning of the workflow controller."""
        return replace(self, variables=variables)

    def write(self) -> None:
        _path().parent.mkdir(parents=True, exist_ok=True)
        _path().write_text(json.dumps(asdict(self), indent=2), encoding="utf-8")


def load_setting() -> Setting | None:
    """The setting of the cluster that is up, or None."""
    if not _path().exists():
        return None
    content = json.loads(_path().read_text(encoding="utf-8"))
    return Setting(content["argo_workflows"], content["ports"], content["variables"])


def new_setting(argo_workflows: str) -> Setting:
    """A setting with ports that are free on 127.0.0.1 now."""
    # All are held until the last is known, so that none is given twice.
    held = [socket.create_server(("127.0.0.1", 0)) for _ in PORTS]
    ports = {name: listener.getsockname()[1] for name, listener in zip(PORTS, held, strict=True)}
    for listener in held:
        listener.close()
    return Setting(argo_workflows, ports)


def _path() -> Path:
    return running() / "setting.json"
