from __future__ import annotations

import csv
import gzip
import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelfleet_runtime.failure import Failure
from modelfleet_runtime.tables import read_rows, table_files

texts = st.text(alphabet=st.characters(blacklist_categories=["Cs"], blacklist_characters="\0\r"), max_size=8)


def failure(path: Path) -> str:
    with pytest.raises(Failure) as caught:
        list(read_rows(path))
    return str(caught.value).replace(str(path.parent), "DIR")


@given(st.lists(st.tuples(texts, texts.filter(bool)), max_size=10))
def test_csv_reads_what_csv_writes(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]) -> None:
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("a", "b"), *rows])
    assert [(row["a"], row["b"]) for row in read_rows(path)] == rows


@given(st.lists(st.dictionaries(texts, st.one_of(st.none(), st.integers(), texts)), max_size=10))
def test_json_lines_reads_what_json_writes(tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, object]]) -> None:
    path = tmp_path_factory.mktemp("json") / "t.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert list(read_rows(path)) == rows


def test_compressed_tables_and_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "t.csv.gz").write_bytes(gzip.compress("\ufeffa,b\r\n1,2\r\n\r\n".encode()))
    assert list(read_rows(tmp_path / "t.csv.gz")) == [{"a": "1", "b": "2"}]


def test_markers_and_other_files_are_no_tables(tmp_path: Path) -> None:
    for name in ("_SUCCESS", ".part.csv", "notes.txt", "b.csv", "a.ndjson"):
        (tmp_path / name).touch()
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "c.jsonl").touch()
    assert [path.relative_to(tmp_path).as_posix() for path in table_files(tmp_path)] == ["a.ndjson", "b.csv", "inner/c.jsonl"]


def test_no_table(tmp_path: Path) -> None:
    (tmp_path / "scores.pkl").touch()
    with pytest.raises(Failure) as caught:
        table_files(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path}: no table is here, found scores.pkl\n  hint: a table ends in .csv, .jsonl, .ndjson (or one of these and .gz) or .parquet"
    )


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("t.csv", b"a,b\n1,2\n3\n", "DIR/t.csv:3: 1 fields, the header has 2"),
        ("t.csv", b"a,b,a\n", "DIR/t.csv:1: the column `a` stands twice in the header"),
        ("t.jsonl", b'{"a": 1}\n\n[1]\n', "DIR/t.jsonl:3: not an object"),
        ("t.jsonl", b"{'a': 1}\n", "DIR/t.jsonl:1: not JSON: "),
        ("t.csv", b"a\n\xff\n", "DIR/t.csv: cannot be read: "),
        ("t.csv.gz", b"a,b\n", "DIR/t.csv.gz: cannot be read: "),
    ],
)
def test_broken_tables(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    # After a colon at the end stand the words of the standard library.
    assert failure(tmp_path / name).startswith(message) if message.endswith(": ") else failure(tmp_path / name) == message


def test_parquet_without_pyarrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert failure(tmp_path / "t.parquet") == (
        "DIR/t.parquet: reading Parquet needs pyarrow, which the model's environment does not have\n"
        "  hint: add pyarrow to the model's requirements.txt and lock it, or write CSV or JSON Lines"
    )
