"""The pods of every kind of job, as the controller makes them: of steps, of Spark, with GPUs, with locks, with trained artifacts, with code in Git."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pytest
from e2e.api import Api, Refused, wait_for
from e2e.case import APPLICATION, KINDS, SUCCEEDS, Case
from e2e.golden_pod import GOLDEN, compare, rendered, words_of
from e2e.outcome import NODE_NAME, end, template_of
from e2e.pod import golden_of
from e2e.site import ARGO as GROUP
from e2e.site import Site, pods_of, started
from ruamel.yaml import YAML

pytestmark = pytest.mark.cluster
NAMESPACE = "antifraud"
SECONDS = 60
PRIORITY = ("scheduling.k8s.io/v1", "PriorityClass")
# What a person asks for, so that nothing of a pod depends on the clock.
PARAMETERS = {"logical-date": "2026-03-01"}
Start = Callable[[str], dict]


@pytest.fixture(scope="module", autouse=True)
def classes(site: Site) -> Iterator[None]:
    """The classes of priority that the stage names: whoever runs the cluster makes them."""
    made = [name for name in ("modelfleet-high", "modelfleet-low") if site.api.find(*PRIORITY, name) is None]
    for name in made:
        site.api.apply({"apiVersion": PRIORITY[0], "kind": PRIORITY[1], "metadata": {"name": name}, "value": 100 if name.endswith("high") else -100})
    yield
    for name in made:
        site.api.delete(*PRIORITY, name)


@pytest.fixture
def start(site: Site) -> Iterator[Start]:
    """Starts runs of a job by hand, and takes them away afterwards, with the locks that they hold."""
    names: list[str] = []

    def run(job: str) -> dict:
        made = started(site.api, NAMESPACE, job, PARAMETERS)
        names.append(made["metadata"]["name"])
        return made

    yield run
    for name in names:
        site.api.delete(GROUP, "Workflow", name, NAMESPACE)


@pytest.mark.parametrize("case", KINDS, ids=lambda case: case.name)
def test_kind(case: Case, site: Site, start: Start, release: str, record: bool) -> None:
    """A pod of every kind of job is the golden one."""
    run = start(case.job)
    pod = reach(site.api, run, case.node, case.endings)
    words = words_of(site, run, case.job)
    compare(GOLDEN / f"{case.name}-{release}", golden_of(pod, words) | rendered(site.manifests, case.job, words, case.hook), record)


def test_steps_follow_each_other(site: Site, start: Start) -> None:
    """A step gets its pod when all that it depends on have succeeded, with their artifacts, and the run succeeds with its last step."""
    run = start("atlas-branches")
    name = run["metadata"]["name"]
    first = node(site.api, run, ".prepare(0)")
    assert len(pods_of(site.api, name, NAMESPACE)) == 1
    end(site.api, first, SUCCEEDS, {})
    both = [node(site.api, run, f".fit-{region}(0)") for region in ("north", "south")]
    assert [keys(pod) for pod in both] == [{"in-00": left(first)}] * 2
    end(site.api, both[0], SUCCEEDS, {})
    wait_for("the end of a step", lambda: phase(site.api, name, ".fit-north(0)") == "Succeeded", SECONDS)
    assert phase(site.api, name, ".merge") is None
    end(site.api, both[1], SUCCEEDS, {})
    last = node(site.api, run, ".merge(0)")
    assert keys(last) == {"in-00": left(both[0]), "in-01": left(both[1])}
    end(site.api, last, SUCCEEDS, {})
    assert ended(site.api, name)["phase"] == "Succeeded"


def test_what_a_run_left_and_used(site: Site, start: Start) -> None:
    """The root of a run shows which trained artifacts it left, or used, as its pod reports it; its metrics can be computed."""
    for job, parameter in (("atlas-training", "trained"), ("atlas-inference", "uses")):
        run = start(job)
        end(site.api, node(site.api, run, f".{job}(0)"), SUCCEEDS, {parameter: f"what {job} reports"})
        status = ended(site.api, run["metadata"]["name"])
        (root,) = (one for one in status["nodes"].values() if one["name"] == run["metadata"]["name"])
        assert (status["phase"], {one["name"]: one["value"] for one in root["outputs"]["parameters"]}) == ("Succeeded", {parameter: f"what {job} reports"})
        assert not [one for one in status["conditions"] if "Error" in one["type"]], status["conditions"]


def test_application_of_spark_is_admitted(site: Site, start: Start) -> None:
    """The application that Argo's executor is told to create is one that the API server admits, and its owner's account may create."""
    run = start("atlas-spark")
    manifest = YAML(typ="safe").load(template_of(node(site.api, run, APPLICATION))["resource"]["manifest"])
    if not site.api.knows(manifest["apiVersion"], manifest["kind"]):
        pytest.skip("not run: the API of the Spark operator is not installed")
    site.api.apply(manifest, dryRun="All")
    for account, allowed in (("modelfleet-spark-submitter", True), ("modelfleet-executor", False)):
        assert may(site.api, account, "create") is allowed, account
    assert manifest["metadata"]["name"] == run["metadata"]["name"]


@pytest.mark.parametrize("role", ["driver", "executor"])
def test_template_of_a_pod_of_spark_is_admitted(role: str, site: Site, start: Start) -> None:
    """A pod of the template that Spark makes its driver, or an executor, of is admitted in the owner's namespace, whose pods have to be restricted."""
    spec = YAML(typ="safe").load(template_of(node(site.api, start("atlas-spark"), APPLICATION))["resource"]["manifest"])["spec"]
    template, image = spec[role]["template"], {"image": spec["image"]}
    containers = [template["spec"]["containers"][0] | image, *template["spec"]["containers"][1:]]
    metadata = template["metadata"] | {"name": role, "namespace": NAMESPACE}
    account = {"serviceAccountName": spec[role]["serviceAccount"]}
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": template["spec"] | account | {"containers": containers}}
    site.api.apply(pod, dryRun="All")
    pod["spec"]["containers"][0]["securityContext"] = {}
    with pytest.raises(Refused, match="violates PodSecurity"):
        site.api.apply(pod, dryRun="All")


