from __future__ import annotations

from pathlib import Path

import pytest

from modelfleet.spec.load import load_platform
from modelfleet.spec.placeholder_values import is_placeholder, placeholders_of

ROOT = next(parent for parent in Path(__file__).resolve().parents if (parent / "platform/stages").is_dir())


@pytest.mark.parametrize(
    "value",
    ["s3.dev.invalid:9000", "https://data.dev.invalid", "https://data.dev.invalid/path", "host.invalid", f"registry.example.com/rclone@sha256:{'0' * 64}"],
)
def test_a_placeholder_names_nothing_that_can_exist(value: str) -> None:
    assert is_placeholder(value)


@pytest.mark.parametrize(
    "value", ["s3.example.com", "invalid", "invalid.example.com", "models/x.invalid.txt", f"registry.example.com/x@sha256:{'0' * 63}1", "deploy/dev"]
)
def test_what_can_exist_is_none(value: str) -> None:
    assert not is_placeholder(value)


def test_every_placeholder_of_a_stage_is_named_by_its_field() -> None:
    found = placeholders_of(load_platform(ROOT).stages["local"])
    assert found["store.read.endpoint"] == "s3.local.invalid"
    assert "images.rclone" in found
    assert "deploy.branch" not in found
