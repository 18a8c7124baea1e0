"""app.json: what Argo CD's ApplicationSet reads of a model. Strings only, since a template of it would print anything else."""

from __future__ import annotations

import json

from modelfleet.render.job import Placement


def app_of(placement: Placement) -> dict[str, str]:
    """The parameters of a model's Application. `path` is on the deploy branch."""
    model = placement.model
    return {"model": model.name, "namespace": placement.namespace, "owner": model.owner, "path": f"models/{model.name}/manifests"}


def to_json(app: dict[str, str]) -> bytes:
    return (json.dumps(app, indent=2, sort_keys=True) + "\n").encode()
