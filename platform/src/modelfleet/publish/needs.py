"""Which archives the fleet needs, and what has to be done for them. Pure: the store is a set of keys here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from modelfleet.archive.store import key
from modelfleet.publish.package import ArchiveSource, Package
from modelfleet.publish.record import IN_GIT, Record


@dataclass(frozen=True)
class Need:
    """One archive that models of the package use: `keys` are the objects it is stored as, `models` name → source directory."""

    digest: str
    source: ArchiveSource
    keys: tuple[str, ...]
    models: Mapping[str, str]

    @property
    def title(self) -> str:
        """How a person names it: `environment of fraud-detection`."""
        if self.source.kind == "runtime":
            return "runtime"
        names = sorted(self.models)
        return f"{self.source.kind} of {names[0]}" + (f" and {len(names) - 1} more" if len(names) > 1 else "")


@dataclass(frozen=True)
class Work:
    """What one archive needs: to be built, or only to be stored under another key (`known`: what is recorded of it)."""

    need: Need
    known: Record | None
    present: frozenset[str]

    @property
    def copies_from(self) -> str | None:
        """The recorded object that can be copied, None when there is none and the archive must be built."""
        if self.known is None:
            return None
        return next((name for name in self.known.keys if name in self.present), None)


def needs_of(package: Package) -> dict[str, Need]:
    """The archives of every model of the package that can be published, by digest."""
    sources: dict[str, ArchiveSource] = {}
    keys: dict[str, set[str]] = {}
    models: dict[str, dict[str, str]] = {}
    for model in package.models.values():
        if model.entry is None:
            continue
        for digest, source in model.archives.items():
            sources.setdefault(digest, source)
            keys.setdefault(digest, set()).update(() if source.git else (key(source.kind, model.name, digest),))
            models.setdefault(digest, {})[model.name] = model.source
    return {digest: Need(digest, source, tuple(sorted(keys[digest])), models[digest]) for digest, source in sources.items()}


def records_in_git(needs: Mapping[str, Need]) -> dict[str, Record]:
    """What to record of code that no archive holds, because pods clone it: its lock says all there is to know."""
    trees = {digest: need.source.git for digest, need in needs.items() if need.source.git}
    return {digest: Record("code", tree.index_digest, tree.size, tree.index_digest, IN_GIT, ()) for digest, tree in trees.items()}


def work_of(needs: Mapping[str, Need], records: Mapping[str, Record], stored: Collection[str]) -> tuple[Work, ...]:
    """What must be done before manifests may name these archives; nothing for those that are recorded and in the store."""
    work = []
    for digest, need in sorted(needs.items()):
        if need.source.git:
            continue
        known = records.get(digest)
        if known is None or not all(name in known.keys and name in stored for name in need.keys):
            names = {*need.keys, *(known.keys if known else ())}
            work.append(Work(need, known, frozenset(name for name in names if name in stored)))
    return tuple(work)
