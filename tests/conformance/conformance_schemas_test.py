"""The extracted schemas and the linters come from the same, checksummed versions of Argo Workflows."""

from __future__ import annotations

import json
import os
from pathlib import Path

import go_program
import pytest
from conformance.linter import HERE, MODULES, Linter, version_of

from modelfleet.cli.extract_schemas import read_structure
from modelfleet.validate.extraction import to_text


def test_schemas_are_of_the_pinned_versions(root: Path) -> None:
    upstream = root / "platform" / "schema" / "upstream"
    assert sorted(path.name for path in upstream.glob("argo-workflows-*.json")) == sorted(f"argo-workflows-{version_of(module)}.json" for module in MODULES)


def test_schemas_are_of_the_pinned_checksums(root: Path) -> None:
    for module in MODULES:
        document = json.loads((root / "platform" / "schema" / "upstream" / f"argo-workflows-{version_of(module)}.json").read_text(encoding="utf-8"))
        pinned = f"{document['module']} {document['version']} {document['checksum']}"
        assert pinned in (HERE / module / "go.sum").read_text(encoding="utf-8").splitlines()


def test_schemas_are_what_the_pinned_versions_say(root: Path, linters: list[Linter], monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has edited them; the linters were built from the same modules, so Go has them at hand."""
    go = go_program.find_go()
    assert go is not None
    monkeypatch.setenv("PATH", str(Path(go).parent), prepend=os.pathsep)
    for module in MODULES:
        stored = root / "platform" / "schema" / "upstream" / f"argo-workflows-{version_of(module)}.json"
        assert to_text(read_structure(HERE / module)) == stored.read_text(encoding="utf-8")
