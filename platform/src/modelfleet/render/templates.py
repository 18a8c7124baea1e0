"""The shared templates: one ClusterWorkflowTemplate for each shape of pod, named by its content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from modelfleet.render.jsonnet import Jsonnet
from modelfleet.render.manifests import Manifest

NOTIFY = "notify"
SHAPES = ("batch", "batch-kerberos", NOTIFY, "spark", "step", "step-kerberos")


@dataclass(frozen=True)
class Template:
    """A shared template. `shape` is its name without the hash, which no two contents share."""

    shape: str
    manifest: Manifest

    @property
    def name(self) -> str:
        return self.manifest.name


def source_of(shape: str) -> str:
    """The Jsonnet file of a shape, relative to the repository's root."""
    return f"clusterworkflowtemplates/{shape}.jsonnet"


def render_templates(engine: Jsonnet, shapes: Iterable[str] = SHAPES) -> tuple[Template, ...]:
    """The templates of the given shapes. They see no stage and no model, so they are the same on all stages.

    Raises UserError for a fault in a source.
    """
    return tuple(named(shape, engine.evaluate_file(source_of(shape))) for shape in shapes)


def named(shape: str, content: dict[str, Any]) -> Template:
    """A template with its name: the shape and 10 hexadecimal digits of the SHA-256 of everything but the name.

    A run that began with one content goes on with it: a changed template is another object, and the old one stays.
    """
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    name = f"{shape}-{hashlib.sha256(text.encode()).hexdigest()[:10]}"
    metadata = {"name": name, **content["metadata"]}
    return Template(shape, Manifest({**content, "metadata": metadata}))
