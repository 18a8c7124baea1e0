"""Which traffic the policies of an owner's namespace let pass, judged by an evaluator of Kubernetes' network policies."""

from __future__ import annotations

from typing import Any

import pytest
from alerts.programs import flows

from modelfleet.render.manifests import Manifest

RUN = {"modelfleet.io/model": "fraud", "modelfleet.io/job": "scoring"}


def pod(namespace: str, labels: dict[str, str], ip: str = "10.244.1.7") -> dict[str, Any]:
    return {"ip": ip, "pod": {"namespace": namespace, "namespaceLabels": {"kubernetes.io/metadata.name": namespace}, "labels": labels}}


ONE, TWO = pod("one-first", RUN), pod("two-first", RUN)
DRIVER = pod("one-first", {**RUN, "spark-role": "driver"})
EXECUTOR = pod("one-first", {**RUN, "spark-role": "executor"}, "10.244.2.7")
DNS = pod("kube-system", {"k8s-app": "kube-dns"})
STORE = pod("store", {"app": "minio"})


def host(ip: str) -> dict[str, Any]:
    return {"ip": ip}


# source, destination, port, protocol, whether it passes
FLOWS = {
    "dns": (ONE, DNS, 53, "UDP", True),
    "dns by tcp": (ONE, DNS, 53, "TCP", True),
    "another port of the dns pods": (ONE, DNS, 9153, "TCP", False),
    "another pod of that namespace": (ONE, pod("kube-system", {"k8s-app": "metrics-server"}), 53, "UDP", False),
    "pods that are called dns in another namespace": (ONE, pod("two-first", {"k8s-app": "kube-dns"}), 53, "UDP", False),
    "a server of names outside": (ONE, host("8.8.8.8"), 53, "UDP", False),
    "the api server by its service": (ONE, host("10.96.0.1"), 443, "TCP", True),
    "the api server behind it": (ONE, host("10.0.0.3"), 6443, "TCP", True),
    "a node beside the api server": (ONE, host("10.0.0.9"), 6443, "TCP", False),
    "a kubelet": (ONE, host("10.0.0.3"), 10250, "TCP", False),
    "the store": (ONE, STORE, 9000, "TCP", True),
    "the console of the store": (ONE, STORE, 9001, "TCP", False),
    "data": (ONE, host("10.30.0.200"), 8020, "TCP", True),
    "data by the newer protocol": (ONE, host("fd00:30::5"), 443, "TCP", True),
    "beside data": (ONE, host("10.30.1.1"), 443, "TCP", False),
    "tickets": (ONE, host("10.40.0.9"), 88, "UDP", True),
    "tickets by tcp": (ONE, host("10.40.0.8"), 88, "TCP", True),
    "beside the distribution centres": (ONE, host("10.40.0.10"), 88, "UDP", False),
    "what the owner has declared": (ONE, host("10.50.0.5"), 5432, "TCP", True),
    "the same by another owner": (TWO, host("10.50.0.5"), 5432, "TCP", False),
    "another owner's store": (TWO, STORE, 9000, "TCP", True),
    "git, which this stage has not": (ONE, host("10.60.0.1"), 443, "TCP", False),
    "the internet": (ONE, host("93.184.216.34"), 443, "TCP", False),
    "credentials of the cloud": (ONE, host("169.254.169.254"), 80, "TCP", False),
    "a pod of another owner": (ONE, TWO, 8080, "TCP", False),
    "a pod of the same owner": (ONE, pod("one-first", RUN, "10.244.1.8"), 8080, "TCP", False),
    "a Spark executor to its driver": (EXECUTOR, DRIVER, 7078, "TCP", True),
    "a Spark driver to its executor": (DRIVER, EXECUTOR, 40123, "TCP", True),
    "a Spark driver to another run": (DRIVER, ONE, 8080, "TCP", False),
    "another run to a Spark driver": (ONE, DRIVER, 4040, "TCP", False),
    "a Spark executor to another owner's driver": (EXECUTOR, pod("two-first", {**RUN, "spark-role": "driver"}), 7078, "TCP", False),
    "into a run from inside": (pod("elsewhere", {}), ONE, 5678, "TCP", False),
    "into a run from outside": (host("10.0.0.9"), ONE, 5678, "TCP", False),
    "a pod in the namespace that is no run": (pod("one-first", {"app": "miner"}), STORE, 9000, "TCP", False),
    "that pod and names": (pod("one-first", {"app": "miner"}), DNS, 53, "UDP", False),
    "pods elsewhere are nobody's business here": (pod("elsewhere", {}), host("93.184.216.34"), 443, "TCP", True),
}


@pytest.fixture(scope="module")
def answers(namespaces: dict[str, tuple[Manifest, ...]], go: str) -> dict[str, bool]:
    policies = [manifest.object for manifests in namespaces.values() for manifest in manifests if manifest.kind == "NetworkPolicy"]
    asked = [{"source": source, "destination": to, "port": port, "protocol": protocol} for source, to, port, protocol, _ in FLOWS.values()]
    return dict(zip(FLOWS, flows(go, policies, asked), strict=True))


@pytest.mark.parametrize("name", FLOWS)
def test_flow(name: str, answers: dict[str, bool]) -> None:
    assert answers[name] is FLOWS[name][-1]


def test_without_policies_everything_passes(go: str) -> None:
    """The evaluator does tell the difference."""
    asked = [{"source": source, "destination": to, "port": port, "protocol": protocol} for source, to, port, protocol, _ in FLOWS.values()]
    assert all(flows(go, [], asked))


def test_every_purpose_lets_something_pass(namespaces: dict[str, tuple[Manifest, ...]], go: str) -> None:
    """A purpose that no flow needs is not tested: without its policy, at least one flow of these no longer passes."""
    policies = [manifest.object for manifests in namespaces.values() for manifest in manifests if manifest.kind == "NetworkPolicy"]
    asked = [{"source": source, "destination": to, "port": port, "protocol": protocol} for source, to, port, protocol, _ in FLOWS.values()]
    whole = flows(go, policies, asked)
    for policy in (policy for policy in policies if policy["metadata"]["namespace"] == "one-first"):
        assert flows(go, [other for other in policies if other is not policy], asked) != whole, policy["metadata"]
