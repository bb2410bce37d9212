"""The raw contract: models/staging/<source>/_<source>__sources.yml as typed values.

The YAML is the only list of sources, tables and columns; nothing about a vendor is written here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

try:
    from yaml import CSafeLoader as YamlLoader
except ImportError:  # PyYAML built without libyaml
    from yaml import SafeLoader as YamlLoader  # type: ignore[assignment]  # same use, other class

NUMBER_TYPES = ("bigint", "double", "decimal")


class ContractError(ValueError):
    """A sources YAML cannot be used as a contract; the text names file, table and what is wrong."""


@dataclass(frozen=True)
class ContractColumn:
    """data_type: string, bigint, double, boolean, timestamp, date or decimal(p,s); limits: of numbers only.

    alias: another name under which loaders deliver the column.
    """

    name: str
    data_type: str
    is_required: bool
    minimum: float | None = None
    maximum: float | None = None
    alias: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The names under which the column may be delivered, the contract's own first."""
        return (self.name, self.alias) if self.alias else (self.name,)


@dataclass(frozen=True)
class ContractTable:
    """One table of a source; key, event_time, synced_at, deleted and active name columns of it.

    A table with an active mark keeps every version of a record; synced_at then tells since when a version holds.
    """

    source: str
    name: str
    owner: str
    key: tuple[str, ...]
    event_time: str | None
    synced_at: str | None
    deleted: tuple[str, ...]
    is_required: bool
    columns: tuple[ContractColumn, ...]
    active: str | None = None

    @property
    def schema(self) -> str:
        return f"raw_{self.source}"

    @property
    def label(self) -> str:
        """How people call it: source.table."""
        return f"{self.source}.{self.name}"

    @cached_property
    def column_by_name(self) -> dict[str, ContractColumn]:
        return {name.lower(): column for column in self.columns for name in column.names}


@dataclass(frozen=True)
class Contract:
    """Every source that this project can read, in the order of their folders."""

    tables: tuple[ContractTable, ...]

    @cached_property
    def by_label(self) -> dict[str, ContractTable]:
        return {table.label: table for table in self.tables}

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(table.source for table in self.tables))

    def of_source(self, source: str) -> dict[str, ContractTable]:
        return {table.name: table for table in self.tables if table.source == source}


def load_contract(models_dir: Path) -> Contract:
    """Read the contract of every source under <models_dir>/staging.

    Raises ContractError when no source is found or a table lacks its key or a column its type.
    """
    files = sorted(models_dir.glob("staging/*/_*__sources.yml"))
    tables = tuple(table for file in files for table in _tables_of(file))
    if not tables:
        raise ContractError(f"No raw contract under {models_dir}/staging: expected <source>/_<source>__sources.yml.")
    return Contract(tables)


def _tables_of(file: Path) -> list[ContractTable]:
    content = yaml.load(file.read_text(encoding="utf-8"), Loader=YamlLoader) or {}
    return [_table(file, source, table) for source in content.get("sources", []) for table in source.get("tables", [])]


def _table(file: Path, source: dict[str, Any], table: dict[str, Any]) -> ContractTable:
    meta = _meta(source) | _meta(table)
    label = f"{source['name']}.{table['name']}"
    columns = tuple(_column(file, label, column) for column in table.get("columns", []))
    if not meta.get("key"):
        raise ContractError(f"{file}: table {label} has no config.meta.key; name its key columns.")
    deleted = meta.get("deleted") or ()
    deleted = (deleted,) if isinstance(deleted, str) else tuple(deleted)
    named = [
        *meta["key"],
        *deleted,
        *(meta[k] for k in ("event_time", "synced_at", "active") if meta.get(k)),
    ]
    unknown = sorted(set(named) - {column.name for column in columns})
    if unknown:
        raise ContractError(
            f"{file}: config.meta of {label} names columns that the table does not have: {', '.join(unknown)}."
        )
    return ContractTable(
        source=source["name"],
        name=table["name"],
        owner=meta.get("owner", "data-platform"),
        key=tuple(meta["key"]),
        event_time=meta.get("event_time"),
        synced_at=meta.get("synced_at"),
        deleted=deleted,
        is_required=bool(meta.get("is_required", False)),
        columns=columns,
        active=meta.get("active"),
    )


def _column(file: Path, label: str, column: dict[str, Any]) -> ContractColumn:
    if not column.get("data_type"):
        raise ContractError(f"{file}: column {label}.{column['name']} has no data_type.")
    meta = _meta(column)
    data_type = str(column["data_type"]).lower()
    limits = {name: meta[name] for name in ("minimum", "maximum") if meta.get(name) is not None}
    if limits and not data_type.startswith(NUMBER_TYPES):
        raise ContractError(
            f"{file}: column {label}.{column['name']} has a {' and a '.join(limits)}, but {data_type} is no number."
        )
    return ContractColumn(
        name=column["name"],
        data_type=data_type,
        is_required=bool(meta.get("is_required", False)),
        alias=meta.get("alias"),
        **limits,
    )


def _meta(node: dict[str, Any]) -> dict[str, Any]:
    return dict(node.get("config", {}).get("meta", {}))
