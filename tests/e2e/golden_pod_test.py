"""The golden pods, judged without a cluster: they are of the templates that are rendered now, and they are what the design wants of a pod."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from e2e.fleet import load_manifests, new_fleet
from e2e.golden_pod import GOLDEN, HOW_TO_RECORD, digest_words, rendered, sources, task_parameters
from e2e.pod import Words
from ruamel.yaml import YAML

CASES = sorted(path.name for path in GOLDEN.iterdir()) if GOLDEN.is_dir() else []
# Argo's own containers: the first unpacks archives, the second reports results; both talk to the API server.
ARGOS = ("init", "wait")
TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount"


@pytest.fixture(scope="module")
def manifests(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    """What is rendered of the suite's fleet for stage `local` now."""
    return load_manifests(new_fleet(tmp_path_factory.mktemp("golden") / "fleet", "ledger").render() / "local")


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> Path:
    return GOLDEN / request.param


@pytest.fixture
def job(case: Path) -> str:
    return "kerberos" if "kerberos" in case.name else "plain"


@pytest.fixture
def pod(case: Path) -> dict:
    return YAML(typ="safe").load((case / "pod.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def parameters(manifests: dict[str, dict], job: str) -> dict[str, str]:
    return task_parameters(sources(manifests, job)[0])


def test_every_kind_of_run_is_recorded() -> None:
    kinds = {f"{run}-{job}" for run in ("by-hand", "debug", "scheduled") for job in ("kerberos", "plain")}
    releases = {name.rpartition("-")[2] for name in CASES}
    assert "4.1" in releases and {f"{kind}-{release}" for kind in kinds for release in releases} == set(CASES)


def test_recorded_from_what_is_rendered_now(case: Path, job: str, manifests: dict[str, dict]) -> None:
    words = Words("no-run", digest_words(sources(manifests, job)[0]))
    now = rendered(manifests, job, words)["rendered.txt"]
    assert (case / "rendered.txt").read_text(encoding="utf-8") == now, HOW_TO_RECORD


def test_containers_stand_in_the_order_of_the_template(pod: dict, job: str, manifests: dict[str, dict]) -> None:
    run = sources(manifests, job)[2]["spec"]["templates"][0]
    names = [one["name"] for one in pod["spec"]["containers"]]
    ours = [one["name"] for one in run["containerSet"]["containers"]]
    sidecars = [one["name"] for one in run.get("sidecars", ())]
    assert [name for name in names if name not in ARGOS] == [*ours, *sidecars]


def test_patch_reaches_its_containers(pod: dict, parameters: dict[str, str]) -> None:
    """Resources and secrets come by the pod patch, and only to the containers that it names."""
    patch = {one["name"]: one for one in json.loads(parameters["pod-spec-patch"])["containers"]}
    for container in pod["spec"]["containers"]:
        wanted = patch.get(container["name"], {})
        env = {one["name"]: one for one in container.get("env", ())}
        for variable in wanted.get("env", ()):
            assert env[variable["name"]] == variable
        secrets = {one["name"] for one in env.values() if "secretKeyRef" in one.get("valueFrom", {})}
        assert secrets == {one["name"] for one in wanted.get("env", ()) if "secretKeyRef" in one.get("valueFrom", {})}
        if "resources" in wanted:
            assert container["resources"] == wanted["resources"]


def test_token_is_in_argos_containers_only(pod: dict) -> None:
    assert pod["spec"]["automountServiceAccountToken"] is False
    holders = {one["name"] for one in _containers(pod) if TOKEN in [mount["mountPath"] for mount in one.get("volumeMounts", ())]}
    assert holders <= set(ARGOS) and "wait" in holders


def test_every_container_is_restricted(pod: dict) -> None:
    assert pod["spec"]["securityContext"]["runAsNonRoot"] is True
    assert pod["spec"]["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    for container in _containers(pod):
        context = container.get("securityContext", {})
        assert context.get("capabilities") == {"drop": ["ALL"]} and context.get("allowPrivilegeEscalation") is False, container["name"]


def test_labels_lead_from_the_pod_to_its_model(pod: dict, job: str, case: Path) -> None:
    labels = {key.partition("/")[2]: value for key, value in pod["metadata"]["labels"].items() if key.startswith("modelfleet.io/")}
    assert labels == {
        "model": "ledger",
        "job": job,
        "owner": "team-antifraud",
        "code": "<code digest, 16>",
        "environment": "<environment digest, 16>",
        "runtime": "<runtime digest, 16>",
        "debug": str(case.name.startswith("debug")).lower(),
    }


def test_debug_run_has_time_for_a_person(pod: dict, case: Path, parameters: dict[str, str]) -> None:
    expected = 28800 if case.name.startswith("debug") else int(parameters["timeout"])
    assert pod["spec"]["activeDeadlineSeconds"] == expected


def _containers(pod: dict) -> list[dict]:
    return [*pod["spec"].get("initContainers", ()), *pod["spec"]["containers"]]
