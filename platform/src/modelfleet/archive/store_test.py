"""The store on a directory. tests/archive/store_s3_test.py does the same on a server."""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path

import pytest

from modelfleet.archive.store import Store, key
from modelfleet.errors import UserError

DIGEST = "d" * 64


def write(file: Path, content: bytes) -> Path:
    file.write_bytes(content)
    return file


def test_keys_are_those_of_the_design() -> None:
    assert key("code", "fraud", DIGEST) == f"code/fraud/{DIGEST}.tgz"
    assert key("environment", "fraud", DIGEST) == key("environment", None, DIGEST) == f"environments/{DIGEST}.tgz"
    assert key("runtime", None, DIGEST) == f"runtime/{DIGEST}.tgz"


def test_reading_a_store_that_is_not_there_makes_none(tmp_path: Path) -> None:
    store = Store("file://.modelfleet/store", tmp_path)
    assert store.keys() == frozenset() and store.size("code/x/a.tgz") is None
    with pytest.raises(KeyError):
        store.read("code/x/a.tgz", 1)
    assert list(tmp_path.iterdir()) == []


def test_the_first_content_stays(tmp_path: Path) -> None:
    store = Store("file://.modelfleet/store", tmp_path)
    assert store.put_if_absent("code/x/a.tgz", write(tmp_path / "one", b"one"))
    assert not store.put_if_absent("code/x/a.tgz", write(tmp_path / "other", b"other"))
    assert (tmp_path / ".modelfleet/store/code/x/a.tgz").read_bytes() == b"one"
    assert store.keys() == {"code/x/a.tgz"} and store.size("code/x/a.tgz") == 3


def test_an_absolute_directory(tmp_path: Path) -> None:
    store = Store(f"file://{tmp_path}/store", Path("/nowhere"))
    assert store.put_if_absent("a", write(tmp_path / "one", b"one"))
    assert (tmp_path / "store/a").read_bytes() == b"one"


def test_reads_are_bounded(tmp_path: Path) -> None:
    store = Store("file://store", tmp_path)
    store.put_if_absent("a", write(tmp_path / "one", b"123456"))
    assert store.read("a", 6) == b"123456"
    with pytest.raises(UserError) as caught:
        store.read("a", 5)
    assert str(caught.value) == "a in the store file://store has 6 bytes, more than the 5 that it may have"


def test_a_download_is_whole_or_not_there(tmp_path: Path) -> None:
    store = Store("file://store", tmp_path)
    content = os.urandom(3 << 20)
    store.put_if_absent("a", write(tmp_path / "one", content))
    assert store.download("a", tmp_path / "into/a.tgz").read_bytes() == content
    with pytest.raises(KeyError):
        store.download("b", tmp_path / "into/b.tgz")
    assert [path.name for path in (tmp_path / "into").iterdir()] == ["a.tgz"]


def test_a_large_archive_goes_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("modelfleet.archive.store._CONDITIONAL_LIMIT", 1 << 20)
    store = Store("file://store", tmp_path)
    content = os.urandom(12 << 20)
    assert store.put_if_absent("a", write(tmp_path / "one", content))
    assert not store.put_if_absent("a", write(tmp_path / "other", content[1:]))
    assert store.download("a", tmp_path / "back").read_bytes() == content


def put(workspace: Path, number: int, start: multiprocessing.synchronize.Barrier, results: multiprocessing.Queue[tuple[int, bool]]) -> None:
    store, file = Store("file://store", workspace), workspace / str(number)
    start.wait()
    results.put((number, store.put_if_absent("environments/a.tgz", file)))


def test_one_of_many_writers_wins(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    start, results = context.Barrier(4), context.Queue()
    for number in range(4):
        write(tmp_path / str(number), bytes([number]) * 5_000_000)
    writers = [context.Process(target=put, args=(tmp_path, number, start, results)) for number in range(4)]
    for writer in writers:
        writer.start()
    outcome = dict(results.get(timeout=60) for _ in writers)
    for writer in writers:
        writer.join()
    (winner,) = [number for number, won in outcome.items() if won]
    assert (tmp_path / "store/environments/a.tgz").read_bytes() == bytes([winner]) * 5_000_000


def test_what_an_interrupted_write_leaves_is_no_object(tmp_path: Path) -> None:
    store = Store("file://store", tmp_path)
    store.put_if_absent("environments/a.tgz", write(tmp_path / "one", b"one"))
    # obstore writes beside the object, under this name, and then links it.
    write(tmp_path / "store/environments/b.tgz#1", b"half")
    assert store.keys() == {"environments/a.tgz"}
    assert store.put_if_absent("environments/b.tgz", write(tmp_path / "two", b"two"))
    assert store.read("environments/b.tgz", 9) == b"two"


@pytest.mark.parametrize("url", ["ftp://x", "x", "file://", "/var/store", ""])
def test_a_url_that_is_no_store(tmp_path: Path, url: str) -> None:
    with pytest.raises(UserError) as caught:
        Store(url, tmp_path).keys()
    assert str(caught.value) == f"`{url}` is no store\n  hint: store.write of the stage is one of file://…, s3://…, gs://…, az://…"


def test_a_directory_that_cannot_be_made(tmp_path: Path) -> None:
    write(tmp_path / "file", b"")
    with pytest.raises(UserError) as caught:
        Store("file://file/store", tmp_path).put_if_absent("a", tmp_path / "file")
    assert str(caught.value) == (
        "cannot write a to the store file://file/store: Not a directory (os error 20)\n"
        "  hint: make sure that the directory can be written and the disk is not full"
    )
