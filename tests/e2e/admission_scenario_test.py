"""Whether the API server takes every object that Modelfleet writes."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping

import pytest
from e2e.api import Api, Refused
from e2e.fleet import load_manifests
from e2e.site import Site

pytestmark = pytest.mark.cluster


def test_deploy_branch_is_admitted(site: Site, record_property: Callable[[str, object], None]) -> None:
    """Every object of the deploy branch is admitted by server-side apply with strict field validation."""
    manifests = _known(site.api, site.manifests, record_property)
    refused = _refusals(site.api, manifests)
    assert refused == {}


@pytest.mark.parametrize("stage", ["dev", "prod"])
def test_other_stages_are_admitted(stage: str, site: Site, record_property: Callable[[str, object], None]) -> None:
    """Every object that is rendered for another stage is admitted (a dry run, with the schemas and CEL rules of the CRDs)."""
    refused = _refusals(site.api, _known(site.api, _moved(site, stage), record_property), dryRun="All")
    assert refused == {}


@pytest.mark.parametrize("kind", ["ClusterWorkflowTemplate", "CronWorkflow", "PrometheusRule", "WorkflowTemplate"])
def test_unknown_field_is_refused(kind: str, site: Site) -> None:
    """An unknown field in an object of each kind of Argo, and in rules, is refused, so admission is a check."""
    # The stage that needs nothing running has no rules.
    manifests = _moved(site, "prod") if kind == "PrometheusRule" else site.manifests
    broken = copy.deepcopy(next(one for one in manifests.values() if one["kind"] == kind))
    if not site.api.knows(broken["apiVersion"], kind):
        pytest.skip(f"not run: the API of {kind} is not installed")
    broken["spec"]["scedule"] = "0 4 * * *"
    with pytest.raises(Refused) as refused:
        site.api.apply(broken, dryRun="All")
    assert ".spec.scedule: field not declared in schema" in refused.value.message or 'unknown field "spec.scedule"' in refused.value.message


def _moved(site: Site, stage: str) -> dict[str, dict]:
    """What is rendered for another stage, in a namespace that is there; which one it is does not matter to admission."""
    manifests = load_manifests(site.fleet.render() / stage)
    namespaces = {one["metadata"]["namespace"] for one in manifests.values() if "namespace" in one["metadata"]}
    assert manifests and namespaces
    for one in manifests.values():
        if one["metadata"].get("namespace") in namespaces:
            one["metadata"]["namespace"] = site.namespaces[0]
            for subject in one.get("subjects", ()):
                subject["namespace"] = site.namespaces[0]
    return manifests


def _known(api: Api, manifests: Mapping[str, dict], record_property: Callable[[str, object], None]) -> dict[str, dict]:
    """The objects whose API is installed here; the kinds of the others are put on record."""
    installed = {kind for kind in {(one["apiVersion"], one["kind"]) for one in manifests.values()} if api.knows(*kind)}
    known = {path: one for path, one in manifests.items() if (one["apiVersion"], one["kind"]) in installed}
    left_out = {one["kind"] for path, one in manifests.items() if path not in known}
    record_property("objects", len(known))
    if left_out:
        record_property("not asked, since its API is not installed", ", ".join(sorted(left_out)))
    return known


def _refusals(api: Api, manifests: dict[str, dict], **query: str) -> dict[str, str]:
    refused = {}
    for path, manifest in manifests.items():
        try:
            # Argo CD would act on what it is told; the checks of a dry run are the same.
            api.apply(manifest, **({"dryRun": "All"} | query if path.startswith("argocd/") else query))
        except Refused as error:
            refused[path] = error.message
    return refused
