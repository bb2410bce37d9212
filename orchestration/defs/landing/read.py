"""Opens one delivered file, checks it as a whole, and tells its columns and rows.

Each reader yields a Part or a Problem. DuckDB's sniffing of CSV is never used: on a file whose
later rows are wider than its header it drops the first rows without a word.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import duckdb

PARQUET, CSV, JSONL = "parquet", "csv", "jsonl"
SUFFIXES = {".parquet": PARQUET, ".csv.gz": CSV, ".csv": CSV, ".jsonl": JSONL}
CHUNK_BYTES = 1 << 20
# Longer than any message body seen in a helpdesk export, far below what fits in memory.
MAX_CSV_LINE_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class PartColumn:
    """data_type is the engine's own name of the type as it lies in the file."""

    name: str
    data_type: str
    is_all_null: bool


@dataclass(frozen=True)
class Part:
    """One readable file: its columns in file order and how many rows it holds."""

    path: Path
    form: str
    columns: tuple[PartColumn, ...]
    rows: int

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


class UnreadableFileError(Exception):
    """The file cannot be read as what its name says."""

    def __init__(
        self,
        message: str,
        advice: str,
        line: int | None = None,
        column: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message, self.advice, self.line, self.column = (
            message,
            advice,
            line,
            column,
        )


def form_of(path: Path) -> tuple[str, str] | None:
    """Table name and form by the file's name; None for a file that is none of ours."""
    for suffix, form in SUFFIXES.items():
        if path.name.endswith(suffix) and len(path.name) > len(suffix):
            return path.name[: -len(suffix)], form
    return None


def read_part(con: duckdb.DuckDBPyConnection, path: Path, form: str) -> Part:
    """Check a file through its last row. Raises UnreadableFileError with line and column where known."""
    if path.stat().st_size == 0:
        raise UnreadableFileError(
            "the file is empty (0 bytes).",
            "Deliver it again; for a table without rows deliver its header, or leave the file out.",
        )
    if path.name.endswith(".gz"):
        _check_gzip(path)
    readers = {PARQUET: _read_parquet, CSV: _read_csv, JSONL: _read_jsonl}
    return readers[form](con, path)


def relation_sql(form: str, paths: list[Path], columns: tuple[str, ...]) -> str:
    """The table function that reads files of one form (and, for text forms, one header)."""
    names = "[" + ", ".join(literal(str(path)) for path in paths) + "]"
    texts = "{" + ", ".join(f"{literal(name)}: 'VARCHAR'" for name in columns) + "}"
    if form == PARQUET:
        return f"read_parquet({names}, union_by_name = true)"
    if form == JSONL:
        return f"read_json({names}, format = 'newline_delimited', records = true, columns = {texts})"
    return (
        f"read_csv({names}, columns = {texts}, auto_detect = false, header = true, delim = ',', "
        "quote = '\"', escape = '\"', strict_mode = true, "
        # Without a size the buffer of each thread would be 16 of the longest lines, a gigabyte. parallel = false would
        # read more of what is ambiguous, but drops a last row whose quote never closes and says nothing.
        f"max_line_size = {MAX_CSV_LINE_BYTES}, buffer_size = {2 * MAX_CSV_LINE_BYTES})"
    )


def literal(text: str) -> str:
    """SQL text literal."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """SQL identifier, quoted."""
    return '"' + name.replace('"', '""') + '"'


def _read_parquet(con: duckdb.DuckDBPyConnection, path: Path) -> Part:
    relation = relation_sql(PARQUET, [path], ())
    try:
        described = con.execute(f"describe select * from {relation}").fetchall()
        names = [row[0] for row in described]
        counts = _counts(con, relation, names)
    except duckdb.Error as error:
        raise UnreadableFileError(
            f"the Parquet file is truncated or damaged ({_first_line(error)}).",
            "Deliver the file again, and write it under another name until it is complete.",
        ) from error
    columns = tuple(
        PartColumn(row[0], row[1], is_all_null=not filled) for row, filled in zip(described, counts[1:], strict=True)
    )
    return Part(path, PARQUET, columns, counts[0])


def _read_csv(con: duckdb.DuckDBPyConnection, path: Path) -> Part:
    header = _csv_header(path)
    relation = relation_sql(CSV, [path], header)
    try:
        counts = _counts(con, relation, list(header))
    except duckdb.Error as error:
        raise _csv_fault(path, error) from error
    return Part(path, CSV, _text_columns(header, counts), counts[0])


def _csv_header(path: Path) -> tuple[str, ...]:
    try:
        with _open_text(path) as file:
            header = next(csv.reader(file), [])
    except (UnicodeDecodeError, csv.Error) as error:
        raise _csv_fault(path, error) from error
    names = tuple(name.strip() for name in header)
    if not any(names):
        raise UnreadableFileError(
            "the first line, which should hold the column names, is empty.",
            "Write the header as the first line.",
            line=1,
        )
    if "" in names:
        raise UnreadableFileError(
            f"column {names.index('') + 1} of the header has no name.",
            "Name every column in the header.",
            line=1,
        )
    lowered = [name.lower() for name in names]
    for position, name in enumerate(lowered):
        if name in lowered[:position]:
            raise UnreadableFileError(
                f"the header names this column twice (columns {lowered.index(name) + 1} and "
                f"{position + 1}; upper and lower case are the same).",
                "Rename or remove one of them.",
                line=1,
                column=names[position],
            )
    return names


def _csv_fault(path: Path, error: Exception) -> UnreadableFileError:
    """Find out what is wrong with a CSV that could not be read, and in which line."""
    fault = _encoding_fault(path)
    if fault:
        return fault
    text = str(error)
    found = re.search(r"CSV Error on Line: (\d+)", text)
    line = int(found.group(1)) if found else None
    widths = re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", text)
    if widths:
        return UnreadableFileError(
            f"the header has {widths.group(1)} columns, this row {widths.group(2)}.",
            "Quote values that hold a comma or a line break with double quotes.",
            line,
        )
    if "quote" in text.lower():
        return UnreadableFileError(
            "a quoted value is never closed, or text follows its closing quote.",
            'Write a double quote inside a quoted value as two double quotes ("").',
            line,
        )
    if "Maximum line size" in text:
        return UnreadableFileError(
            f"a row is longer than {MAX_CSV_LINE_BYTES // 1024 // 1024} MiB.",
            "Look for a quote that is never closed in the rows before.",
            line,
        )
    return UnreadableFileError(
        f"the row cannot be read ({_first_line(error)}).",
        "Write it as comma-separated values with a header, double quotes around text.",
        line,
    )


def _encoding_fault(path: Path) -> UnreadableFileError | None:
    """The first byte that is not UTF-8, by line and place; None when all of the file is UTF-8."""
    with _open_bytes(path) as file:
        start = file.read(4)
    if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return UnreadableFileError(
            "the file is UTF-16, not UTF-8.",
            "Save it as UTF-8 and deliver it again.",
            1,
        )
    with _open_bytes(path) as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError as error:
                shown = line[max(0, error.start - 20) : error.start + 20]
                return UnreadableFileError(
                    f"byte {error.start + 1} of the line (0x{line[error.start]:02X}) is not UTF-8, "
                    f"near {shown.decode('utf-8', 'backslashreplace').strip()!r}.",
                    "Save the file as UTF-8 and deliver it again.",
                    number,
                )
    return None


def _read_jsonl(con: duckdb.DuckDBPyConnection, path: Path) -> Part:
    try:
        keys = con.execute(
            "select distinct unnest(json_keys(json)) as key from read_json_objects("
            f"{literal(str(path))}, format = 'newline_delimited') order by key"
        ).fetchall()
        names = tuple(row[0] for row in keys)
        if not names:
            raise _jsonl_fault(path, None)
        counts = _counts(con, relation_sql(JSONL, [path], names), list(names))
    except duckdb.Error as error:
        raise _jsonl_fault(path, error) from error
    return Part(path, JSONL, _text_columns(names, counts), counts[0])


def _jsonl_fault(path: Path, error: Exception | None) -> UnreadableFileError:
    fault = _encoding_fault(path)
    if fault:
        return fault
    with _open_bytes(path) as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                value = json.loads(line)
            except ValueError as reason:
                return UnreadableFileError(
                    f"the line is not JSON ({reason}): {line[:60].decode('utf-8').strip()!r}.",
                    "Write one complete JSON object a line.",
                    number,
                )
            if not isinstance(value, dict):
                return UnreadableFileError(
                    "the line holds JSON, but not an object with column names.",
                    'Write one object a line, for example {"id": 1}.',
                    number,
                )
    return UnreadableFileError(
        f"no row with a column name could be read ({_first_line(error) if error else 'no keys'}).",
        "Write one complete JSON object a line.",
    )


def _check_gzip(path: Path) -> None:
    # DuckDB reads a cut-off gzip up to the cut and reports no error.
    try:
        with gzip.open(path) as file:
            while file.read(CHUNK_BYTES):
                pass
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise UnreadableFileError(
            f"the gzip file is truncated or damaged ({_first_line(error)}).",
            "Deliver the file again, and write it under another name until it is complete.",
        ) from error


def _counts(con: duckdb.DuckDBPyConnection, relation: str, names: list[str]) -> list[int]:
    """[rows, filled values of each column]: reads every value, so that every fault shows."""
    filled = "".join(f", count({identifier(name)})" for name in names)
    row = con.execute(f"select count(*){filled} from {relation}").fetchone()
    return [int(value) for value in row] if row else []


def _text_columns(names: tuple[str, ...], counts: list[int]) -> tuple[PartColumn, ...]:
    return tuple(
        PartColumn(name, "VARCHAR", is_all_null=not filled) for name, filled in zip(names, counts[1:], strict=True)
    )


def _open_bytes(path: Path) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(path)) if path.name.endswith(".gz") else path.open("rb")


def _open_text(path: Path) -> IO[str]:
    if path.name.endswith(".gz"):
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def _first_line(error: Exception | None) -> str:
    return str(error).strip().splitlines()[0].rstrip(".") if error and str(error).strip() else ""


def visible(folder: Path) -> Iterator[Path]:
    """Entries of a folder by name, without hidden files and the marks that writers leave."""
    for path in sorted(folder.iterdir()):
        if not path.name.startswith((".", "_")):
            yield path
