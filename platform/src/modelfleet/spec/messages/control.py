"""What is said about the control planes of a stage: Argo CD and the controllers."""

from __future__ import annotations

from modelfleet.spec.fault import Fault


def bad_prefix(name: str, limit: int, reserved: str) -> Fault:
    return Fault(
        f"`{name}` cannot be the beginning of names in Argo CD",
        f"lower case letters, digits and hyphens, at most {limit}, and not `{reserved}` as the first word, e.g. `fleet-prod`",
    )


def bad_repository_url(url: str) -> Fault:
    return Fault(f"`{url}` is no repository that Argo CD can read", "a URL, e.g. `https://git.example/deploy.git`, or `git@git.example:deploy.git`")


def bad_cluster(url: str) -> Fault:
    return Fault(f"`{url}` is no API server", "e.g. `https://kubernetes.default.svc`, the cluster that Argo CD runs in")


def short_settle(settle: str, polling: str) -> Fault:
    return Fault(
        f"{settle} is less than twice the polling interval of Argo CD, {polling}",
        "new templates must have reached the cluster before manifests use them; 0s is for a repository in the work tree",
    )


def controllers_namespace(namespace: str, stage: str) -> Fault:
    return Fault(f"`{namespace}` is the namespace of a controller on stage {stage}", "an owner's models run in a namespace of their own")
