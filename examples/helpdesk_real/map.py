"""Map the two files of the public helpdesk export to the landing contract.

Usage: python examples/helpdesk_real/map.py <folder with the two csv files> <raw zone to write>
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

INPUTS = ("utterances", "assignee_turns")
OUTPUTS = ("messages", "threads", "thread_events", "users")


def map_export(export_dir: Path, raw_dir: Path) -> dict[str, int]:
    """Write <raw_dir>/landing/<table>.parquet for each mapped table; return rows per table.

    Raises FileNotFoundError when a file of the export is missing.
    """
    missing = [name for name in INPUTS if not (export_dir / f"{name}.csv").is_file()]
    if missing:
        raise FileNotFoundError(
            f"{export_dir}: {', '.join(name + '.csv' for name in missing)} missing; "
            "see README.md for where the data comes from"
        )
    landing = raw_dir / "landing"
    landing.mkdir(parents=True, exist_ok=True)
    rows = {}
    with duckdb.connect() as connection:
        for name in INPUTS:
            connection.read_csv(str(export_dir / f"{name}.csv"), all_varchar=True).create(name)
        connection.execute((Path(__file__).parent / "mapping.sql").read_text(encoding="utf-8"))
        for name in OUTPUTS:
            connection.table(name).write_parquet(str(landing / f"{name}.parquet"))
            rows[name] = len(connection.table(name))
    return rows


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    for table, count in map_export(Path(sys.argv[1]), Path(sys.argv[2])).items():
        print(f"landing.{table}: {count:,} rows")
