"""The raw files and the relations landed from them, as assets."""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from orchestration.defs.landing.contract import Contract, ContractTable
from orchestration.defs.landing.land import land
from orchestration.notes import LANDING
from orchestration.resources import Checks, Warehouse


def raw_key(table: ContractTable) -> dg.AssetKey:
    """Asset of the landed relation, called as SQL calls it."""
    return dg.AssetKey([table.schema, table.name])


def file_key(table: ContractTable) -> dg.AssetKey:
    """Asset of the files that a relation is landed from."""
    return dg.AssetKey(["raw_files", table.source, table.name])


def raw_file_assets(contract: Contract) -> list[dg.AssetSpec]:
    """The files of the raw zone: written by others, so known to Dagster but not made by it."""
    return [
        dg.AssetSpec(
            file_key(table),
            group_name="raw_files",
            owners=[f"team:{table.owner}"],
            description=f"Files of {table.label} in the raw zone.",
            kinds={"file"},
        )
        for table in contract.tables
    ]


def landed_assets(contract: Contract) -> dg.AssetsDefinition:
    """The step that checks the raw zone and makes raw_<source>.<table> for what was delivered."""

    @dg.multi_asset(
        name="land",
        specs=[
            dg.AssetSpec(
                raw_key(table),
                deps=[file_key(table)],
                group_name=table.schema,
                owners=[f"team:{table.owner}"],
                description=f"{table.label} as delivered.",
                kinds={"duckdb", "view"},
            )
            for table in contract.tables
        ],
    )
    def land_raw_zone(
        context: dg.AssetExecutionContext, warehouse: Warehouse, checks: Checks
    ) -> Iterator[dg.MaterializeResult]:
        settings, notes = warehouse.settings, warehouse.notes
        notes.begin(context.run_id)
        with notes.timed("land", f"land      {settings.raw_dir}"):
            report = land(settings.warehouse, settings.raw_dir, contract)
        notes.write(LANDING, report.to_json())
        for warning in report.warnings:
            context.log.warning(warning)
        landed = {table.label: table for table in report.tables}
        for table in contract.tables:
            found = landed.get(table.label)
            metadata: dict[str, Any] = (
                {"rows": found.rows, "form": found.form, "files": list(found.files)}
                if found
                else {"rows": 0, "form": "not delivered"}
            )
            yield dg.MaterializeResult(asset_key=raw_key(table), metadata=metadata)

    return land_raw_zone
