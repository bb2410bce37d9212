"""Finds and checks what the raw zone delivers, table by table, without writing anything.

The result serves every engine: duckdb_views.py and spark.py turn it into relations.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

import duckdb

from orchestration.defs.landing.contract import Contract, ContractColumn, ContractTable
from orchestration.defs.landing.problems import LandingError, Problem
from orchestration.defs.landing.read import (
    PARQUET,
    Part,
    UnreadableFileError,
    form_of,
    read_part,
    visible,
)

IN_DATABASE = "relation of the database"
TYPE_FAMILIES = {
    "number": (
        *("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"),
        *("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT"),
        *("FLOAT", "DOUBLE", "DECIMAL"),
    ),
    "text": ("VARCHAR", "ENUM", "UUID", "JSON"),
    "date or time": ("DATE", "TIMESTAMP"),
    "truth value": ("BOOLEAN",),
}


@dataclass(frozen=True)
class FoundTable:
    """A delivered table: its parts (none for a relation that the database already holds)."""

    contract: ContractTable
    form: str
    parts: tuple[Part, ...] = ()
    given_columns: tuple[str, ...] = ()
    given_rows: int = 0

    @property
    def label(self) -> str:
        return self.contract.label

    @property
    def columns(self) -> tuple[str, ...]:
        """Column names over all parts, in the order of first sight, one spelling each."""
        seen: dict[str, str] = {}
        for name in (
            *self.given_columns,
            *(n for part in self.parts for n in part.column_names),
        ):
            seen.setdefault(name.lower(), name)
        return tuple(seen.values())

    @property
    def rows(self) -> int:
        return self.given_rows + sum(part.rows for part in self.parts)


@dataclass(frozen=True)
class Discovery:
    """All that was found, with every error and warning."""

    raw_dir: Path
    found: tuple[FoundTable, ...]
    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    absent: tuple[str, ...]

    def raise_for_errors(self) -> None:
        """Raises LandingError with all errors at once."""
        if self.errors:
            raise LandingError(self.errors)


@dataclass
class _Findings:
    found: list[FoundTable] = field(default_factory=list)
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


def discover(raw_dir: Path, contract: Contract, given: Mapping[str, FoundTable] | None = None) -> Discovery:
    """Find and check each contracted table of the raw zone.

    given: tables that the database already holds, by label; they are used as they are.
    Errors and warnings are collected, not raised: see Discovery.raise_for_errors.
    """
    given = given or {}
    findings = _Findings()
    if not raw_dir.is_dir() and not given:
        findings.errors.append(
            Problem(
                "raw zone",
                f"the folder {raw_dir} does not exist.",
                "Create it with one folder a source, or point EMPATHY_RAW_DIR to the raw zone.",
            )
        )
        return _discovery(raw_dir, contract, findings, delivered=())
    delivered = set()
    con = duckdb.connect()
    try:
        folders = _source_folders(raw_dir, contract, findings)
        for source in contract.sources:
            tables = contract.of_source(source)
            candidates = _candidates(folders[source], tables, findings) if source in folders else {}
            held = {table.contract.name: table for table in given.values() if table.contract.source == source}
            if not candidates and not held:
                continue
            delivered.add(source)
            for name, table in tables.items():
                _find_table(con, table, candidates.get(name, []), held.get(name), findings)
    finally:
        con.close()
    if not delivered and not findings.errors:
        findings.errors.append(
            Problem(
                "raw zone",
                f"{raw_dir} holds no table of a known source ({', '.join(contract.sources)}).",
                "Write <source>/<table>.parquet, .csv, .csv.gz, .jsonl or a folder of such parts; "
                "docs/adding-a-source.md shows how.",
            )
        )
    return _discovery(raw_dir, contract, findings, delivered)


def fingerprint(raw_dir: Path) -> str:
    """A digest of names, sizes and modification times of all files: changes with any delivery."""
    digest = hashlib.sha256()
    if raw_dir.is_dir():
        for path in sorted(raw_dir.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                stat = path.stat()
                entry = f"{path.relative_to(raw_dir)}|{stat.st_size}|{stat.st_mtime_ns}\n"
                digest.update(entry.encode())
    return digest.hexdigest()


def newest_change(raw_dir: Path) -> float:
    """Modification time (seconds since 1970) of the newest file; 0 when there is none."""
    files = (path for path in raw_dir.rglob("*") if path.is_file()) if raw_dir.is_dir() else ()
    return max((path.stat().st_mtime for path in files), default=0.0)


def _discovery(raw_dir: Path, contract: Contract, findings: _Findings, delivered: Collection[str]) -> Discovery:
    found = {table.label for table in findings.found}
    absent = tuple(table.label for table in contract.tables if table.source in delivered and table.label not in found)
    return Discovery(
        raw_dir,
        tuple(findings.found),
        tuple(findings.errors),
        tuple(findings.warnings),
        absent,
    )


def _source_folders(raw_dir: Path, contract: Contract, findings: _Findings) -> dict[str, Path]:
    folders = {}
    for path in visible(raw_dir) if raw_dir.is_dir() else ():
        if path.is_dir() and path.name in contract.sources:
            folders[path.name] = path
        else:
            kind = "folder of a source" if path.is_dir() else "source folder's file"
            findings.warnings.append(
                Problem(
                    "raw zone",
                    f"{path.name} is no known {kind} and was not read.",
                    _did_you_mean(path.name, contract.sources),
                    file=path,
                )
            )
    return folders


def _candidates(
    folder: Path, tables: Mapping[str, ContractTable], findings: _Findings
) -> dict[str, list[tuple[Path, str]]]:
    """Per table name, the files or part folders that carry it, each with its form."""
    candidates: dict[str, list[tuple[Path, str]]] = {}
    for path in visible(folder):
        known = (path.name, "folder") if path.is_dir() else form_of(path)
        if known and known[0] in tables:
            candidates.setdefault(known[0], []).append((path, known[1]))
            continue
        stem = known[0] if known else path.name.split(".")[0]
        advice = _did_you_mean(stem, tables)
        if not known and stem in tables:
            advice = "Deliver it as .parquet, .csv, .csv.gz or .jsonl."
        findings.warnings.append(
            Problem(
                folder.name,
                f"{path.name} is no table of the contract and was not read.",
                advice,
                file=path,
            )
        )
    return candidates


def _find_table(
    con: duckdb.DuckDBPyConnection,
    table: ContractTable,
    candidates: list[tuple[Path, str]],
    held: FoundTable | None,
    findings: _Findings,
) -> None:
    """Check one table of a delivered source and add it to the findings."""
    forms = [path.name for path, _ in candidates]
    if held:
        forms.append(f"{table.schema}.{table.name} in the database")
    if len(forms) > 1:
        findings.errors.append(
            Problem(
                table.label,
                f"delivered in {len(forms)} forms: {' and '.join(forms)}.",
                "Keep one of them: a table is one file, or one folder of parts.",
                file=candidates[0][0].parent,
            )
        )
        return
    errors_before = len(findings.errors)
    found = held or (_table_of_files(con, table, *candidates[0], findings) if candidates else None)
    if found:
        _check_columns(found, findings)
        if not found.rows:
            findings.warnings.append(
                Problem(
                    table.label,
                    "delivered with column names but without rows.",
                    "Check the export, unless the system has none.",
                    file=found.parts[0].path if found.parts else None,
                )
            )
        findings.found.append(found)
    elif len(findings.errors) == errors_before:
        _note_absence(table, findings)


def _note_absence(table: ContractTable, findings: _Findings) -> None:
    if table.is_required:
        findings.errors.append(
            Problem(
                table.label,
                f"the table is required, but this delivery of {table.source} is without it.",
                f"Deliver {table.source}/{table.name}.parquet, .csv, .csv.gz or .jsonl, or leave "
                f"the whole folder {table.source} out.",
            )
        )
    else:
        findings.warnings.append(Problem(table.label, "not delivered.", "What is drawn from it stays empty."))


def _table_of_files(
    con: duckdb.DuckDBPyConnection,
    table: ContractTable,
    path: Path,
    form: str,
    findings: _Findings,
) -> FoundTable | None:
    files = _part_files(table, path, findings) if form == "folder" else [(path, form)]
    forms = sorted({part_form for _, part_form in files})
    if len(forms) > 1:
        names = " and ".join(_first_name(files, part_form) for part_form in forms)
        findings.errors.append(
            Problem(
                table.label,
                f"the parts have different forms: {names}.",
                "Write all parts of a table in one form.",
                file=path,
            )
        )
        return None
    parts = []
    for file, part_form in files:
        try:
            parts.append(read_part(con, file, part_form))
        except UnreadableFileError as fault:
            findings.errors.append(
                Problem(
                    table.label,
                    fault.message,
                    fault.advice,
                    file,
                    fault.line,
                    fault.column,
                )
            )
    if not parts or len(parts) < len(files):
        return None
    found = FoundTable(table, forms[0], tuple(parts))
    findings.errors.extend(_type_clashes(found))
    return found


def _part_files(table: ContractTable, folder: Path, findings: _Findings) -> list[tuple[Path, str]]:
    files = []
    for path in visible(folder):
        known = form_of(path) if path.is_file() else None
        if known:
            files.append((path, known[1]))
        else:
            findings.warnings.append(
                Problem(
                    table.label,
                    "is no part (.parquet, .csv, .csv.gz or .jsonl) and was not read.",
                    "Move it out of the folder; parts lie side by side, not in folders below.",
                    file=path,
                )
            )
    return files


def _first_name(files: Iterable[tuple[Path, str]], form: str) -> str:
    return next(path.name for path, part_form in files if part_form == form)


def _check_columns(found: FoundTable, findings: _Findings) -> None:
    table = found.contract
    delivered = {name.lower() for name in found.columns}
    for column in table.columns:
        if column.is_required:
            findings.errors.extend(_missing_column(found, column))
    absent = [
        column.name
        for column in table.columns
        if not column.is_required and not any(name.lower() in delivered for name in column.names)
    ]
    if absent:
        findings.warnings.append(
            Problem(
                table.label,
                f"optional columns not delivered: {', '.join(absent)}.",
                "They are taken as empty.",
            )
        )
    for name in found.columns:
        if name.lower() not in table.column_by_name:
            findings.warnings.append(
                Problem(
                    table.label,
                    "column is not in the contract and is not used.",
                    _did_you_mean(name, [column.name for column in table.columns]),
                    column=name,
                )
            )


def _missing_column(found: FoundTable, column: ContractColumn) -> list[Problem]:
    if not found.parts:
        carriers: list[tuple[Path | None, tuple[str, ...]]] = [(None, found.given_columns)]
    else:
        carriers = [(part.path, part.column_names) for part in found.parts]
    return [
        Problem(
            found.label,
            f"required column is missing; found: {', '.join(names)}.",
            _did_you_mean(column.name, names, "Rename it, or add the column to the export."),
            file=path,
            column=column.name,
        )
        for path, names in carriers
        if not {name.lower() for name in column.names} & {name.lower() for name in names}
    ]


def _type_clashes(found: FoundTable) -> list[Problem]:
    """Columns whose parts cannot be read as one type; a part with only nulls clashes with none."""
    if found.form != PARQUET:
        return []
    problems = []
    first: dict[str, tuple[Part, str]] = {}
    for part in found.parts:
        for column in part.columns:
            if column.is_all_null:
                continue
            other, other_type = first.setdefault(column.name.lower(), (part, column.data_type))
            if _family(other_type) != _family(column.data_type):
                problems.append(
                    Problem(
                        found.label,
                        f"the parts clash: {other_type} in {other.path.name}, {column.data_type} in {part.path.name}.",
                        "Write the column with one type in all parts.",
                        file=part.path,
                        column=column.name,
                    )
                )
    return problems


def _family(data_type: str) -> str:
    base = data_type.upper().split("(")[0].strip()
    if data_type.endswith("]") or base.startswith(("STRUCT", "MAP")):
        return data_type
    for family, types in TYPE_FAMILIES.items():
        if base.startswith(types):
            return family
    return base


def _did_you_mean(name: str, known: Iterable[str], otherwise: str = "") -> str:
    spelled = {candidate.lower(): candidate for candidate in known}
    close = get_close_matches(name.lower(), spelled, n=1, cutoff=0.6)
    return f"Did you mean {spelled[close[0]]}?" if close else otherwise
