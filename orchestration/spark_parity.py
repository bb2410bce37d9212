"""`python -m orchestration.spark_parity`: every mart of a Spark build against the DuckDB build of the same raw zone.

Every value of every row is compared, found by the columns of the mart's own key test; what counts as equal is said in
relation_comparison. Reads the Parquet files of the Spark tables, so it needs neither Spark nor Java. Does not belong
here: building either side.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from orchestration.relation_comparison import Side, differences
from orchestration.settings import SettingsError, load_settings

KEY_TESTS = {"primary_key", "unique", "unique_combination"}


class ParityError(RuntimeError):
    """One of the two builds cannot be read; the text says which and how to make it."""


@dataclass(frozen=True)
class Verdict:
    """One mart: what both builds hold of it and where they differ."""

    mart: str
    rows: int
    columns: int
    differences: tuple[str, ...]

    def line(self) -> str:
        """The mart as one line of the report."""
        counted = f"{self.mart:<36} {self.rows:>12,} rows {self.columns:>4} columns  "
        return counted + ("equal" if not self.differences else "DIFFERENT  " + " | ".join(self.differences))


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 when every mart is equal, 1 on any difference or when a build cannot be read."""
    options = _options(arguments)
    try:
        warehouse = options.warehouse or load_settings().warehouse
        verdicts = []
        for verdict in compared(warehouse.resolve(), options.spark_dir.resolve()):
            print(verdict.line(), flush=True)
            verdicts.append(verdict)
    except (SettingsError, ParityError) as error:
        print(error, file=sys.stderr)
        return 1
    unequal = [verdict for verdict in verdicts if verdict.differences]
    values = sum(verdict.rows * verdict.columns for verdict in verdicts)
    print(f"{len(verdicts)} marts, {values:,} values: {len(unequal)} marts differ")
    return 1 if unequal else 0


def compared(warehouse: Path, spark_dir: Path) -> Iterator[Verdict]:
    """The verdict on each mart, by name. Raises ParityError when a build is not there."""
    keys = mart_keys(read_manifest(spark_dir / "dbt" / "manifest.json"))
    if not warehouse.is_file():
        raise ParityError(f"no DuckDB build at {warehouse}: run make run, or orchestration.land and dbt build")
    # Marts larger than memory are compared on disk.
    with TemporaryDirectory() as scratch, duckdb.connect(config={"temp_directory": scratch}) as con:
        file = str(warehouse).replace("'", "''")
        con.execute(f"attach '{file}' as duck (read_only)")
        for mart, key in sorted(keys.items()):
            yield _verdict(con, mart, key, spark_side(spark_dir, "marts", mart))


def read_manifest(file: Path) -> dict[str, Any]:
    """The manifest that dbt left. Raises ParityError."""
    try:
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ParityError(f"no Spark build: {file} is missing; run python -m orchestration.spark_build") from None
    return found


def mart_keys(manifest: Mapping[str, Any]) -> dict[str, list[str]]:
    """For each mart the columns that its own key test names. Raises ParityError where a mart has none."""
    marts = {
        unique_id: node["alias"]
        for unique_id, node in manifest["nodes"].items()
        if node["resource_type"] == "model" and node["schema"] == "marts"
    }
    keys: dict[str, list[str]] = {}
    for node in manifest["nodes"].values():
        test = node.get("test_metadata") or {}
        mart = marts.get(node.get("attached_node") or "")
        if mart and test.get("name") in KEY_TESTS:
            keys.setdefault(mart, _columns(test["kwargs"].get("columns") or node["column_name"]))
    without = sorted(set(marts.values()) - set(keys))
    if without:
        raise ParityError(f"no test of the key of {', '.join(without)}")
    return keys


def _columns(named: str | list[str]) -> list[str]:
    """A test names columns as a list or as SQL does, "a, b"."""
    return named if isinstance(named, list) else [column.strip() for column in named.split(",")]


def spark_side(spark_dir: Path, schema: str, name: str) -> Side:
    """A table of the Spark build, by its files."""
    files = str(spark_dir / "tables" / f"{schema}.db" / name / "*.parquet").replace("'", "''")
    return Side("Spark", f"read_parquet('{files}')")


def _verdict(con: duckdb.DuckDBPyConnection, mart: str, key: Sequence[str], spark: Side) -> Verdict:
    duck = Side("DuckDB", f"duck.marts.{mart}")
    for side in (duck, spark):
        try:
            con.execute(f"describe select * from {side.relation}")
        except (duckdb.CatalogException, duckdb.IOException):
            return Verdict(mart, 0, 0, (f"{side.name} has no such table",))
    found = differences(con, duck, spark, key)
    counted = con.execute(f"select count(*) from {duck.relation}").fetchone()
    columns = con.execute(f"describe {duck.relation}").fetchall()
    return Verdict(mart, counted[0] if counted else 0, len(columns), tuple(found))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m orchestration.spark_parity",
        description="Compare every mart of the DuckDB build with the Spark build of the same raw zone.",
    )
    parser.add_argument("--warehouse", type=Path, help="DuckDB build file (default EMPATHY_WAREHOUSE)")
    parser.add_argument(
        "--spark-dir",
        type=Path,
        default=Path("data/spark"),
        help="folder of the Spark tables and catalog (default data/spark)",
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    raise SystemExit(main())
