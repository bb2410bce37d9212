"""Map exports of Langfuse to the tables of the assistant's log.

Usage: python examples/langfuse/map.py <folder with traces.jsonl, observations.jsonl, scores.jsonl> <raw zone to write>
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

INPUTS = {
    "traces": {"id": "VARCHAR", "name": "VARCHAR", "sessionId": "VARCHAR", "userId": "VARCHAR", "release": "VARCHAR",
               "version": "VARCHAR", "tags": "VARCHAR[]", "timestamp": "TIMESTAMP", "input": "JSON", "output": "JSON",
               "metadata": "JSON"},
    "observations": {"id": "VARCHAR", "traceId": "VARCHAR", "type": "VARCHAR", "name": "VARCHAR", "model": "VARCHAR",
                     "promptName": "VARCHAR", "promptVersion": "BIGINT", "startTime": "TIMESTAMP",
                     "endTime": "TIMESTAMP", "completionStartTime": "TIMESTAMP", "input": "JSON", "output": "JSON",
                     "usage": "JSON", "usageDetails": "JSON", "metadata": "JSON"},
    "scores": {"id": "VARCHAR", "name": "VARCHAR", "value": "JSON", "stringValue": "VARCHAR", "dataType": "VARCHAR",
               "source": "VARCHAR", "traceId": "VARCHAR", "observationId": "VARCHAR", "sessionId": "VARCHAR",
               "timestamp": "TIMESTAMP"},
}  # fmt: skip
OPTIONAL = ("scores",)
OUTPUTS = ("conversations", "messages", "generations", "retrievals", "handoffs", "feedback")


def map_export(export_dir: Path, raw_dir: Path) -> dict[str, int]:
    """Write <raw_dir>/assistant/<table>.parquet for each mapped table that has rows; return rows per table.

    Raises FileNotFoundError when the traces or the observations are missing.
    """
    missing = [name for name in INPUTS if name not in OPTIONAL and not (export_dir / f"{name}.jsonl").is_file()]
    if missing:
        raise FileNotFoundError(
            f"{export_dir}: {', '.join(name + '.jsonl' for name in missing)} missing; see README.md"
        )
    folder = raw_dir / "assistant"
    folder.mkdir(parents=True, exist_ok=True)
    rows = {}
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        for name, columns in INPUTS.items():
            listed = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
            connection.execute(f"create table {name} ({listed})")
            file = export_dir / f"{name}.jsonl"
            if file.is_file():
                connection.execute(
                    f"insert into {name} "
                    "select * from read_json($file, format = 'newline_delimited', columns = $columns)",
                    {"file": str(file), "columns": columns},
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
