"""What may differ between stages: each text with the stages that it holds on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

S = TypeVar("S")
T = TypeVar("T")


@dataclass(frozen=True)
class Variant(Generic[T]):
    """A value and its stages; no stages when it is the same on all of them."""

    value: T
    stages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fact:
    """One thing that is said about a job."""

    label: str
    variants: tuple[Variant[str], ...]


def variants(on: Mapping[str, S], read: Callable[[S], T]) -> tuple[Variant[T], ...]:
    """What `read` finds on each stage, stages with the same value together, in the order of their first."""
    found: list[tuple[T, list[str]]] = []
    for stage, source in on.items():
        value = read(source)
        for known, stages in found:
            if known == value:
                stages.append(stage)
                break
        else:
            found.append((value, [stage]))
    if len(found) == 1:
        return (Variant(found[0][0]),)
    return tuple(Variant(value, tuple(stages)) for value, stages in found)


def facts(on: Mapping[str, S], reads: Mapping[str, Callable[[S], str]]) -> tuple[Fact, ...]:
    """A fact for each label, without those that are empty on every stage."""
    said = (Fact(label, variants(on, read)) for label, read in reads.items())
    return tuple(fact for fact in said if any(variant.value for variant in fact.variants))