def test_mutex(site: Site, start: Start) -> None:
    """Of two runs that take the same mutex one waits, and goes on when the other has ended."""
    runs = [start("atlas-alone"), start("atlas-alone")]
    # Both are of the same second, so either may be the first.
    (late,) = wait_for("a run that waits", lambda: [one for one in runs if lock(site.api, one, "mutex").get("waiting")], SECONDS)
    (holder,) = (one for one in runs if one is not late)
    # The controller makes the pod first, and writes the status of the run then.
    holding = wait_for("a run that holds", lambda: lock(site.api, holder, "mutex").get("holding"), SECONDS)
    assert holding[0]["mutex"] == lock(site.api, late, "mutex")["waiting"][0]["mutex"] == f"{NAMESPACE}/Mutex/atlas.tables"
    pod = node(site.api, holder, ".atlas-alone(0)")
    assert not pods_of(site.api, late["metadata"]["name"], NAMESPACE)
    end(site.api, pod, SUCCEEDS, {})
    node(site.api, late, ".atlas-alone(0)")


def test_semaphore(site: Site, start: Start) -> None:
    """As many runs as the owner's semaphore allows hold it; one more waits, and goes on when one of them has ended."""
    limit = int(site.find("ConfigMap", "modelfleet-semaphores")["data"]["warehouse"])
    runs = [start("atlas-limited") for _ in range(limit + 1)]
    names = [run["metadata"]["name"] for run in runs]
    waiting = wait_for("a run that waits", lambda: [one for one in runs if lock(site.api, one, "semaphore").get("waiting")], SECONDS)
    wait_for("pods of the others", lambda: sum(bool(pods_of(site.api, name, NAMESPACE)) for name in names) == limit, SECONDS)
    (late,) = waiting
    assert lock(site.api, late, "semaphore")["waiting"][0]["semaphore"] == f"{NAMESPACE}/ConfigMap/modelfleet-semaphores/warehouse"
    holder = next(run for run in runs if run is not late)
    end(site.api, node(site.api, holder, ".atlas-limited(0)"), SUCCEEDS, {})
    node(site.api, late, ".atlas-limited(0)")


def reach(api: Api, run: dict, name: str, endings: Mapping[str, int]) -> dict:
    """The pod of a node, after those of other nodes have ended."""
    for earlier, exit_code in endings.items():
        end(api, node(api, run, earlier), exit_code, {})
    return node(api, run, name)


def node(api: Api, run: dict, name: str) -> dict:
    """The pod of one node of a run, as soon as the controller has made it."""
    whole = run["metadata"]["name"]
    found = lambda: [one for one in pods_of(api, whole, NAMESPACE) if one["metadata"]["annotations"][NODE_NAME] == whole + name]  # noqa: E731
    try:
        return wait_for(f"the pod of {whole}{name}", found, SECONDS)[0]
    except TimeoutError as error:
        status = api.get(GROUP, "Workflow", whole, NAMESPACE).get("status", {})
        nodes = {one["name"]: (one["phase"], one.get("message")) for one in status.get("nodes", {}).values()}
        raise TimeoutError(f"{error}; the run is {status.get('phase')}: {status.get('message')}, {nodes}") from None


def phase(api: Api, run: str, name: str) -> str | None:
    """The phase of one node of a run; None while there is no such node."""
    nodes = api.get(GROUP, "Workflow", run, NAMESPACE).get("status", {}).get("nodes", {})
    return next((one["phase"] for one in nodes.values() if one["name"] == run + name), None)


def ended(api: Api, run: str) -> dict:
    """The status of a run that has ended."""
    look = lambda: (status := api.get(GROUP, "Workflow", run, NAMESPACE).get("status", {})).get("finishedAt") and status  # noqa: E731
    return wait_for(f"the end of {run}", look, SECONDS)


def lock(api: Api, run: dict, kind: str) -> dict:
    """What a run holds of a kind of lock, and waits for."""
    status = api.get(GROUP, "Workflow", run["metadata"]["name"], NAMESPACE).get("status", {})
    return status.get("synchronization", {}).get(kind, {})


def keys(pod: dict) -> dict[str, str]:
    """Where the artifacts of earlier steps come from, by the slot that they go to."""
    return {one["name"]: one["s3"]["key"] for one in template_of(pod)["inputs"]["artifacts"] if one["name"].startswith("in-") and "s3" in one}


def left(pod: dict) -> str:
    """Where the artifact of a step is."""
    return f"{template_of(pod)['archiveLocation']['s3']['key']}/out.tgz"


def may(api: Api, account: str, verb: str) -> bool:
    """Whether an account of the owner may do something with applications of Spark."""
    wanted = {"namespace": NAMESPACE, "verb": verb, "group": "sparkoperator.k8s.io", "resource": "sparkapplications"}
    review = {"apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview", "metadata": {}}
    review["spec"] = {"user": f"system:serviceaccount:{NAMESPACE}:{account}", "resourceAttributes": wanted}
    return api.ask("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", review)["status"]["allowed"]
