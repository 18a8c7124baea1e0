"""Each field of `code.git`, changed alone, changes a rendered byte: by itself, or by the lock that has to follow it."""

from __future__ import annotations

from pathlib import Path

import pytest
from golden import root
from render.made_up import HERE, TEMPLATES, fleet, placements_of

from modelfleet.render.jsonnet import Jsonnet
from modelfleet.render.model import render_model
from modelfleet.spec.load import load_model

MODEL, LOCK = ((HERE / "code-git" / name).read_text() for name in ("model.yaml", "code.lock"))
OTHER_COMMIT = "f" * 40


def rendered(directory: Path, model: str, lock: str) -> list[bytes]:
    directory.mkdir(parents=True)
    (directory / "model.yaml").write_text(model)
    (directory / "code.lock").write_text(lock)
    platform = fleet()
    placements = placements_of(load_model(directory / "model.yaml", platform), platform)
    (manifests,) = render_model([placements["first"]], TEMPLATES, Jsonnet(root()))
    return [manifest.to_bytes() for manifest in manifests]


@pytest.mark.parametrize(
    ("model", "lock"),
    [
        (MODEL.replace("risk/scoring.git", "risk/other.git"), LOCK.replace("risk/scoring.git", "risk/other.git")),
        (MODEL.replace("path: models/one", "path: models"), LOCK.replace('path: "models/one/"', 'path: "models/"')),
        (MODEL.replace("secret: database", "secret: keytab"), LOCK),
        (MODEL.replace(", secret: database", ""), LOCK),
        # Another revision is another commit, or it means the same and nothing has to change.
        (MODEL.replace("revision: main", "revision: next"), LOCK.replace('revision: "main"', 'revision: "next"').replace('branch: "main"', 'branch: "next"')),
        (MODEL, LOCK.replace("0123456789abcdef0123456789abcdef01234567", OTHER_COMMIT)),
    ],
    ids=["repo", "path", "secret", "no-secret", "revision", "commit"],
)
def test_a_field_changes_a_byte(model: str, lock: str, tmp_path: Path) -> None:
    assert (model, lock) != (MODEL, LOCK)
    assert rendered(tmp_path / "after" / "code-git", model, lock) != rendered(tmp_path / "before" / "code-git", MODEL, LOCK)
