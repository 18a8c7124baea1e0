from __future__ import annotations

import json
from pathlib import Path

import pytest

from modelfleet.cli.main import main

GO_MOD = "module example.invalid/pin\n\ngo 1.25\n\nrequire github.com/argoproj/argo-workflows/v3 v3.7.18\n"
DEFINITION = """\
spec:
  versions:
    - served: true
      schema:
        openAPIV3Schema:
          type: object
          description: words
          properties: {spec: {type: object}}
"""


def fake_go(directory: Path, answer: str) -> None:
    """A `go` that answers as the real one does; the real one is used by tests/conformance."""
    program = directory / "go"
    program.write_text(f"#!/bin/sh\ncat <<'END'\n{answer}\nEND\n")
    program.chmod(0o755)


def test_writes_one_file_a_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    full = tmp_path / "module" / "manifests" / "base" / "crds" / "full"
    full.mkdir(parents=True)
    for kind in ("clusterworkflowtemplates", "cronworkflows", "workflowtemplates"):
        (full / f"argoproj.io_{kind}.yaml").write_text(DEFINITION)
    fake_go(tmp_path, json.dumps({"Path": "github.com/argoproj/argo-workflows/v3", "Version": "v3.7.18", "Dir": str(tmp_path / "module"), "Sum": "h1:x"}))
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.chdir(tmp_path)
    Path("pin").mkdir()
    Path("pin/go.mod").write_text(GO_MOD)
    assert main(["extract-schemas", "pin", "--out", "out"]) == 0
    assert capsys.readouterr().out == "out/argo-workflows-3.7.18.json: 0 KiB from github.com/argoproj/argo-workflows/v3 v3.7.18\n"
    shape = '{"additionalProperties":false,"properties":{"spec":{"type":"object"}},"type":"object"}'
    assert Path("out/argo-workflows-3.7.18.json").read_text() == (
        '{\n"format": 1,\n"module": "github.com/argoproj/argo-workflows/v3",\n"version": "v3.7.18",\n"checksum": "h1:x",\n'
        '"$schema": "https://json-schema.org/draft/2020-12/schema",\n"$defs": {\n'
        f'"ClusterWorkflowTemplate": {shape},\n"CronWorkflow": {shape},\n"WorkflowTemplate": {shape}\n}}\n}}\n'
    )


def test_argo_cd_keeps_its_definitions_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    crds = tmp_path / "module" / "manifests" / "crds"
    crds.mkdir(parents=True)
    for kind in ("application", "applicationset", "appproject"):
        (crds / f"{kind}-crd.yaml").write_text(DEFINITION)
    fake_go(tmp_path, json.dumps({"Path": "github.com/argoproj/argo-cd/v3", "Version": "v3.5.7", "Dir": str(tmp_path / "module"), "Sum": "h1:x"}))
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.chdir(tmp_path)
    Path("pin").mkdir()
    Path("pin/go.mod").write_text("module example.invalid/pin\n\nrequire github.com/argoproj/argo-cd/v3 v3.5.7\n")
    assert main(["extract-schemas", "pin", "--out", "out"]) == 0
    assert capsys.readouterr().out == "out/argo-cd-3.5.7.json: 0 KiB from github.com/argoproj/argo-cd/v3 v3.5.7\n"
    assert list(json.loads(Path("out/argo-cd-3.5.7.json").read_text())["$defs"]) == ["AppProject", "Application", "ApplicationSet"]


def test_the_prometheus_operator_keeps_its_definitions_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    definitions = tmp_path / "module" / "example" / "prometheus-operator-crd"
    definitions.mkdir(parents=True)
    (definitions / "monitoring.coreos.com_prometheusrules.yaml").write_text(DEFINITION)
    module = "github.com/prometheus-operator/prometheus-operator"
    fake_go(tmp_path, json.dumps({"Path": module, "Version": "v0.85.0", "Dir": str(tmp_path / "module"), "Sum": "h1:x"}))
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.chdir(tmp_path)
    Path("pin").mkdir()
    Path("pin/go.mod").write_text(f"module example.invalid/pin\n\nrequire {module} v0.85.0\n")
    assert main(["extract-schemas", "pin", "--out", "out"]) == 0
    assert capsys.readouterr().out == f"out/prometheus-operator-0.85.0.json: 0 KiB from {module} v0.85.0\n"


def test_no_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["extract-schemas", "pin"]) == 1
    assert capsys.readouterr().err == ("the Go toolchain is needed to read the pinned version\n  hint: install Go and put `go` on PATH\n")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (None, 0),
        ("module x\n", 0),
        (GO_MOD + "require github.com/argoproj/argo-workflows/v4 v4.1.4\n", 2),
        (GO_MOD + "require github.com/argoproj/argo-cd/v3 v3.5.7\n", 2),
    ],
)
def test_unclear_version(text: str | None, count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    fake_go(tmp_path, "{}")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.chdir(tmp_path)
    Path("pin").mkdir()
    if text is not None:
        Path("pin/go.mod").write_text(text)
    assert main(["extract-schemas", "pin"]) == 1
    assert capsys.readouterr().err == (
        f"pin/go.mod: the module requires {count} versions of Argo Workflows, Argo CD, the Prometheus operator and the Spark operator, expected one\n"
        "  hint: add one `require github.com/argoproj/argo-workflows/vN vN.N.N`, or one of the other products\n"
    )


@pytest.mark.parametrize("answer", ['{"Error": "no such version\\nmore"}', "no such version"])
def test_go_refuses(answer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    fake_go(tmp_path, answer)
    if not answer.startswith("{"):
        (tmp_path / "go").write_text(f"#!/bin/sh\necho {answer} >&2\nexit 1\n")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.chdir(tmp_path)
    Path("pin").mkdir()
    Path("pin/go.mod").write_text(GO_MOD)
    assert main(["extract-schemas", "pin"]) == 1
    assert capsys.readouterr().err == (
        "pin/go.mod: Go cannot provide github.com/argoproj/argo-workflows/v3: no such version\n"
        "  hint: check the version in go.mod, the checksum in go.sum and the Go proxy\n"
    )
