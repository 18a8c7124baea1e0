"""The ConfigMap `<model>-archives`: what the verifier in a pod compares the unpacked archives with.

It is the one manifest that publishing adds to a model, because file-index digests are known only once archives are built.
"""

from __future__ import annotations

from collections.abc import Mapping

from modelfleet.publish.fleet import Entry
from modelfleet.render.serialize import to_yaml


def index_digests_path(model: str) -> str:
    """Where the ConfigMap of a model is on the branch."""
    return f"models/{model}/manifests/configmap-{model}-archives.yaml"


def to_config_map(model: str, entry: Entry, index_digests: Mapping[str, str]) -> bytes:
    """The manifest: archive's digest → file-index digest, for every archive in use or retained."""
    return to_yaml(
        {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {
                "name": f"{model}-archives",
                "namespace": entry.namespace,
                "labels": {"modelfleet.io/model": model, "modelfleet.io/owner": entry.owner},
            },
            "data": dict(sorted(index_digests.items())),
        }
    )
