"""The golden pods: what was recorded from a controller, together with a digest of what was rendered then."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from e2e.pod import Words, digest_of
from e2e.site import Site
from golden import assert_golden

Object = dict
GOLDEN = Path(__file__).resolve().parent / "golden"
HOW_TO_RECORD = "the templates or the rendering changed since this pod was recorded from the controllers; record anew: python tests/e2e/run --record"


def digest_words(template: Object) -> dict[str, str]:
    """The digests that a WorkflowTemplate names, by what they are digests of."""
    parameters = task_parameters(template)
    return {parameters[f"{kind}-digest"]: f"{kind} digest" for kind in ("code", "environment", "runtime")}


def task_parameters(template: Object) -> dict[str, str]:
    """The arguments of a job's one task, by name."""
    (task,) = template["spec"]["templates"][0]["dag"]["tasks"]
    return {one["name"]: one.get("value") for one in task["arguments"]["parameters"]}


def words_of(site: Site, run: Object, job: str) -> Words:
    """The words for a run of one job of the suite's model."""
    return Words(run["metadata"]["name"], digest_words(site.find("WorkflowTemplate", f"ledger-{job}")))


def sources(manifests: Mapping[str, Object], job: str) -> list[Object]:
    """What is rendered for one job of the suite's model: its WorkflowTemplate, its CronWorkflow, and the template that its task refers to."""
    named = {(one["kind"], one["metadata"]["name"]): one for one in manifests.values()}
    template = named["WorkflowTemplate", f"ledger-{job}"]
    shared = template["spec"]["templates"][0]["dag"]["tasks"][0]["templateRef"]["name"]
    return [template, named["CronWorkflow", f"ledger-{job}"], named["ClusterWorkflowTemplate", shared]]


def rendered(manifests: Mapping[str, Object], job: str, words: Words) -> dict[str, str]:
    """The file beside a golden pod that says from what it was made; digests of archives do not count, since every change of code moves them."""
    found = sources(manifests, job)
    return {"rendered.txt": f"{found[2]['metadata']['name']}\n{digest_of(found, words)}\n"}


def compare(directory: Path, actual: Mapping[str, str], record: bool) -> None:
    """Compare with a golden pod, or write it."""
    try:
        assert_golden(actual, directory, update=record)
    except AssertionError as error:
        raise AssertionError(f"{str(error).rpartition(chr(10))[0]}\nif this is meant: python tests/e2e/run --record") from None
