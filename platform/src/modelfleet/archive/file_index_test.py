"""The file index says what the files are, and nothing else."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelfleet.archive.file_index import Entry, FileEntry, LinkEntry, check_path, file_index, index_digest, read_entries

HEX = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

parts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/\n\0"), min_size=1, max_size=6).filter(lambda part: part not in (".", ".."))
paths = st.lists(parts, min_size=1, max_size=3).map("/".join)
entries = st.dictionaries(paths, st.tuples(st.binary(max_size=9), st.booleans()), max_size=6).map(
    lambda files: [FileEntry(path, hashlib.sha256(content).hexdigest(), executable) for path, (content, executable) in files.items()]
)


def test_the_text_of_an_index() -> None:
    listed: list[Entry] = [
        FileEntry("é.py", HEX, False),
        LinkEntry("lib/libz.so", "libz.so.1"),
        FileEntry("bin/run", HEX, True),
        FileEntry("z a.py", HEX, False),
    ]
    assert file_index(listed) == f"f {HEX} x bin/run\nl libz.so.1 lib/libz.so\nf {HEX} - z a.py\nf {HEX} - é.py\n"


def test_an_empty_index_is_the_digest_of_nothing() -> None:
    assert index_digest(file_index([])) == HEX


@given(entries)
def test_order_does_not_matter_and_nothing_is_lost(listed: list[FileEntry]) -> None:
    text = file_index(listed)
    assert text == file_index(reversed(listed))
    fields = [line.split(" ", 3) for line in text.split("\n")[:-1]]
    assert {FileEntry(path, sha256, flag == "x") for _, sha256, flag, path in fields} == set(listed)
    assert [path.encode() for *_, path in fields] == sorted(entry.path.encode() for entry in listed)


@pytest.mark.parametrize("path", ["", ".", "./a", "a/", "a//b", "/a", "..", "a/../b", "a/..", "a\nb", "a\0b", "\udc80"])
def test_paths_that_cannot_be_unpacked_are_refused(path: str) -> None:
    with pytest.raises(ValueError, match="path"):
        check_path(path)


def test_a_path_stands_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        file_index([FileEntry("a", HEX, False), LinkEntry("a", "b")])


def test_a_target_with_white_space_is_refused() -> None:
    with pytest.raises(ValueError, match="white space"):
        file_index([LinkEntry("a", "b c")])


def test_a_directory_is_read_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "package/data").mkdir(parents=True)
    (tmp_path / "empty").mkdir()
    (tmp_path / "package/run").write_bytes(b"")
    (tmp_path / "package/run").chmod(0o700)
    (tmp_path / "package/plain").write_bytes(b"")
    os.symlink("../package/plain", tmp_path / "package/link")
    os.symlink("package", tmp_path / "other")
    assert file_index(read_entries(tmp_path)) == f"l package other\nl ../package/plain package/link\nf {HEX} - package/plain\nf {HEX} x package/run\n"
