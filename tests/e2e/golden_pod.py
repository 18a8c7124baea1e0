"""The golden pods: what was recorded from a controller, together with a digest of what was rendered then."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from e2e.pod import Words, digest_of
from e2e.site import Site
from golden import assert_golden

Object = dict
GOLDEN = Path(__file__).resolve().parent / "golden"
HOW_TO_RECORD = "the templates or the rendering changed since this pod was recorded from the controllers; record anew: python tests/e2e/run --record"


def digest_words(template: Object) -> dict[str, str]:
    """The digests that a WorkflowTemplate names, by what they are digests of: its labels hold the beginning of each."""
    text = json.dumps(template)
    labels = template["spec"]["podMetadata"]["labels"]
    found = {kind: set(re.findall(rf"\b{labels[f'modelfleet.io/{kind}']}[0-9a-f]{{48}}\b", text)) for kind in ("code", "environment", "runtime")}
    return {digest: f"{kind} digest" for kind, digests in found.items() for digest in digests}


def tasks(template: Object) -> list[Object]:
    """The tasks of a job: one, or one for each step."""
    return template["spec"]["templates"][0]["dag"]["tasks"]


def task_parameters(template: Object) -> dict[str, str]:
    """The arguments of a job's one task, by name."""
    (task,) = tasks(template)
    return {one["name"]: one.get("value") for one in task["arguments"]["parameters"]}


def words_of(site: Site, run: Object, job: str) -> Words:
    """The words for a run of a job, which is named as its WorkflowTemplate is."""
    return Words(run["metadata"]["name"], digest_words(site.find("WorkflowTemplate", job)))


def sources(manifests: Mapping[str, Object], job: str, hook: bool = False) -> list[Object]:
    """What is rendered for one job: its WorkflowTemplate, its CronWorkflow if it has one, and the templates that it refers to, for its work or its exit."""
    named = {(one["kind"], one["metadata"]["name"]): one for one in manifests.values()}
    template = named["WorkflowTemplate", job]
    references = sorted({one["name"] for one in (_exit(template) if hook else (task["templateRef"] for task in tasks(template)))})
    cron = [named["CronWorkflow", job]] if ("CronWorkflow", job) in named else []
    return [template, *cron, *(named["ClusterWorkflowTemplate", name] for name in references)]


def _exit(template: Object) -> Iterator[Object]:
    hook = template["spec"]["hooks"]["exit"]
    if "templateRef" in hook:
        yield hook["templateRef"]
        return
    (own,) = (one for one in template["spec"]["templates"] if one["name"] == hook["template"])
    yield from (step["templateRef"] for group in own["steps"] for step in group)


def rendered(manifests: Mapping[str, Object], job: str, words: Words, hook: bool = False) -> dict[str, str]:
    """The file beside a golden pod that says from what it was made; digests of archives do not count, since every change of code moves them."""
    found = sources(manifests, job, hook)
    names = [one["metadata"]["name"] for one in found if one["kind"] == "ClusterWorkflowTemplate"]
    return {"rendered.txt": "\n".join([*names, digest_of(found, words)]) + "\n"}


def compare(directory: Path, actual: Mapping[str, str], record: bool) -> None:
    """Compare with a golden pod, or write it."""
    try:
        assert_golden(actual, directory, update=record)
    except AssertionError as error:
        raise AssertionError(f"{str(error).rpartition(chr(10))[0]}\nif this is meant: python tests/e2e/run --record") from None
