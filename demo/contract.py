"""The raw contract as Arrow schemas, read from models/staging/<source>/_<source>__sources.yml."""

import re
from functools import cache
from pathlib import Path

import pyarrow as pa
import yaml

STAGING = Path(__file__).resolve().parents[1] / "models" / "staging"
KINDS = {
    "string": pa.string(),
    "bigint": pa.int64(),
    "double": pa.float64(),
    "boolean": pa.bool_(),
    "timestamp": pa.timestamp("us"),
    "date": pa.date32(),
}


def arrow_type(data_type: str) -> pa.DataType:
    """The Arrow type of a contract type; raises ValueError for one that the contract language does not know."""
    decimal = re.fullmatch(r"decimal\((\d+),\s*(\d+)\)", data_type)
    if decimal:
        return pa.decimal128(int(decimal[1]), int(decimal[2]))
    if data_type not in KINDS:
        raise ValueError(f"unknown data_type {data_type!r} in the raw contract")
    return KINDS[data_type]


@cache
def schemas(source: str) -> dict[str, pa.Schema]:
    """Schema per table of a source, columns in the order of the contract."""
    path = STAGING / source / f"_{source}__sources.yml"
    tables = yaml.safe_load(path.read_text(encoding="utf-8"))["sources"][0]["tables"]
    return {
        table["name"]: pa.schema([(column["name"], arrow_type(column["data_type"])) for column in table["columns"]])
        for table in tables
    }


def conform(source: str, table: str, columns: dict[str, pa.Array]) -> pa.Table:
    """A table in exactly the contract's columns and types; a contracted column that is not given is null.

    Raises KeyError for a table or column that the contract does not have.
    """
    if table not in schemas(source):
        raise KeyError(f"{source}.{table} is not in the raw contract")
    schema = schemas(source)[table]
    unknown = sorted(set(columns) - set(schema.names))
    if unknown:
        raise KeyError(f"{source}.{table} has columns outside the raw contract: {', '.join(unknown)}")
    size = len(next(iter(columns.values())))
    return pa.table(
        [columns[item.name].cast(item.type) if item.name in columns else pa.nulls(size, item.type) for item in schema],
        schema=schema,
    )
