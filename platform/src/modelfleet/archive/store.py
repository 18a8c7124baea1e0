"""The store of archives: a directory or a bucket that holds each archive once, under its digest."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from modelfleet.archive.progress import announced
from modelfleet.errors import UserError

if TYPE_CHECKING:
    from obstore import GetResult
    from obstore.store import ObjectStore

Kind = Literal["code", "environment", "runtime"]

SCHEMES: Final = ("file", "s3", "gs", "az")

# Above this size an upload goes in parts, which no backend can do conditionally; below it is held in memory.
_CONDITIONAL_LIMIT: Final = 256 << 20


def key(kind: Kind, model: str | None, digest: str) -> str:
    """Where an archive stands in the store. `model` is used for code only: environments and the runtime are shared."""
    match kind:
        case "code":
            return f"code/{model}/{digest}.tgz"
        case "environment":
            return f"environments/{digest}.tgz"
        case "runtime":
            return f"runtime/{digest}.tgz"


@dataclass(frozen=True)
class Store:
    """An open store. `url` is the stage's `store.write`, `workspace` the directory that a relative file:// URL starts from,
    `options` what stands before the environment: endpoint, region.

    Credentials and endpoints come from the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION,
    AWS_ENDPOINT_URL, AWS_ALLOW_HTTP and so on), never from a file of the repository. Every method raises UserError when
    the store cannot be reached or refuses. Nothing is touched before the first call of a method.
    """

    url: str
    workspace: Path
    options: Mapping[str, str] = field(default_factory=dict)

    def keys(self) -> frozenset[str]:
        """The keys of all objects, in one listing. A directory that does not exist yet holds none."""
        import obstore

        if self._is_absent():
            return frozenset()
        with self._guarded("list"):
            return frozenset(item["path"] for batch in obstore.list(self._client) for item in batch)

    def put_if_absent(self, name: str, file: Path) -> bool:
        """Store `file` under the key `name`, whole or not at all. Returns False, and changes nothing, when the key exists.

        Up to 256 MiB the check and the write are one step of the backend. A larger file goes in parts: when two writers
        bring the same key at once, the last of them wins, and both bring archives with the same file index.
        """
        import obstore
        from obstore.exceptions import AlreadyExistsError, PreconditionError

        with self._guarded(f"write {name} to"):
            try:
                if file.stat().st_size <= _CONDITIONAL_LIMIT:
                    obstore.put(self._client, name, file, mode="create")
                elif self.size(name) is not None:
                    return False
                else:
                    obstore.put(self._client, name, file)
            except (AlreadyExistsError, PreconditionError):
                return False
        return True

    def size(self, name: str) -> int | None:
        """Size of an object in bytes, None when there is none."""
        import obstore

        if self._is_absent():
            return None
        with self._guarded(f"look for {name} in"), suppress(FileNotFoundError):
            return int(obstore.head(self._client, name)["size"])
        return None

    def read(self, name: str, limit: int) -> bytes:
        """The content of an object of at most `limit` bytes. Raises KeyError when there is none, UserError when it is larger."""
        with self._guarded(f"read {name} from"):
            result = self._get(name)
            if result.meta["size"] > limit:
                raise UserError.one(f"{name} in the store {self.url} has {result.meta['size']} bytes, more than the {limit} that it may have")
            return bytes(result.bytes())

    def download(self, name: str, into: Path) -> Path:
        """Copy an object into the file `into`, which appears whole or not at all. Raises KeyError when there is none."""
        into.parent.mkdir(parents=True, exist_ok=True)
        with self._guarded(f"read {name} from"), tempfile.TemporaryDirectory(prefix=f".{into.name}.", dir=into.parent) as work:
            part, result = Path(work, "part"), self._get(name)
            with part.open("wb") as stream:
                for chunk in result.stream(min_chunk_size=1 << 20):
                    stream.write(chunk)
            os.replace(part, into)
        return into

    def _get(self, name: str) -> GetResult:
        import obstore

        if self._is_absent():
            raise KeyError(name)
        try:
            return obstore.get(self._client, name)
        except FileNotFoundError:
            raise KeyError(name) from None

    def _is_absent(self) -> bool:
        return self._directory is not None and not self._directory.is_dir()

    @cached_property
    def _directory(self) -> Path | None:
        scheme, separator, rest = self.url.partition("://")
        if not separator or scheme not in SCHEMES or not rest:
            raise UserError.one(f"`{self.url}` is no store", hint=f"store.write of the stage is one of {', '.join(f'{name}://…' for name in SCHEMES)}")
        return self.workspace / rest if scheme == "file" else None

    @cached_property
    def _client(self) -> ObjectStore:
        from obstore.store import LocalStore, from_url

        if self._directory is not None:
            return LocalStore(self._directory.absolute(), mkdir=True)
        if not self.options:
            return from_url(self.url)
        plain = self.options.get("endpoint", "").startswith("http://")
        return from_url(self.url, client_options={"allow_http": plain}, **self.options)

    @contextmanager
    def _guarded(self, what: str) -> Iterator[None]:
        from obstore.exceptions import BaseError

        self._directory  # noqa: B018  (a URL that is no store is reported as such)
        try:
            with announced(f"waiting for the store {self.url}"):
                yield
        except (BaseError, OSError) as error:
            reason = str(error).partition("\n")[0].strip()
            raise UserError.one(f"cannot {what} the store {self.url}: {reason}", hint=self._hint()) from None

    def _hint(self) -> str:
        if self._directory is not None:
            return "make sure that the directory can be written and the disk is not full"
        return "endpoint and credentials come from the environment: AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and the like"
