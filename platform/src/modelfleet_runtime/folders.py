"""Transfers to folders of this machine, for a laptop and for tests: `s3://bucket/path` is `<root>/bucket/path`."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from modelfleet_runtime.failure import BROKEN, TRY_AGAIN, Failure


def folder_map(environ: Mapping[str, str], side: str) -> dict[str, Path]:
    """Name of an input or output -> the folder that stands for it; `side` is `inputs` or `outputs`.

    It comes from the variable MODELFLEET_FOLDER_MAP, a JSON object with these two keys.
    """
    try:
        mapped = json.loads(environ.get("MODELFLEET_FOLDER_MAP") or "{}").get(side, {})
        return {name: Path(folder) for name, folder in mapped.items()}
    except (ValueError, AttributeError, TypeError) as error:
        raise Failure(f"MODELFLEET_FOLDER_MAP: {error}", code=BROKEN) from None


def folder_of(root: Path, uri: str) -> Path:
    """The folder below `root` for a URI (`s3://bucket/path`) or an rclone path (`s3:bucket/path`)."""
    rest = uri.partition(":")[2].strip("/")
    return root.joinpath(*[part for part in rest.split("/") if part])


class Folders:
    """Folders under `root`; `mapped` names others for whole URIs and all that is below them."""

    def __init__(self, root: Path, mapped: Mapping[str, Path]) -> None:
        self._root, self._mapped = root, {uri.rstrip("/"): folder for uri, folder in mapped.items()}

    def place(self, uri: str) -> Path:
        """Where `uri` is on this machine."""
        for prefix in sorted(self._mapped, key=len, reverse=True):
            if f"{uri}/".startswith(f"{prefix}/"):
                return self._mapped[prefix].joinpath(*[part for part in uri[len(prefix) :].split("/") if part])
        return folder_of(self._root, uri)

    def holds(self, uri: str) -> bool:
        """Whether a file is at `uri`."""
        return self.place(uri).is_file()

    def mirror(self, source: Path, uri: str, *, seconds: float | None = None) -> None:
        """Make `uri` equal to `source`; see Transfer."""
        target = self.place(uri)
        try:
            shutil.rmtree(target, ignore_errors=True)
            target.mkdir(parents=True)
            if source.is_dir():
                shutil.copytree(source, target, dirs_exist_ok=True, ignore=lambda folder, _: ["_SUCCESS"] if Path(folder) == source else [])
            else:
                shutil.copy(source, target / source.name)
        except (OSError, shutil.Error) as error:
            raise Failure(f"could not write to {target}: {error}", code=TRY_AGAIN) from None

    def put(self, source: Path, uri: str) -> None:
        """Copy one file to exactly `uri`; it appears whole."""
        target = self.place(uri)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_name(f".{target.name}.part")
            shutil.copyfile(source, part)
            os.replace(part, target)
        except OSError as error:
            raise Failure(f"could not write {target}: {error}", code=TRY_AGAIN) from None
