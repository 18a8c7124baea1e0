"""fleet.json: what a deploy branch owns, which is also the sign that the branch is ours."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from modelfleet.errors import UserError

FORMAT = 1
PATH = "fleet.json"


@dataclass(frozen=True)
class Entry:
    """One published model: its directory in the source, owner, namespace, template names, and kind of archive → digest."""

    source: str
    owner: str
    namespace: str
    templates: tuple[str, ...]
    archives: Mapping[str, str]


@dataclass(frozen=True)
class Fleet:
    """The content of fleet.json.

    `templates`: name → when it was first published (ISO 8601, UTC). `ended_archives`: digest → model → the day (UTC) on
    which the model stopped using it; `ended_templates`: name → that day. Ended ones stay on the branch for the stage's
    retention, because workflows that were started earlier may be retried.
    """

    stage: str
    models: Mapping[str, Entry] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)
    ended_archives: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    ended_templates: Mapping[str, str] = field(default_factory=dict)


def to_json(fleet: Fleet) -> bytes:
    """The bytes of fleet.json: sorted, so that equal fleets are equal bytes."""
    models = {
        name: {"source": entry.source, "owner": entry.owner, "namespace": entry.namespace, "templates": list(entry.templates), "archives": dict(entry.archives)}
        for name, entry in fleet.models.items()
    }
    ended = {"archives": {digest: dict(models) for digest, models in fleet.ended_archives.items()}, "templates": dict(fleet.ended_templates)}
    content = {"format": FORMAT, "stage": fleet.stage, "models": models, "templates": dict(fleet.templates), "ended": ended}
    return (json.dumps(content, indent=2, sort_keys=True) + "\n").encode()


def from_json(content: bytes, where: str) -> Fleet:
    """The fleet of a fleet.json; `where` names its branch in messages.

    Raises UserError when the file was written by a newer version or by hand.
    """
    try:
        read = json.loads(content)
        if read["format"] != FORMAT:
            raise UserError.one(
                f"{where}: fleet.json has format {read['format']}, this version writes {FORMAT}", hint="publish with the version that wrote it, or a newer one"
            )
        models = {
            name: Entry(entry["source"], entry["owner"], entry["namespace"], tuple(entry["templates"]), entry["archives"])
            for name, entry in read["models"].items()
        }
        return Fleet(read["stage"], models, read["templates"], read["ended"]["archives"], read["ended"]["templates"])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise UserError.one(
            f"{where}: fleet.json is not what publish writes", hint="only publish may write to a deploy branch; reset it to its last good commit"
        ) from None
