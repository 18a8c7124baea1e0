"""The extracted schemas, the linters and the settings come from the same, checksummed versions."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import go_program
import pytest
from conformance.linter import HERE, MODULES, Linter
from ruamel.yaml import YAML

from modelfleet.cli.extract_schemas import read_structure
from modelfleet.render.jsonnet import Jsonnet
from modelfleet.validate.extraction import to_text

ARGO_CD = "argo-cd"
PROMETHEUS_OPERATOR = "prometheus-operator"
SPARK_OPERATOR = "spark-operator"
PINS = (*MODULES, ARGO_CD, PROMETHEUS_OPERATOR, SPARK_OPERATOR)


@pytest.fixture(scope="session")
def go(linters: list[Linter]) -> str:
    """The Go command, after it has the linters' modules at hand."""
    found = go_program.find_go()
    assert found is not None
    return found


def schema_of(pin: str) -> str:
    """The file that a pinned version is extracted to."""
    found = re.search(
        r"^require github\.com/[a-z-]+/(argo-workflows|argo-cd|prometheus-operator|spark-operator)(?:/v\d+)? v(\S+)$",
        (HERE / pin / "go.mod").read_text(),
        re.MULTILINE,
    )
    assert found is not None, f"{pin}/go.mod requires one product on one line"
    return f"{found[1]}-{found[2]}.json"


def test_schemas_are_of_the_pinned_versions(root: Path) -> None:
    upstream = root / "platform" / "schema" / "upstream"
    assert sorted(path.name for path in upstream.glob("*.json")) == sorted(schema_of(pin) for pin in PINS)


def test_schemas_are_of_the_pinned_checksums(root: Path) -> None:
    for pin in PINS:
        document = json.loads((root / "platform" / "schema" / "upstream" / schema_of(pin)).read_text(encoding="utf-8"))
        pinned = f"{document['module']} {document['version']} {document['checksum']}"
        assert pinned in (HERE / pin / "go.sum").read_text(encoding="utf-8").splitlines()


def test_schemas_are_what_the_pinned_versions_say(root: Path, go: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has edited them."""
    monkeypatch.setenv("PATH", str(Path(go).parent), prepend=os.pathsep)
    for pin in PINS:
        stored = root / "platform" / "schema" / "upstream" / schema_of(pin)
        assert to_text(read_structure(HERE / pin)[1]) == stored.read_text(encoding="utf-8")


def test_argo_cd_goes_on_leaving_out_what_it_is_installed_with(root: Path, go: str) -> None:
    """Our setting replaces the one of the installation, so a kind that is new there has to be added here."""
    answer = subprocess.run([go, "mod", "download", "-json", "github.com/argoproj/argo-cd/v3"], cwd=HERE / ARGO_CD, capture_output=True, check=True)
    installed = YAML(typ="safe").load(Path(json.loads(answer.stdout)["Dir"]) / "manifests" / "base" / "config" / "argocd-cm.yaml")
    theirs = pairs(YAML(typ="safe").load(installed["data"]["resource.exclusions"]))
    ours = pairs(Jsonnet(root).evaluate_file("platform/argocd/exclusions.libsonnet"))
    assert theirs and {kind for _, kind in ours - theirs} == {"Workflow", "WorkflowArtifactGCTask", "WorkflowTaskResult", "WorkflowTaskSet"}
    assert theirs - ours == set()


def pairs(rules: list[dict[str, list[str]]]) -> set[tuple[str, str]]:
    return {(group, kind) for rule in rules for group in rule["apiGroups"] for kind in rule["kinds"]}
