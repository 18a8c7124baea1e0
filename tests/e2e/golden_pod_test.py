"""The golden pods, judged without a cluster: they are of the templates that are rendered now, and they are what the design wants of a pod."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from e2e.case import ALL, Case
from e2e.fleet import load_manifests, new_fleet
from e2e.golden_pod import GOLDEN, HOW_TO_RECORD, digest_words, rendered, sources, tasks
from e2e.pod import Words
from ruamel.yaml import YAML

RECORDED = sorted(path.name for path in GOLDEN.iterdir()) if GOLDEN.is_dir() else []
CASES = {case.name: case for case in ALL}
# Argo's own containers: the first unpacks archives, the second reports results; both talk to the API server.
ARGOS = ("init", "wait")
STEPS = ("first-step", "step-of-a-loop", "last-step")
TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount"


@pytest.fixture(scope="module")
def manifests(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    """What is rendered of the suite's fleet for stage `local` now."""
    return load_manifests(new_fleet(tmp_path_factory.mktemp("golden") / "fleet", "atlas", "harbor", "ledger").render() / "local")


@pytest.fixture(params=RECORDED)
def directory(request: pytest.FixtureRequest) -> Path:
    return GOLDEN / request.param


@pytest.fixture
def case(directory: Path) -> Case:
    return CASES[directory.name.rpartition("-")[0]]


