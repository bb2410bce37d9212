"""Map spans of generative AI, as the OpenTelemetry Collector writes them, to the tables of the assistant's log.

Usage: python examples/opentelemetry_genai/map.py <folder with *.jsonl of the file exporter> <raw zone to write>
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

VALUE = "STRUCT(stringValue VARCHAR, intValue VARCHAR, doubleValue DOUBLE, boolValue BOOLEAN)"
SPAN = (
    "STRUCT(traceId VARCHAR, spanId VARCHAR, startTimeUnixNano VARCHAR, endTimeUnixNano VARCHAR, "
    f'attributes STRUCT("key" VARCHAR, "value" {VALUE})[])'
)
COLUMNS = {"resourceSpans": f"STRUCT(scopeSpans STRUCT(spans {SPAN}[])[])[]"}
OUTPUTS = ("conversations", "messages", "generations", "retrievals")


def map_export(export_dir: Path, raw_dir: Path) -> dict[str, int]:
    """Write <raw_dir>/assistant/<table>.parquet for each mapped table that has rows; return rows per table.

    Raises FileNotFoundError when the folder has no export.
    """
    files = sorted(str(file) for file in export_dir.glob("*.jsonl"))
    if not files:
        raise FileNotFoundError(f"{export_dir}: no *.jsonl of the Collector's file exporter; see README.md")
    folder = raw_dir / "assistant"
    folder.mkdir(parents=True, exist_ok=True)
    rows = {}
    with duckdb.connect() as connection:
        connection.execute(
            "create table exports as select * from read_json($files, format = 'newline_delimited', columns = $columns)",
            {"files": files, "columns": COLUMNS},
        )
        connection.execute((Path(__file__).parent / "mapping.sql").read_text(encoding="utf-8"))
        for name in OUTPUTS:
            rows[name] = len(connection.table(name))
            if rows[name]:
                connection.table(name).write_parquet(str(folder / f"{name}.parquet"))
    return rows


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    for table, count in map_export(Path(sys.argv[1]), Path(sys.argv[2])).items():
        print(f"assistant.{table}: {count:,} rows")
