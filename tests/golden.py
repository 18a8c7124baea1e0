"""Golden files: whole expected texts, one directory a case."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import unified_diff
from pathlib import Path


def root() -> Path:
    """The repository's root, or that of the sandbox that holds the files of a test."""
    here = Path(__file__).resolve()
    return next(parent for parent in here.parents if (parent / "pants.toml").is_file() or (parent / "platform" / "stages").is_dir())


def assert_golden(actual: Mapping[str, str], directory: Path, *, update: bool) -> None:
    """Compare whole texts with the files of a directory, by name; a file too many or too few is a difference as well.

    With `update` the directory is written instead, and files that are no longer expected are deleted.
    """
    if update:
        _write(actual, directory)
        return
    expected = {path.relative_to(directory).as_posix(): path.read_text("utf-8") for path in sorted(directory.rglob("*")) if path.is_file()}
    difference = [
        line
        for name in sorted(expected.keys() | actual.keys())
        for line in unified_diff(
            expected.get(name, "").splitlines(keepends=True), actual.get(name, "").splitlines(keepends=True), f"expected/{name}", f"actual/{name}"
        )
    ]
    assert expected.keys() == actual.keys() and not difference, "".join(difference) + "\n" + how_to_update(directory)


def assert_golden_text(actual: str, file: Path, *, update: bool) -> None:
    """Compare one whole text with one file."""
    if update:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(actual, "utf-8")
        return
    expected = file.read_text("utf-8") if file.is_file() else ""
    difference = "".join(unified_diff(expected.splitlines(keepends=True), actual.splitlines(keepends=True), f"expected/{file.name}", f"actual/{file.name}"))
    assert file.is_file() and expected == actual, f"{difference}\n{how_to_update(file)}"


def how_to_update(place: Path) -> str:
    """The command that accepts a change of golden files."""
    place = place.resolve()
    shown = place.relative_to(root()) if place.is_relative_to(root()) else place
    return f"{shown} differs; if this change is meant: PYTHONPATH=platform/src python -m pytest tests --update-golden"


def _write(actual: Mapping[str, str], directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    for path in directory.rglob("*"):
        if path.is_file() and path.relative_to(directory).as_posix() not in actual:
            path.unlink()
    for name, text in actual.items():
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text(text, "utf-8")
