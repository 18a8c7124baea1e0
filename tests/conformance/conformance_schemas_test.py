"""The extracted schemas and the linters come from the same, checksummed versions of Argo Workflows."""

from __future__ import annotations

import json
from pathlib import Path

from tests.conformance.linter import HERE, MODULES, version_of


def test_schemas_are_of_the_pinned_versions(root: Path) -> None:
    upstream = root / "platform" / "schema" / "upstream"
    assert sorted(path.name for path in upstream.glob("argo-workflows-*.json")) == sorted(f"argo-workflows-{version_of(module)}.json" for module in MODULES)


def test_schemas_are_of_the_pinned_checksums(root: Path) -> None:
    for module in MODULES:
        document = json.loads((root / "platform" / "schema" / "upstream" / f"argo-workflows-{version_of(module)}.json").read_text(encoding="utf-8"))
        pinned = f"{document['module']} {document['version']} {document['checksum']}"
        assert pinned in (HERE / module / "go.sum").read_text(encoding="utf-8").splitlines()
