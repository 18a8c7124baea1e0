from __future__ import annotations

from pathlib import Path

import pytest

from modelfleet.spec.load import load_platform
from modelfleet.spec.placeholder_values import is_placeholder, placeholders_of, placeholders_of_owners

ROOT = next(parent for parent in Path(__file__).resolve().parents if (parent / "platform/stages").is_dir())


@pytest.mark.parametrize(
    "value",
    ["s3.dev.invalid:9000", "https://data.dev.invalid", "https://data.dev.invalid/path", "host.invalid", f"registry.example.com/rclone@sha256:{'0' * 64}"]
    + ["192.0.2.0/24", "198.51.100.7/32", "203.0.113.8/29", "2001:db8:1::/48"],
)
def test_a_placeholder_names_nothing_that_can_exist(value: str) -> None:
    assert is_placeholder(value)


@pytest.mark.parametrize(
    "value",
    [
        "s3.example.com",
        "invalid",
        "invalid.example.com",
        "models/x.invalid.txt",
        f"registry.example.com/x@sha256:{'0' * 63}1",
        "deploy/dev",
        "10.0.0.0/8",
        "192.0.0.0/16",
        "fd00::/64",
    ],
)
def test_what_can_exist_is_none(value: str) -> None:
    assert not is_placeholder(value)


def test_every_placeholder_of_a_stage_is_named_by_its_field() -> None:
    found = placeholders_of(load_platform(ROOT).stages["local"])
    assert found["store.read.endpoint"] == "s3.local.invalid"
    assert "images.rclone" in found
    assert "deploy.branch" not in found


def test_placeholders_of_named_images_are_named_by_name_and_version() -> None:
    stage = load_platform(ROOT).stages["local"]
    named = {"cuda": {"3.11": f"registry.example.com/cuda@sha256:{'0' * 64}", "3.12": f"registry.example.com/cuda@sha256:{'1' * 64}"}}
    found = placeholders_of(stage.model_copy(update={"images": stage.images.model_copy(update={"named": named})}))
    assert [field for field in found if "named" in field] == ["images.named.cuda.3.11"]


def test_placeholders_in_lists_are_named_by_their_place() -> None:
    assert placeholders_of(load_platform(ROOT).stages["prod"])["network.kubernetes.addresses[1].cidr"] == "192.0.2.8/29"


def test_owners_have_placeholders_of_one_stage() -> None:
    owners = load_platform(ROOT).owners
    assert placeholders_of_owners(owners, "prod") == {"team-antifraud.network.prod.addresses[0].cidr": "192.0.2.48/32"}
    assert placeholders_of_owners(owners, "local") == {}
