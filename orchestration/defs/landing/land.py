"""Lands the raw zone into the build file and reports what was landed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from orchestration.defs.landing.contract import Contract
from orchestration.defs.landing.discover import Discovery, discover, fingerprint
from orchestration.defs.landing.duckdb_views import create_duckdb_views, given_tables
from orchestration.defs.landing.problems import LandingError, Problem
from orchestration.settings import STORAGE_VERSION


@dataclass(frozen=True)
class LandedTable:
    """One landed table: rows and columns as delivered, before staging reads them."""

    label: str
    form: str
    rows: int
    columns: tuple[str, ...]
    files: tuple[str, ...]


@dataclass(frozen=True)
class LandingReport:
    """What this delivery holds, what it lacks, and what to look at."""

    raw_dir: str
    fingerprint: str
    tables: tuple[LandedTable, ...]
    absent: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(table.label.split(".")[0] for table in self.tables))

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> LandingReport:
        tables = tuple(
            LandedTable(
                table["label"],
                table["form"],
                table["rows"],
                tuple(table["columns"]),
                tuple(table["files"]),
            )
            for table in content["tables"]
        )
        return cls(
            content["raw_dir"],
            content["fingerprint"],
            tables,
            tuple(content["absent"]),
            tuple(content["warnings"]),
        )


def land(warehouse: Path, raw_dir: Path, contract: Contract) -> LandingReport:
    """Check the raw zone and make the raw relations in the DuckDB file `warehouse`.

    Raises LandingError with every problem at once; the relations then stay as they were.
    """
    warehouse.parent.mkdir(parents=True, exist_ok=True)
    # Taken before reading, so that a file that changes meanwhile is seen as new next time.
    mark = fingerprint(raw_dir)
    with _open(warehouse) as con:
        discovery = discover(raw_dir, contract, given_tables(con, contract))
        discovery.raise_for_errors()
        create_duckdb_views(con, discovery.found)
    return report_of(discovery, mark)


def report_of(discovery: Discovery, mark: str) -> LandingReport:
    """The report of a discovery; mark: fingerprint of the raw zone as it was read."""
    return LandingReport(
        raw_dir=str(discovery.raw_dir),
        fingerprint=mark,
        tables=tuple(
            LandedTable(
                table.label,
                table.form,
                table.rows,
                table.columns,
                tuple(str(part.path) for part in table.parts),
            )
            for table in discovery.found
        ),
        absent=discovery.absent,
        warnings=tuple(str(warning) for warning in discovery.warnings),
    )


def _open(warehouse: Path) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(str(warehouse), config={"storage_compatibility_version": STORAGE_VERSION})
    except duckdb.IOException as error:
        if "lock" in str(error).lower():
            message = f"the build file {warehouse} is open in another process."
            advice = "Close it there (readers use the published file), then run again. "
            raise LandingError([Problem("warehouse", message, advice + str(error))]) from error
        raise LandingError(
            [
                Problem(
                    "warehouse",
                    f"{warehouse} cannot be opened as a DuckDB file ({error}).",
                    "Delete it: everything in it is built again from the raw zone.",
                )
            ]
        ) from error
