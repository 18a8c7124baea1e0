"""Reads tables row by row: CSV and JSON Lines by the standard library, Parquet by the model's own pyarrow."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from modelfleet_runtime.failure import Failure

Row = Mapping[str, Any]

CSV_FIELD_BYTES = 16 * 1024 * 1024
PARQUET_BATCH_ROWS = 16_384


def table_files(folder: Path) -> tuple[Path, ...]:
    """The tables below `folder`, sorted; names that begin with `_` or `.` are markers and leftovers.

    Raises Failure when there is none.
    """
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith(("_", "."))]
    tables = tuple(path for path in files if _reader(path) is not None)
    if not tables:
        found = ", ".join(path.name for path in files[:5]) or "nothing"
        raise Failure(f"{folder}: no table is here, found {found}", hint="a table ends in .csv, .jsonl, .ndjson (or one of these and .gz) or .parquet")
    return tables


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of one table, one at a time. Raises Failure with file and line for a table that is broken."""
    reader = _reader(path)
    if reader is None:
        raise Failure(f"{path}: not a table")
    try:
        yield from reader(path)
    except (UnicodeDecodeError, EOFError, gzip.BadGzipFile) as error:
        raise Failure(f"{path}: cannot be read: {error}") from None


def _reader(path: Path) -> Callable[[Path], Iterator[Row]] | None:
    name = path.name.lower().removesuffix(".gz")
    if name.endswith(".csv"):
        return _read_csv
    if name.endswith((".jsonl", ".ndjson")):
        return _read_json_lines
    return _read_parquet if path.name.lower().endswith(".parquet") else None


def _open(path: Path) -> IO[str]:
    if path.name.lower().endswith(".gz"):
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def _read_csv(path: Path) -> Iterator[Row]:
    csv.field_size_limit(CSV_FIELD_BYTES)
    with _open(path) as file:
        lines = csv.reader(file)
        try:
            header = next(lines, [])
            twice = sorted({name for name in header if header.count(name) > 1})
            if twice:
                raise Failure(f"{path}:1: the column `{twice[0]}` stands twice in the header")
            for fields in lines:
                if not fields:
                    continue
                if len(fields) != len(header):
                    raise Failure(f"{path}:{lines.line_num}: {len(fields)} fields, the header has {len(header)}")
                yield dict(zip(header, fields, strict=True))
        except csv.Error as error:
            raise Failure(f"{path}:{lines.line_num}: {error}") from None


def _read_json_lines(path: Path) -> Iterator[Row]:
    with _open(path) as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise Failure(f"{path}:{number}: not JSON: {error}") from None
            if not isinstance(row, dict):
                raise Failure(f"{path}:{number}: not an object")
            yield row


def _read_parquet(path: Path) -> Iterator[Row]:
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError:
        hint = "add pyarrow to the model's requirements.txt and lock it, or write CSV or JSON Lines"
        raise Failure(f"{path}: reading Parquet needs pyarrow, which the model's environment does not have", hint=hint) from None
    try:
        with ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=PARQUET_BATCH_ROWS):
                yield from batch.to_pylist()
    except ArrowException as error:
        raise Failure(f"{path}: not readable as Parquet: {error}") from None
