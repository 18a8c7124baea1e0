"""Manifests: rendered Kubernetes objects, one a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from modelfleet.errors import UserError
from modelfleet.render.serialize import to_yaml

# What a reader looks for first; everything else follows by name.
_FIRST = ("apiVersion", "kind", "metadata", "type")


@dataclass(frozen=True)
class Manifest:
    """One rendered object, as JSON types."""

    object: dict[str, Any]

    @property
    def kind(self) -> str:
        return self.object["kind"]

    @property
    def name(self) -> str:
        return self.object["metadata"]["name"]

    @property
    def namespace(self) -> str | None:
        """None for an object of the cluster."""
        return self.object["metadata"].get("namespace")

    @property
    def file_name(self) -> str:
        return f"{self.kind.lower()}-{self.name}.yaml"

    def to_bytes(self) -> bytes:
        """The file's content."""
        return to_yaml(in_reading_order(self.object))


def in_reading_order(value: dict[str, Any]) -> dict[str, Any]:
    """The object with its kind and name first. The rest stays in the order of the engine, which is by name."""
    return {key: value[key] for key in _FIRST if key in value} | value


def in_file_order(manifests: Iterable[Manifest]) -> tuple[Manifest, ...]:
    """Manifests of one directory, sorted by file name. Raises UserError when two would be one file."""
    ordered = tuple(sorted(manifests, key=lambda manifest: manifest.file_name))
    for one, other in zip(ordered, ordered[1:], strict=False):
        if one.file_name == other.file_name:
            raise UserError.one(
                f"two objects are {one.kind} `{one.name}`",
                hint="the platform's Jsonnet gives two objects the same name",
            )
    return ordered
