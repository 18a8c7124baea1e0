"""Who writes the data that a job reads, and who reads the data that it writes, over all models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from modelfleet.catalog.part import inputs_of, outputs_of
from modelfleet.spec.model import ModelSpec


@dataclass(frozen=True, order=True)
class End:
    """A job at one end of some data."""

    model: str
    job: str


@dataclass(frozen=True)
class Lineage:
    """Writers and readers by the place of the data."""

    writers: dict[str, list[End]] = field(default_factory=dict)
    readers: dict[str, list[End]] = field(default_factory=dict)

    def writers_of(self, uri: str, reader: str) -> tuple[End, ...]:
        """The jobs that write what a job of the model `reader` reads: at that place, or at one above it."""
        return tuple(sorted({end for place in _above(uri) for end in self.writers.get(place, ()) if _same_place(place, end, reader)}))

    def readers_of(self, uri: str, writer: str) -> tuple[End, ...]:
        """The jobs that read what a job of the model `writer` writes, or a part of it."""
        place = place_of(uri)
        return tuple(sorted({end for end in self.readers.get(place, ()) if _same_place(place, end, writer)}))


def place_of(uri: str) -> str:
    """A URI such that two of the same place are equal."""
    return uri.rstrip("/")


def lineage_of(models: Iterable[ModelSpec]) -> Lineage:
    """The lineage of the models of one stage."""
    lineage = Lineage()
    for model in models:
        for name, job in model.jobs.items():
            end = End(model.name, name)
            for output in outputs_of(job):
                lineage.writers.setdefault(place_of(output.uri), []).append(end)
            for item in inputs_of(job):
                for place in _above(item.uri):
                    lineage.readers.setdefault(place, []).append(end)
    return lineage


def _above(uri: str) -> Iterator[str]:
    """The place itself and every place above it, without the scheme alone."""
    scheme, separator, path = uri.partition("://")
    parts = place_of(path).split("/")
    for count in range(len(parts), 0, -1):
        yield f"{scheme}{separator}{'/'.join(parts[:count])}"


def _same_place(place: str, end: End, model: str) -> bool:
    # `${name}` is a value of one model: two models that write it alike may mean two places.
    return end.model == model or "${" not in place
