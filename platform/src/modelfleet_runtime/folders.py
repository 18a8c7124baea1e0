"""Transfers to folders of this machine, for a laptop and for tests: `s3://bucket/path` is `<root>/bucket/path`."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
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

    def directories(self, uri: str) -> list[str]:
        """The names of the directories in `uri`; see Transfer."""
        place = self.place(uri)
        return [path.name for path in place.iterdir() if path.is_dir()] if place.is_dir() else []

    def read(self, uri: str, limit: int) -> bytes | None:
        """The content of a file; see Transfer."""
        place = self.place(uri)
        if not place.is_file():
            return None
        if place.stat().st_size > limit:
            raise Failure(f"{place} has {place.stat().st_size} bytes, {limit} are allowed")
        return place.read_bytes()

    def fetch(self, uri: str, paths: Sequence[str], target: Path) -> None:
        """Copy files; see Transfer."""
        place = self.place(uri)
        for path in paths:
            if (place / path).is_file():
                (target / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(place / path, target / path)

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
