"""The components of a cluster: the command line of each, all on 127.0.0.1."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from e2e import credential
from e2e.credential import Credentials, Identity
from e2e.package import ETCD, REDIS
from e2e.place import running
from e2e.process import Process
from e2e.program import API_SERVER, ARGO, ARGOCD, CONTROLLER_MANAGER, WORKFLOW_CONTROLLER, Program
from e2e.setting import Setting
from e2e.wrapper import ARGO_CD

# Of the many controllers of Kubernetes, those that act on what Modelfleet and Argo make.
CONTROLLERS = (
    "clusterrole-aggregation-controller",
    "garbage-collector-controller",
    "namespace-controller",
    "resourcequota-controller",
    "root-ca-certificate-publisher-controller",
    "serviceaccount-controller",
    "serviceaccount-token-controller",
)
Line = tuple[Path | str, ...]


@dataclass(frozen=True)
class Component:
    """One process of the cluster. `command` gives its command line and the variables that it needs beside those of the user."""

    name: str
    command: Callable[[Setting], tuple[Line, Mapping[str, str]]]
    program: Callable[[Setting], Program | None] = field(default=lambda _: None)

    @property
    def process(self) -> Process:
        return Process(self.name, running() / "processes")

    def start(self, setting: Setting) -> None:
        """Start it, unless it runs. Raises Trouble when its program is not to be had."""
        line, variables = self.command(setting)
        self.process.start(line, variables)


def credentials() -> Credentials:
    """The keys and tokens of the cluster."""
    return Credentials(running() / "credentials")


def _kubeconfig(identity: Identity) -> dict[str, str]:
    return {"KUBECONFIG": str(credentials().kubeconfig(identity))}


def _etcd(setting: Setting) -> tuple[Line, Mapping[str, str]]:
    program, variables = ETCD.find()
    url, peer = f"http://127.0.0.1:{setting.ports['etcd']}", f"http://127.0.0.1:{setting.ports['etcd-peer']}"
    flags = (
        f"--data-dir={running() / 'etcd'}",
        f"--listen-client-urls={url}",
        f"--advertise-client-urls={url}",
        f"--listen-peer-urls={peer}",
        f"--initial-advertise-peer-urls={peer}",
        f"--initial-cluster=default={peer}",
        # The data lives as long as the cluster: waiting for the disk would only slow it down.
        "--unsafe-no-fsync",
    )
    return (program, *flags), variables


def _api_server(setting: Setting) -> tuple[Line, Mapping[str, str]]:
    held = credentials()
    flags = (
        f"--etcd-servers=http://127.0.0.1:{setting.ports['etcd']}",
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        f"--secure-port={setting.ports['kube-apiserver']}",
        f"--tls-cert-file={held.certificate}",
        f"--tls-private-key-file={held.key}",
        f"--token-auth-file={held.tokens}",
        "--authorization-mode=RBAC",
        "--service-account-issuer=https://kubernetes.default.svc",
        f"--service-account-key-file={held.account_key}",
        f"--service-account-signing-key-file={held.account_key}",
        "--service-cluster-ip-range=10.255.0.0/24",
        # A loopback address may not be an endpoint of a service, and nobody here asks for the service.
        "--endpoint-reconciler-type=none",
        # Debian's etcd is older than the request that a list by watching needs; without the feature, informers list first.
        "--feature-gates=WatchList=false",
    )
    return (API_SERVER.path, *flags), {}


def _controller_manager(setting: Setting) -> tuple[Line, Mapping[str, str]]:
    held = credentials()
    flags = (
        f"--kubeconfig={held.kubeconfig(credential.CONTROLLER_MANAGER)}",
        "--bind-address=127.0.0.1",
        f"--secure-port={setting.ports['kube-controller-manager']}",
        f"--cert-dir={running() / 'kube-controller-manager'}",
        f"--controllers={','.join(CONTROLLERS)}",
        f"--service-account-private-key-file={held.account_key}",
        f"--root-ca-file={held.authority}",
        "--use-service-account-credentials",
        "--leader-elect=false",
    )
    return (CONTROLLER_MANAGER.path, *flags), {}


def _workflow_controller(setting: Setting) -> tuple[Line, Mapping[str, str]]:
    # Nobody pulls the image here; Argo's own containers in a pod carry its name.
    flags = ("--namespace=argo", "--executor-image=argoexec.local.invalid/argoexec")
    variables = {**_kubeconfig(credential.WORKFLOW_CONTROLLER), "LEADER_ELECTION_DISABLE": "true", **setting.variables}
    return (WORKFLOW_CONTROLLER[setting.argo_workflows].path, *flags), variables


def _argo_server(setting: Setting) -> tuple[Line, Mapping[str, str]]:
    # The callers' own tokens decide what they may do; its own rights only start it.
    flags = ("server", "--auth-mode=client", "--secure=false", "--namespace=argo", f"--port={setting.ports['argo-server']}")
    return (ARGO[setting.argo_workflows].path, *flags), _kubeconfig(credential.ARGO_SERVER)


def _redis(setting: Setting) -> tuple[Line, Mapping[str, str]]:
    program, variables = REDIS.find()
    return (program, "--bind", "127.0.0.1", "--port", str(setting.ports["redis"]), "--save", "", "--appendonly", "no"), variables


def argo_cd_variables() -> dict[str, str]:
    """What every component of Argo CD needs outside a cluster; polling is fast, so that a scenario waits seconds."""
    place = running() / "argo-cd"
    for name in ("tls", "ssh", "plugins", "tmp"):
        (place / name).mkdir(parents=True, exist_ok=True)
    # A script of its image, which it calls for every commit, whether signatures count or not.
    script = place / "bin" / "git-verify-wrapper.sh"
    script.parent.mkdir(exist_ok=True)
    shutil.copyfile(ARGO_CD.source() / "hack" / script.name, script)
    script.chmod(0o755)
    return {
        "PATH": os.pathsep.join([str(script.parent), os.environ.get("PATH", "")]),
        "ARGOCD_FAKE_IN_CLUSTER": "true",
        "ARGOCD_TLS_DATA_PATH": str(place / "tls"),
        "ARGOCD_SSH_DATA_PATH": str(place / "ssh"),
        "ARGOCD_PLUGINSOCKFILEPATH": str(place / "plugins"),
        "ARGOCD_GPG_ENABLED": "false",
        "ARGOCD_RECONCILIATION_TIMEOUT": "15s",
        "ARGOCD_RECONCILIATION_JITTER": "0s",
        "ARGOCD_APPLICATIONSET_CONTROLLER_REQUEUE_AFTER": "15s",
        "TMPDIR": str(place / "tmp"),
        # Git of a user may refuse file:// or sign; the repo server gets none of the user's settings.
        "GIT_CONFIG_GLOBAL": os.devnull,
    }


def _repo_server(setting: Setting) -> tuple[Line, Mapping[str, str]]:
    flags = (
        "--address=127.0.0.1",
        f"--port={setting.ports['repo-server']}",
        "--metrics-address=127.0.0.1",
        f"--metrics-port={setting.ports['repo-server-metrics']}",
        f"--redis=127.0.0.1:{setting.ports['redis']}",
        "--disable-tls",
        # Its default is a path of the image, and a path does not go together with --disable-tls.
        "--client-ca-path=",
    )
    return (ARGOCD.path, *flags), {**argo_cd_variables(), **_kubeconfig(credential.REPO_SERVER), "ARGOCD_BINARY_NAME": "argocd-repo-server"}


def _application_controller(setting: Setting) -> tuple[Line, Mapping[str, str]]:
    flags = (
        "--namespace=argocd",
        f"--repo-server=127.0.0.1:{setting.ports['repo-server']}",
        "--repo-server-plaintext",
        f"--redis=127.0.0.1:{setting.ports['redis']}",
        f"--metrics-port={setting.ports['application-controller-metrics']}",
    )
    variables = {**argo_cd_variables(), **_kubeconfig(credential.APPLICATION_CONTROLLER), "ARGOCD_BINARY_NAME": "argocd-application-controller"}
    return (ARGOCD.path, *flags), variables


def _application_set_controller(setting: Setting) -> tuple[Line, Mapping[str, str]]:
    flags = (
        "--namespace=argocd",
        f"--argocd-repo-server=127.0.0.1:{setting.ports['repo-server']}",
        "--repo-server-plaintext",
        f"--metrics-addr=127.0.0.1:{setting.ports['application-set-metrics']}",
        f"--probe-addr=127.0.0.1:{setting.ports['application-set-probe']}",
        f"--webhook-addr=127.0.0.1:{setting.ports['application-set-webhook']}",
        "--enable-new-git-file-globbing",
    )
    variables = {**argo_cd_variables(), **_kubeconfig(credential.APPLICATION_SET_CONTROLLER), "ARGOCD_BINARY_NAME": "argocd-applicationset-controller"}
    return (ARGOCD.path, *flags), variables


ETCD_SERVER = Component("etcd", _etcd)
KUBE_API_SERVER = Component("kube-apiserver", _api_server, lambda _: API_SERVER)
KUBE_CONTROLLER_MANAGER = Component("kube-controller-manager", _controller_manager, lambda _: CONTROLLER_MANAGER)
ARGO_CONTROLLER = Component("workflow-controller", _workflow_controller, lambda setting: WORKFLOW_CONTROLLER[setting.argo_workflows])
ARGO_SERVER = Component("argo-server", _argo_server, lambda setting: ARGO[setting.argo_workflows])
REDIS_SERVER = Component("redis", _redis)
REPO_SERVER = Component("argocd-repo-server", _repo_server, lambda _: ARGOCD)
APPLICATION_CONTROLLER = Component("argocd-application-controller", _application_controller, lambda _: ARGOCD)
APPLICATION_SET_CONTROLLER = Component("argocd-applicationset-controller", _application_set_controller, lambda _: ARGOCD)

CONTROL_PLANE = (ETCD_SERVER, KUBE_API_SERVER, KUBE_CONTROLLER_MANAGER)
CONTROLLERS_OF_ARGO = (ARGO_CONTROLLER, ARGO_SERVER, REDIS_SERVER, REPO_SERVER, APPLICATION_CONTROLLER, APPLICATION_SET_CONTROLLER)
ALL = CONTROL_PLANE + CONTROLLERS_OF_ARGO
