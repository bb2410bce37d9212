"""The Great Expectations suites as blocking asset checks: one step before dbt, one after it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager

import dagster as dg

from orchestration.defs.landing.assets import raw_key
from orchestration.defs.landing.contract import Contract
from orchestration.defs.quality.results import (
    FAILED,
    SKIPPED,
    WARNED,
    CheckResult,
    count_by_status,
    suite_names,
)
from orchestration.notes import BUILT_CHECKS, RAW_CHECKS, Notes
from orchestration.resources import Checks, Warehouse
from orchestration.settings import Settings

CHECK_NAME = "great_expectations"


def raw_checks(contract: Contract) -> dg.AssetChecksDefinition:
    """Checks on what was landed; an error stops the run before dbt."""
    keys = {f"{table.schema}.{table.name}": raw_key(table) for table in contract.tables}

    @dg.multi_asset_check(name="check_raw", specs=_specs(keys.values()))
    def check_raw(warehouse: Warehouse, checks: Checks) -> Iterator[dg.AssetCheckResult]:
        yield from _run(warehouse.notes, checks, "raw", RAW_CHECKS, keys)

    return check_raw


def built_checks(
    contract: Contract,
    staging_keys: Mapping[str, dg.AssetKey],
    mart_keys: Mapping[str, dg.AssetKey],
    beside: Callable[[Settings, Notes], AbstractContextManager[None]],
) -> dg.AssetChecksDefinition:
    """Checks on quarantine and marts; an error stops the run before anything is published.

    beside: what is done with the build meanwhile, and ends with the checks.

    staging_keys: asset of the staging model by source table ("source.table"): what staging left
    out is reported there. mart_keys: asset by mart name; suites of other marts are left out.
    """
    keys = {
        f"quarantine.{table.source}_{table.name}": staging_keys[table.label]
        for table in contract.tables
        if table.label in staging_keys
    }
    for name in suite_names("marts_"):
        mart = name.removeprefix("marts_")
        if mart in mart_keys:
            keys[f"marts.{mart}"] = mart_keys[mart]

    @dg.multi_asset_check(name="check_marts", specs=_specs(keys.values()))
    def check_marts(warehouse: Warehouse, checks: Checks) -> Iterator[dg.AssetCheckResult]:
        with beside(warehouse.settings, warehouse.notes):
            results = list(_run(warehouse.notes, checks, "built", BUILT_CHECKS, keys))
        yield from results

    return check_marts


def _specs(keys: Iterable[dg.AssetKey]) -> list[dg.AssetCheckSpec]:
    return [dg.AssetCheckSpec(CHECK_NAME, asset=key, blocking=True) for key in keys]


def _run(
    notes: Notes, checks: Checks, stage: str, note: str, keys: Mapping[str, dg.AssetKey]
) -> Iterator[dg.AssetCheckResult]:
    what = "raw tables" if stage == "raw" else "quarantine and marts"
    with notes.timed(f"check_{stage}", f"check     {what} (Great Expectations)"):
        results = checks.process.run(stage, notes.docs_dir)
    notes.write_checks(note, results)
    by_table: dict[str, list[CheckResult]] = {}
    for result in results:
        by_table.setdefault(result.table, []).append(result)
    for table, key in keys.items():
        yield _as_asset_check(key, by_table.get(table, []))


def _as_asset_check(key: dg.AssetKey, results: list[CheckResult]) -> dg.AssetCheckResult:
    failed = [result for result in results if result.status == FAILED]
    warned = [result for result in results if result.status == WARNED]
    ran = [result for result in results if result.status != SKIPPED]
    # A warning beside an error would only hide what stopped the run.
    messages = [result.message for result in failed or warned]
    return dg.AssetCheckResult(
        asset_key=key,
        check_name=CHECK_NAME,
        passed=not failed and not warned,
        severity=dg.AssetCheckSeverity.ERROR if failed else dg.AssetCheckSeverity.WARN,
        description="\n".join(messages) or (None if ran else "skipped: the table is absent"),
        metadata={**count_by_status(results), "messages": messages},
    )
