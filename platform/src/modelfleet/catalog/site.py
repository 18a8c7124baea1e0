"""The pages of the catalog: path → content. They need nothing but each other, so a browser opens them from a directory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from modelfleet.catalog.entry import ModelEntry
from modelfleet.catalog.fleet import Fleet
from modelfleet.catalog.layout import HEIGHT, WIDTH
from modelfleet.catalog.week import LEVELS, WEEKDAYS

GENERATOR = "modelfleet catalog"
"""What the first page says of itself, so that a directory is known to hold a catalog."""

_PAGES = Path(__file__).with_name("pages")
_ASSETS = ("catalog.css", "catalog.js")


def pages_of(fleet: Fleet) -> dict[str, bytes]:
    """Every file of the site. The same fleet gives the same bytes."""
    environment = _environment()
    index, model = environment.get_template("fleet.html"), environment.get_template("model.html")
    common = {"fleet": fleet, "levels": LEVELS, "weekdays": WEEKDAYS, "box": (WIDTH, HEIGHT), "generator": GENERATOR}
    known = frozenset(entry.name for entry in fleet.models)
    pages = {"index.html": index.render(root="", **common).encode()}
    for before, entry, after in _neighbours(fleet.models):
        text = model.render(root="../", model=entry, before=before, after=after, known=known, **common)
        pages[f"models/{entry.name}.html"] = text.encode()
    return pages | {name: (_PAGES / name).read_bytes() for name in _ASSETS}


def _neighbours(models: Sequence[ModelEntry]) -> Iterable[tuple[ModelEntry | None, ModelEntry, ModelEntry | None]]:
    return zip((None, *models[:-1]), models, (*models[1:], None), strict=True)


@cache
def _environment() -> Environment:
    # What a person wrote in a model.yaml reaches the pages only by this environment, so everything is escaped.
    environment = Environment(loader=FileSystemLoader(_PAGES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"shortened": shortened, "path": path_of}
    return environment


def shortened(text: str, length: int) -> str:
    """A text without its middle when it is too long: both ends of a URI tell more than it."""
    return text if len(text) <= length else f"{text[: length // 2 - 1]}…{text[len(text) - (length - length // 2) :]}"


def path_of(points: Sequence[tuple[float, float]]) -> str:
    """A line that leaves downwards, comes from above, and bends between, as the data of an SVG path."""
    (x, y), *rest = points
    parts = [f"M{x:g} {y:g}"]
    for to_x, to_y in rest:
        bend = (to_y - y) / 2
        parts.append(f"L{to_x:g} {to_y:g}" if to_x == x else f"C{x:g} {y + bend:g} {to_x:g} {to_y - bend:g} {to_x:g} {to_y:g}")
        x, y = to_x, to_y
    return "".join(parts)
