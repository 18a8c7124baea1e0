"""Supplying archives: builds what the store lacks, a few at a time, and never trusts what the store has without a record."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from modelfleet.archive.store import Store
from modelfleet.errors import Problem, UserError
from modelfleet.archive.progress import announced
from modelfleet.publish.build import build
from modelfleet.publish.needs import Work
from modelfleet.publish.packed import checksum_of, index_digest_of
from modelfleet.publish.record import Record
from modelfleet.publish.summary import ArchiveLine

FORMAT = "tgz"


@dataclass(frozen=True)
class Supplied:
    """An archive that is in the store now under all its keys: what to record of it, and how it came there."""

    record: Record
    line: ArchiveLine


class Supplier:
    """Supplies archives to one store; remembers what it has supplied, so that a second plan builds nothing twice."""

    def __init__(self, store: Store, root: Path, cache: Path, parallel: int, steps: Callable[[str], None]) -> None:
        self._store = store
        self._root = root
        self._cache = cache
        self._parallel = parallel
        self._steps = steps
        self._done: dict[str, Supplied] = {}

    def supply(self, work: Iterable[Work], stored: set[str]) -> tuple[dict[str, Supplied], dict[str, Problem]]:
        """Carry out the work; adds to `stored` the keys that are in the store afterwards.

        Returns what was supplied, and the problem of each archive that could not be, both by digest.
        """
        orders = tuple(work)
        supplied: dict[str, Supplied] = {}
        failed: dict[str, Problem] = {}
        if not orders:
            return supplied, failed
        with tempfile.TemporaryDirectory(prefix="modelfleet-publish-") as directory, ThreadPoolExecutor(self._parallel) as pool:
            for order, result in zip(orders, pool.map(lambda order: self._try(order, Path(directory)), orders), strict=True):
                if isinstance(result, Problem):
                    failed[order.need.digest] = result
                else:
                    supplied[order.need.digest] = result
                    stored |= set(result.record.keys)
        self._done |= supplied
        return supplied, failed

    def _try(self, order: Work, directory: Path) -> Supplied | Problem:
        try:
            return self._supply(order, directory)
        except UserError as error:
            first, *others = error.problems
            more = f" (and {len(others)} more problems)" if others else ""
            return Problem("", None, "", f"its {order.need.source.kind} archive cannot be published: {first.what}{more}", first.hint)

    def _supply(self, order: Work, directory: Path) -> Supplied:
        need, started = order.need, time.monotonic()
        before = self._done.get(need.digest)
        if before is not None and set(need.keys) <= set(before.record.keys):
            return before
        source = order.copies_from
        if source is not None and order.known is not None:
            content = self._store.read(source)
            record, how = _adopted(order.known, content, source, "what the deploy branch recorded when it was built"), "stored again"
            packed = _write_packed(directory, need.digest, content)
        else:
            with announced(f"building {need.title}"):
                packed, record = build(need, self._root, directory, self._cache)
            self._steps("archive built")
            how = "built"
            found = next((key for key in need.keys if key in order.present), None)
            if found is not None:
                content, how = self._store.read(found), "found in the store"
                record = _adopted(record, content, found)
                packed = _write_packed(directory, need.digest, content)
        with announced(f"storing {need.title} ({record.size / 1e6:.1f} MB)"):
            record = self._put(need.keys, packed, record, order.present)
        self._steps("archive stored")
        keys = tuple(sorted({*need.keys, *(order.known.keys if order.known else ())}))
        line = ArchiveLine(need.title, need.digest, record.size, time.monotonic() - started, how)
        return Supplied(replace(record, keys=keys), line)

    def _put(self, keys: Iterable[str], packed: Path, record: Record, present: Collection[str]) -> Record:
        """Store the object under every key; an object that is there already must hold the same files, and then wins."""
        for key in keys:
            if key in present or not self._store.put_if_absent(key, packed):
                content = self._store.read(key)
                record = _adopted(record, content, key)
                packed.write_bytes(content)
        return record


def _write_packed(directory: Path, digest: str, content: bytes) -> Path:
    path = directory / f"{digest}.stored.tgz"
    path.write_bytes(content)
    return path


def _adopted(record: Record, content: bytes, key: str, than: str = "what its inputs give") -> Record:
    """The record of an object that was in the store before: of its own bytes, provided that it holds the files of `record`.

    Whoever can write to the bucket must not decide what is executed, so the files are compared with those built here.
    Only the packing may differ, for example by another version of zlib.
    """
    checksum = checksum_of(content)
    if checksum == record.checksum:
        return record
    if index_digest_of(content) != record.index_digest:
        raise UserError.one(f"object `{key}` in the store is not {than}", hint="find out who wrote it; then delete it from the store and publish again")
    return replace(record, checksum=checksum, size=len(content))
