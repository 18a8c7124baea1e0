"""Templates that channels hold back, as files: their sources have moved on, so their content is kept."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from modelfleet.errors import UserError
from modelfleet.render.manifests import Manifest
from modelfleet.render.templates import named

# Below the directory of the channels, which the specification knows.
DIRECTORY = "templates"

_HINT = "`./pants promote` writes it; take it from Git"


def load_pinned(channels: Path, names: Iterable[str]) -> dict[str, Manifest]:
    """Name → template, for the names that channels pin. `channels` is the directory of their files.

    A name holds a hash of the content, so a file that somebody has edited is found. Raises UserError.
    """
    return {name: _load(channels / DIRECTORY / f"{name}.yaml", name) for name in sorted(set(names))}


def _load(path: Path, name: str) -> Manifest:
    import yaml  # only stages with channels need it

    try:
        content: Any = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
        metadata = {key: value for key, value in content["metadata"].items() if key != "name"}
        found = named(name.rpartition("-")[0], {**content, "metadata": metadata})
    except FileNotFoundError:
        raise UserError.one("the template is pinned and not there", file=path.as_posix(), hint=_HINT) from None
    except (yaml.YAMLError, AttributeError, KeyError, TypeError):
        raise UserError.one("the template cannot be read", file=path.as_posix(), hint=_HINT) from None
    if found.name != name:
        raise UserError.one(f"the content is that of {found.name}", file=path.as_posix(), hint=_HINT)
    return found.manifest
