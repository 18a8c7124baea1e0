"""The shape of a file by its records: which fields there are at a place, of which type, with which example."""

from __future__ import annotations

import types
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic.fields import FieldInfo

from modelfleet.spec.record import Record

Place = tuple[str | int, ...]


def fields_of(record: type[Record]) -> dict[str, FieldInfo]:
    """Fields by the names that a file uses."""
    return {field.alias or name: field for name, field in record.model_fields.items()}


def annotation_at(root: type[Record], place: Place) -> Any:
    """The type of the value at a place, without `Annotated` and `| None`; None where the shape has no such place."""
    current: Any = root
    for key in place:
        current = _step(_bare(current), key)
        if current is None:
            return None
    return _bare(current)


def record_at(root: type[Record], place: Place) -> type[Record] | None:
    """The record at a place, None where something else stands."""
    found = annotation_at(root, place)
    return found if isinstance(found, type) and issubclass(found, Record) else None


def field_at(root: type[Record], place: Place) -> FieldInfo | None:
    """The field at a place, None for list items and values of free mappings."""
    record = record_at(root, place[:-1]) if place else None
    return None if record is None else fields_of(record).get(str(place[-1]))


def choices_at(root: type[Record], place: Place) -> tuple[str, ...]:
    """The words that are possible at a place, empty where any are."""
    found = annotation_at(root, place)
    return get_args(found) if get_origin(found) is Literal else ()


def _step(current: Any, key: str | int) -> Any:
    if isinstance(current, type) and issubclass(current, Record):
        field = fields_of(current).get(str(key))
        return _extra(current) if field is None else field.annotation
    arguments = get_args(current)
    if get_origin(current) is dict:
        return arguments[0] if key == "[key]" else arguments[1]
    return arguments[0] if get_origin(current) is tuple else None


@cache
def _extra(record: type[Record]) -> Any:
    if record.model_config.get("extra") != "allow":
        return None
    return get_args(get_type_hints(record, include_extras=True)["__pydantic_extra__"])[1]


def _bare(annotation: Any) -> Any:
    while True:
        if get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
        elif get_origin(annotation) in (Union, types.UnionType) and type(None) in get_args(annotation):
            others = [part for part in get_args(annotation) if part is not type(None)]
            if len(others) != 1:
                return annotation
            annotation = others[0]
        else:
            return annotation
