"""Code of another repository in a pod: what Argo's Git artifact is told, and how SSH knows the host."""

from __future__ import annotations

from typing import Any

from modelfleet.spec.code import LockedCode

# Field of Argo's artifact → key in the secret: those of Kubernetes' own types, kubernetes.io/basic-auth and kubernetes.io/ssh-auth.
_HTTP = {"usernameSecret": "username", "passwordSecret": "password"}
_SSH = {"sshPrivateKeySecret": "ssh-privatekey"}
KNOWN_HOSTS = "known_hosts"

# The container of a pod that fetches artifacts (workflow/common/common.go: InitContainerName).
_INIT = "init"
_VOLUME = "known-hosts"
_DIRECTORY = "/etc/modelfleet/ssh"


def git_artifact_of(code: LockedCode | None) -> dict[str, Any] | None:
    """What `artifact.fromGit` takes; None for code beside model.yaml.

    The commit is literal, so that nobody moves it; the branch is only the way to it. `fetch` is the tag that leads to a
    commit which is on no branch.
    """
    if code is None:
        return None
    git, lock = code.git, code.lock
    keys = _SSH if is_ssh(code) else _HTTP
    return {
        "repo": git.repo,
        "commit": lock.commit,
        "branch": lock.branch,
        "fetch": [f"refs/tags/{lock.tag}:refs/tags/{lock.tag}"] if lock.tag else [],
        "secrets": {} if git.secret is None else {field: {"name": git.secret, "key": key} for field, key in keys.items()},
    }


def is_ssh(code: LockedCode) -> bool:
    """Whether pods read the repository by SSH."""
    return code.git.repo.startswith("ssh://")


def with_known_hosts(patch: dict[str, Any], code: LockedCode | None) -> dict[str, Any]:
    """The patch of a pod that also lets its init container know the host of an SSH repository.

    Argo's client reads the files that SSH_KNOWN_HOSTS names (go-git, plumbing/transport/ssh/auth_method.go). Without them
    there is only `insecureIgnoreHostKey`.
    """
    if code is None or not is_ssh(code):
        return patch
    volume = {"name": _VOLUME, "secret": {"secretName": code.git.secret, "items": [{"key": KNOWN_HOSTS, "path": KNOWN_HOSTS}]}}
    init = {
        "name": _INIT,
        "env": [{"name": "SSH_KNOWN_HOSTS", "value": f"{_DIRECTORY}/{KNOWN_HOSTS}"}],
        "volumeMounts": [{"name": _VOLUME, "mountPath": _DIRECTORY, "readOnly": True}],
    }
    others = [one for one in patch.get("initContainers", ()) if one["name"] != _INIT]
    before = next((one for one in patch.get("initContainers", ()) if one["name"] == _INIT), {})
    return {**patch, "initContainers": [*others, {**before, **init}], "volumes": [*patch["volumes"], volume]}
