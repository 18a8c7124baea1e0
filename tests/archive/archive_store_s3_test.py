"""The store on a real S3 server on this machine: the Versity gateway over a directory, built from its Go module.

Without a Go toolchain these tests are skipped, and store_test.py does the same on a directory.
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import go_program
import pytest

from modelfleet.archive.store import Store
from modelfleet.errors import UserError


@pytest.fixture(scope="session")
def gateway() -> Path:
    go = go_program.find_go()
    if go is None:
        pytest.skip("no Go toolchain: the S3 server is built from its Go module (install Go and put `go` on PATH)")
    return go_program.built(Path(__file__).resolve().parent / "s3-server", "versitygw", go, "github.com/versity/versitygw/cmd/versitygw")


@pytest.fixture
def store(gateway: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A prefix of a bucket of a server that lives as long as the test."""
    (tmp_path / "data/archives").mkdir(parents=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    credentials = ["--access", "writer", "--secret", "not-secret", "--port", f"127.0.0.1:{port}"]
    server = subprocess.Popen([str(gateway), *credentials, "posix", str(tmp_path / "data")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ALLOW_HTTP": "true",
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "writer",
        "AWS_SECRET_ACCESS_KEY": "not-secret",
        "NO_PROXY": "127.0.0.1",
    }.items():
        monkeypatch.setenv(name, value)
    try:
        _wait(port, server)
        yield Store("s3://archives/fleet", tmp_path)
    finally:
        server.terminate()
        server.wait()


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert server.poll() is None, "the server has ended"
        time.sleep(0.05)
    raise AssertionError("the server does not listen")


def write(file: Path, content: bytes) -> Path:
    file.write_bytes(content)
    return file


def test_the_first_content_stays(store: Store, tmp_path: Path) -> None:
    assert store.keys() == frozenset() and store.size("code/x/a.tgz") is None
    assert store.put_if_absent("code/x/a.tgz", write(tmp_path / "one", b"one"))
    assert not store.put_if_absent("code/x/a.tgz", write(tmp_path / "other", b"other"))
    assert store.keys() == {"code/x/a.tgz"} and store.size("code/x/a.tgz") == 3
    assert store.read("code/x/a.tgz", 3) == b"one"
    with pytest.raises(UserError, match="more than the 2"):
        store.read("code/x/a.tgz", 2)
    with pytest.raises(KeyError):
        store.read("code/x/b.tgz", 2)


def test_a_large_archive_comes_back(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = os.urandom(20 << 20)
    assert store.put_if_absent("environments/whole.tgz", write(tmp_path / "one", content))
    monkeypatch.setattr("modelfleet.archive.store._CONDITIONAL_LIMIT", 1 << 20)
    assert store.put_if_absent("environments/parts.tgz", tmp_path / "one")
    assert not store.put_if_absent("environments/parts.tgz", write(tmp_path / "other", content[:-1]))
    for name in ("whole", "parts"):
        assert store.download(f"environments/{name}.tgz", tmp_path / "back").read_bytes() == content


def test_one_of_many_writers_wins(store: Store, tmp_path: Path) -> None:
    files = [write(tmp_path / str(number), bytes([number]) * 1_000_000) for number in range(6)]
    with ThreadPoolExecutor(6) as pool:
        outcome = list(pool.map(lambda file: Store(store.url, tmp_path).put_if_absent("a", file), files))
    assert outcome.count(True) == 1
    assert store.read("a", 2_000_000) == files[outcome.index(True)].read_bytes()


def test_many_keys_are_one_listing(store: Store, tmp_path: Path) -> None:
    one = write(tmp_path / "one", b"")
    names = {f"code/model-{number % 7}/{number}.tgz" for number in range(1100)}  # more than a page of S3
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: store.put_if_absent(name, one), names))
    assert store.keys() == names


@pytest.mark.parametrize("what", ["wrong credentials", "no bucket"])
def test_a_refusal_says_where_settings_come_from(what: str, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if what == "wrong credentials":
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "other")
    refused = Store(store.url if what == "wrong credentials" else "s3://nothing/fleet", tmp_path)
    with pytest.raises(UserError) as caught:
        refused.put_if_absent("a", write(tmp_path / "one", b""))
    lines = str(caught.value).splitlines()
    assert len(lines) == 2 and lines[0].startswith(f"cannot write a to the store {refused.url}: ")
    assert (
        lines[1]
        == "  hint: endpoint and credentials come from the environment: AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and the like"
    )
