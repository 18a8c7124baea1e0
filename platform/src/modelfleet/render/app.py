"""app.json: what Argo CD's ApplicationSet reads of a model. Strings only, since a template of it would print anything else.

One file that cannot be read stops the whole ApplicationSet, so that no model of the owner changes any more.
"""

from __future__ import annotations

import json

PARAMETERS = ("model", "namespace", "owner")


def app_of(model: str, namespace: str, owner: str) -> dict[str, str]:
    """The parameters of a model's Application.

    None is called `path`: Argo CD sets a parameter of that name, to where the file is, and hides one of the file's own
    (generateParamsFromGitFile in applicationset/generators/git.go).
    """
    return {"model": model, "namespace": namespace, "owner": owner}


def to_json(app: dict[str, str]) -> bytes:
    return (json.dumps(app, indent=2, sort_keys=True) + "\n").encode()
