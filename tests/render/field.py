"""Fields of a `model.yaml`: all there are, where an example file may hold them, and what else each could hold."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from typing import Any, get_origin

from modelfleet.spec.record import Record
from modelfleet.spec.shape import Place, annotation_at, choices_at, field_at, fields_of

# Stands in a pattern for any key of a mapping of names, and for any position of a list of records.
ANY = "*"

# In place of a value: the field is not written.
ABSENT = object()

# What fields hold whose records have no example, or where an example is what a file has already.
WORDS: tuple[Any, ...] = (
    *("other", "other-name", "OTHER_NAME", "other.py", "other/", "7m", "3h", "7s", "30d", "3Gi", "20Gi", "1", 2, 3, 4, 0.3, True, False),
    *("3 4 * * *", "Asia/Tokyo", "07:00", "2027-02-01", "s3://other/data/", "hdfs://other/data/", "database/other", "database", "keytab"),
    *("team-one", "team-two", "slack:#one", "slack:#all", "numeric", "categorical", "inference.other", "training.other", "3.12"),
)


def patterns(record: type[Record], place: Place = ()) -> Iterator[Place]:
    """The place of every field below a record that holds no fields itself, with ANY for names and positions."""
    for name in fields_of(record):
        yield from _below(record, place, (name,))
    if record.model_config.get("extra") == "allow":
        yield from _below(record, place, (ANY,))


def _below(record: type[Record], place: Place, rest: Place) -> Iterator[Place]:
    found = annotation_at(record, rest)
    if isinstance(found, type) and issubclass(found, Record):
        yield from patterns(found, (*place, *rest))
    elif get_origin(found) in (dict, tuple) and _holds_records(record, rest):
        yield from _below(record, place, (*rest, ANY))
    else:
        yield (*place, *rest)


def _holds_records(record: type[Record], place: Place) -> bool:
    inner = annotation_at(record, (*place, ANY))
    return (isinstance(inner, type) and issubclass(inner, Record)) or (get_origin(inner) in (dict, tuple) and _holds_records(record, (*place, ANY)))


def places(document: Any, pattern: Place) -> Iterator[Place]:
    """Where a document holds what a pattern means, or would if the field were written."""
    if not pattern:
        yield ()
        return
    key, rest = pattern[0], pattern[1:]
    if key == ANY:
        inner = document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
        keys = [(name, child) for name, child in inner if not (name == "monitoring" and rest)]
    else:
        keys = [(key, document.get(key, {}) if isinstance(document, dict) else {})]
    for name, child in keys:
        yield from ((name, *inner) for inner in places(child, rest))


def value_at(document: Any, place: Place) -> Any:
    """The value at a place, None where the document holds none."""
    for key in place:
        if isinstance(document, list):
            document = dict(enumerate(document))
        document = document.get(key) if isinstance(document, dict) else None
    return document


def names_in(document: Any) -> Iterator[str]:
    """The keys of all mappings, which other fields may refer to."""
    for key, child in document.items() if isinstance(document, dict) else ((None, one) for one in document) if isinstance(document, list) else ():
        yield from [key] if key is not None else []
        yield from names_in(child)


def changed(document: Any, place: Place, value: Any) -> Any:
    """A copy of the document that differs at one place only."""
    document = copy.deepcopy(document)
    holder = document
    for key in place[:-1]:
        holder = holder.setdefault(key, {}) if isinstance(holder, dict) else holder[key]
    if value is ABSENT:
        del holder[place[-1]]
    else:
        holder[place[-1]] = value
    return document


def others(record: type[Record], pattern: Place, current: Any, names: Iterable[str]) -> Iterator[Any]:
    """What else the field could hold, the likeliest first; not all of it is valid. `names` are those that the document holds."""
    field, found = field_at(record, pattern), annotation_at(record, pattern)
    own = [*(field.examples or ())] if field is not None else []
    words = [*own, *_variants(current), *choices_at(record, pattern), *WORDS]
    if get_origin(found) is tuple:
        inner = current if isinstance(current, list) else []
        words = [*own, inner[:-1], inner[::-1], *([*inner, word] for word in (*words, *names)), *([word] for word in WORDS)]
    elif get_origin(found) is dict:
        words = [*own, *({**(current or {}), name: word} for name in ("other", "OTHER") for word in WORDS), *([{}] if current else [])]
        words += [{name: word} for name in current or () for word in (*WORDS, *([word] for word in WORDS))]
    yield from (word for word in words if word != current or type(word) is not type(current))
    if current is not None:
        yield ABSENT


def _variants(current: Any) -> list[Any]:
    if isinstance(current, bool):
        return [not current]
    if isinstance(current, int | float):
        return [current + 1, current - 1]
    return [f"{current}-x", f"{current}x", f"{current}x/", f"x{current}"] if isinstance(current, str) else []