@pytest.fixture
def pod(directory: Path) -> dict:
    return YAML(typ="safe").load((directory / "pod.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def template(directory: Path) -> dict:
    """What Argo hands to its own containers in the pod."""
    return YAML(typ="safe").load((directory / "template.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def parameters(manifests: dict[str, dict], case: Case) -> dict[str, str]:
    """The arguments of the task that the pod runs; none for a pod of Spark or of an exit."""
    found = [task for task in tasks(sources(manifests, case.job)[0]) if case.node == f".{task['name']}(0)"]
    return {one["name"]: one.get("value") for task in found for one in task["arguments"]["parameters"]}


def test_every_kind_of_pod_is_recorded() -> None:
    releases = {name.rpartition("-")[2] for name in RECORDED}
    assert "4.1" in releases and {f"{name}-{release}" for name in CASES for release in releases} == set(RECORDED)


def test_every_job_of_the_suite_has_a_golden_pod(manifests: dict[str, dict]) -> None:
    assert {one["metadata"]["name"] for one in manifests.values() if one["kind"] == "WorkflowTemplate"} == {case.job for case in ALL}


def test_recorded_from_what_is_rendered_now(directory: Path, case: Case, manifests: dict[str, dict]) -> None:
    words = Words("no-run", digest_words(sources(manifests, case.job)[0]))
    now = rendered(manifests, case.job, words, case.hook)["rendered.txt"]
    assert (directory / "rendered.txt").read_text(encoding="utf-8") == now, HOW_TO_RECORD


def test_containers_stand_in_the_order_of_the_template(pod: dict, template: dict) -> None:
    names = [one["name"] for one in pod["spec"]["containers"]]
    ours = [one["name"] for one in template["containerSet"]["containers"]] if "containerSet" in template else ["main"]
    sidecars = [one["name"] for one in template.get("sidecars", ())]
    assert [name for name in names if name not in ARGOS] == [*ours, *sidecars]


def test_patch_reaches_its_containers(pod: dict, parameters: dict[str, str]) -> None:
    """Resources and secrets come by the pod patch, and only to the containers that it names."""
    patch = {one["name"]: one for one in json.loads(parameters.get("pod-spec-patch", '{"containers": []}'))["containers"]}
    for container in pod["spec"]["containers"] if parameters else ():
        wanted = patch.get(container["name"], {})
        env = {one["name"]: one for one in container.get("env", ())}
        for variable in wanted.get("env", ()):
            assert env[variable["name"]] == variable
        secrets = {one["name"] for one in env.values() if "secretKeyRef" in one.get("valueFrom", {})}
        assert secrets == {one["name"] for one in wanted.get("env", ()) if "secretKeyRef" in one.get("valueFrom", {})}
        for kind, amounts in wanted.get("resources", {}).items():
            assert container["resources"][kind] | amounts == container["resources"][kind]


def test_token_is_in_argos_containers_only(pod: dict, template: dict) -> None:
    """A container of Argo's that makes or deletes an object holds one too, and no container of a model does."""
    assert pod["spec"]["automountServiceAccountToken"] is False
    holders = {one["name"] for one in _containers(pod) if TOKEN in [mount["mountPath"] for mount in one.get("volumeMounts", ())]}
    assert holders <= {*ARGOS, *(["main"] if "resource" in template else [])} and "wait" in holders


def test_tokens_of_accounts_are_mounted_where_they_are_needed(pod: dict, case: Case) -> None:
    """The account that may make applications of Spark is known to the pods that make, follow and delete them, and to no other."""
    secrets = {one["secret"]["secretName"] for one in pod["spec"]["volumes"] if "secret" in one}
    tokens = {name.partition(".")[0] for name in secrets if name.endswith(".service-account-token")}
    expected = {"spark-application": {"modelfleet-spark-submitter"}, "spark-stop": {"modelfleet-spark-submitter"}}
    both = {"spark-driver-log": {"modelfleet-executor", "modelfleet-spark-submitter"}}
    assert tokens == (expected | both).get(case.name, {"modelfleet-executor"})


def test_every_container_is_restricted(pod: dict) -> None:
    assert pod["spec"]["securityContext"]["runAsNonRoot"] is True
    assert pod["spec"]["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    for container in _containers(pod):
        context = container.get("securityContext", {})
        assert context.get("capabilities") == {"drop": ["ALL"]} and context.get("allowPrivilegeEscalation") is False, container["name"]


def test_labels_lead_from_the_pod_to_its_model(pod: dict, case: Case, directory: Path, parameters: dict[str, str]) -> None:
    labels = {key.partition("/")[2]: value for key, value in pod["metadata"]["labels"].items() if key.startswith("modelfleet.io/")}
    model, _, job = case.job.partition("-")
    assert labels == {
        "model": model,
        "job": job,
        "owner": "team-antifraud",
        "code": "<code digest, 16>",
        "environment": "<environment digest, 16>",
        "runtime": "<runtime digest, 16>",
        # Pods without a model's code have nothing that a person could debug.
        **({"debug": str(directory.name.startswith("debug")).lower()} if parameters else {}),
        **({"step": parameters["step"]} if "step" in parameters else {}),
    }


def test_debug_run_has_time_for_a_person(pod: dict, directory: Path, parameters: dict[str, str]) -> None:
    if parameters:
        expected = 28800 if directory.name.startswith("debug") else int(parameters["timeout"])
        assert pod["spec"]["activeDeadlineSeconds"] == expected


def test_every_pod_ends_by_itself(pod: dict) -> None:
    """A pod that never starts ends too: the deadline of a run does not hold for its exit."""
    assert pod["spec"].get("activeDeadlineSeconds")


def test_gpus_priority_and_memory() -> None:
    """A job gets its GPUs with what lets it onto their nodes, its class, and a workspace in memory that counts in its limits."""
    spec = _load("gpu-memory-priority")["spec"]
    main = next(one for one in spec["containers"] if one["name"] == "main")
    assert main["resources"]["limits"] == main["resources"]["requests"] == {"cpu": "2", "memory": "7Gi", "nvidia.com/gpu": "1"}
    assert {"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"} in spec["tolerations"]
    assert spec["priorityClassName"] == "modelfleet-high"
    (workspace,) = (one["emptyDir"] for one in spec["volumes"] if one["name"] == "workspace")
    assert workspace == {"medium": "Memory", "sizeLimit": "3Gi"}
    # Argo's container that unpacks archives fills it too.
    assert spec["initContainers"][0]["resources"]["limits"] == {"memory": "7Gi"}


def test_artifacts_of_steps_come_from_the_pods_before() -> None:
    taken = {name: [one["name"] for one in _load(name, "template")["inputs"]["artifacts"] if "in-" in one["name"] and "s3" in one] for name in STEPS}
    assert taken == {"first-step": [], "step-of-a-loop": ["in-00"], "last-step": ["in-00", "in-01"]}


def test_code_in_git_is_the_locked_commit() -> None:
    (code,) = (one for one in _load("code-in-git", "template")["inputs"]["artifacts"] if one["name"] == "code")
    secret = {"name": "fraud-db"}
    assert code["git"] == {
        "repo": "https://git.local.invalid/risk/harbor.git",
        "revision": "0123456789abcdef0123456789abcdef01234567",
        "branch": "main",
        "singleBranch": True,
        "disableSubmodules": True,
        "usernameSecret": {**secret, "key": "username"},
        "passwordSecret": {**secret, "key": "password"},
    }


def _containers(pod: dict) -> Iterator[dict]:
    yield from pod["spec"].get("initContainers", ())
    yield from pod["spec"]["containers"]


def _load(name: str, file: str = "pod") -> dict:
    return YAML(typ="safe").load((GOLDEN / f"{name}-4.1" / f"{file}.yaml").read_text(encoding="utf-8"))
