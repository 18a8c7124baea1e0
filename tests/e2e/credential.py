"""Keys, certificates and tokens of one cluster: made when it first comes up, removed with it."""

from __future__ import annotations

import json
import secrets
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Identity:
    """Somebody that the API server knows by a token; `namespace` is where its kubeconfig points."""

    name: str
    user: str
    groups: tuple[str, ...] = ()
    namespace: str = "default"


def account(name: str, namespace: str) -> Identity:
    """The identity of a service account, so that a controller outside the cluster has the rights that its installation gives it, and no other."""
    return Identity(name, f"system:serviceaccount:{namespace}:{name}", ("system:serviceaccounts", f"system:serviceaccounts:{namespace}"), namespace)


ADMIN = Identity("admin", "admin", ("system:masters",))
CONTROLLER_MANAGER = Identity("kube-controller-manager", "system:kube-controller-manager")
WORKFLOW_CONTROLLER = account("argo", "argo")
ARGO_SERVER = account("argo-server", "argo")
APPLICATION_CONTROLLER = account("argocd-application-controller", "argocd")
APPLICATION_SET_CONTROLLER = account("argocd-applicationset-controller", "argocd")
REPO_SERVER = account("argocd-repo-server", "argocd")
ALL = (ADMIN, CONTROLLER_MANAGER, WORKFLOW_CONTROLLER, ARGO_SERVER, APPLICATION_CONTROLLER, APPLICATION_SET_CONTROLLER, REPO_SERVER)


@dataclass(frozen=True)
class Credentials:
    """The directory that holds them all."""

    directory: Path

    @property
    def authority(self) -> Path:
        return self.directory / "ca.crt"

    @property
    def certificate(self) -> Path:
        return self.directory / "server.crt"

    @property
    def key(self) -> Path:
        return self.directory / "server.key"

    @property
    def account_key(self) -> Path:
        """What signs the tokens of service accounts."""
        return self.directory / "accounts.key"

    @property
    def tokens(self) -> Path:
        """The file of static tokens (`--token-auth-file`)."""
        return self.directory / "tokens.csv"

    def kubeconfig(self, identity: Identity) -> Path:
        return self.directory / f"{identity.name}.kubeconfig"

    def make(self, server: str) -> None:
        """Make everything, for an API server at the URL `server` on 127.0.0.1; does nothing when it is made."""
        if self.tokens.exists():
            return
        self.directory.mkdir(parents=True, exist_ok=True)
        self.directory.chmod(0o700)
        self._certificates()
        tokens = {identity: secrets.token_hex(16) for identity in ALL}
        for identity, token in tokens.items():
            self._kubeconfig(identity, server, token)
        rows = (f'{token},{identity.user},{identity.name},"{",".join(identity.groups)}"\n' for identity, token in tokens.items())
        self.tokens.write_text("".join(rows), encoding="utf-8")

    def _certificates(self) -> None:
        authority_key, request = self.directory / "ca.key", self.directory / "server.csr"
        new = ("req", "-newkey", "rsa:2048", "-nodes", "-days", "30")
        _openssl(*new, "-x509", "-subj", "/CN=e2e", "-keyout", authority_key, "-out", self.authority)
        _openssl(*new[:-2], "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost", "-keyout", self.key, "-out", request)
        signing = ("-CA", self.authority, "-CAkey", authority_key, "-CAcreateserial", "-days", "30", "-copy_extensions", "copy")
        _openssl("x509", "-req", "-in", request, *signing, "-out", self.certificate)
        _openssl("genrsa", "-out", self.account_key, "2048")

    def _kubeconfig(self, identity: Identity, server: str, token: str) -> None:
        content = {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": "e2e", "cluster": {"server": server, "certificate-authority": str(self.authority)}}],
            "users": [{"name": identity.name, "user": {"token": token}}],
            "contexts": [{"name": "e2e", "context": {"cluster": "e2e", "user": identity.name, "namespace": identity.namespace}}],
            "current-context": "e2e",
        }
        # JSON is YAML, and needs no library.
        self.kubeconfig(identity).write_text(json.dumps(content, indent=2), encoding="utf-8")


def _openssl(*words: str | Path) -> None:
    done = subprocess.run(["openssl", *(str(word) for word in words)], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"openssl {words[0]}: {done.stderr.strip()}")
