"""Supplying archives: builds what the store lacks, a few at a time, and never trusts what the store has without a record."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from modelfleet.archive.progress import announced
from modelfleet.archive.store import Store
from modelfleet.archive.tarball import ArchiveError, read_tarball
from modelfleet.errors import Problem, UserError
from modelfleet.publish.needs import Need, Work
from modelfleet.publish.record import Record
from modelfleet.publish.summary import ArchiveLine

FORMAT = "tgz"


class UnfitError(Exception):
    """One archive that cannot be supplied, which is a problem of its models and of no other; `reason` says why."""

    def __init__(self, reason: UserError) -> None:
        self.reason = reason
        super().__init__(str(reason))


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

        Returns what was supplied, and the problem of each archive that could not be, both by digest. Raises UserError when
        the store fails, since nothing can be published then.
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
        except UnfitError as error:
            first, *others = error.reason.problems
            more = f" (and {len(others)} more problems)" if others else ""
            return Problem("", None, "", f"its {order.need.source.kind} archive cannot be published: {first.what}{more}", first.hint)

    def _supply(self, order: Work, directory: Path) -> Supplied:
        need, started = order.need, time.monotonic()
        before = self._done.get(need.digest)
        if before is not None and set(need.keys) <= set(before.record.keys):
            return before
        packed = directory / f"{need.digest}.{FORMAT}"
        source = order.copies_from
        if source is not None and order.known is not None:
            record, how = order.known, "stored again"
            record = self._adopt(record, source, packed, "what the deploy branch recorded when it was built")
        else:
            record, how = self._build(need, packed), "built"
        with announced(f"storing the {need.title} ({record.size / 1e6:.1f} MB)"):
            for key in need.keys:
                if key != source and (key in order.present or not self._store.put_if_absent(key, packed)):
                    record, how = self._adopt(record, key, packed, "what its inputs give"), "found in the store" if how == "built" else how
        self._steps("archive stored")
        keys = tuple(sorted({*need.keys, *(order.known.keys if order.known else ())}))
        line = ArchiveLine(need.title, need.digest, record.size, time.monotonic() - started, how)
        return Supplied(replace(record, keys=keys), line)

    def _build(self, need: Need, packed: Path) -> Record:
        from modelfleet.publish.build import build  # a publish that builds nothing, the usual case, need not wait for what builds

        try:
            with announced(f"building the {need.title}"):
                built = build(need, self._root, packed, self._cache)
        except UserError as error:
            raise UnfitError(error) from error
        self._steps("archive built")
        return Record(need.source.kind, built.checksum, built.size, built.index_digest, FORMAT, need.keys)

    def _adopt(self, record: Record, key: str, packed: Path, than: str) -> Record:
        """Take an object that is in the store in place of the file `packed`, provided that it holds the files of `record`.

        Whoever can write to the bucket must not decide what is executed, so what it would unpack to is compared. Only the
        packing may differ, for example by another version of zlib. Returns the record of the object's own bytes.
        """
        try:
            found = read_tarball(self._store.download(key, packed))
        except (ArchiveError, KeyError):
            found = None
        if found is None or found.index_digest != record.index_digest:
            what = f"object `{key}` in the store is not {than}"
            raise UnfitError(UserError.one(what, hint="find out who wrote it; then delete it from the store and publish again"))
        return replace(record, checksum=found.checksum, size=found.size)
