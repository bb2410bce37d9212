"""The Dagster project as a whole: `dagster dev -m orchestration.definitions`."""

from __future__ import annotations

import dagster as dg

from orchestration.defs.alerts.sensors import alert_on_failed_check, alert_on_failed_run
from orchestration.defs.landing.assets import landed_assets, raw_file_assets
from orchestration.defs.landing.contract import load_contract
from orchestration.defs.publish.assets import DASHBOARD, packaged_asset, publish, report
from orchestration.defs.publish.package import copying_marts
from orchestration.defs.quality.assets import built_checks, raw_checks
from orchestration.defs.schedules.new_raw_files import new_raw_files
from orchestration.defs.schedules.refresh import daily_refresh, refresh_job
from orchestration.defs.transform.assets import (
    built_assets,
    dbt_resource,
    mart_keys,
    staging_keys,
)
from orchestration.defs.transform.manifest import load_manifest, prepared_manifest
from orchestration.resources import Checks, Warehouse
from orchestration.settings import PROJECT_DIR

contract = load_contract(PROJECT_DIR / "models")
manifest_path = prepared_manifest(PROJECT_DIR)
manifest = load_manifest(manifest_path)
staged, marts = staging_keys(manifest), mart_keys(manifest)

defs = dg.Definitions(
    assets=[
        *raw_file_assets(contract),
        landed_assets(contract),
        built_assets(manifest_path, {*staged.values(), *marts.values()}),
        packaged_asset(marts.values()),
        report,
        publish,
        DASHBOARD,
    ],
    asset_checks=[
        raw_checks(contract),
        built_checks(contract, staged, marts, beside=copying_marts),
    ],
    jobs=[refresh_job],
    schedules=[daily_refresh],
    sensors=[new_raw_files, alert_on_failed_run, alert_on_failed_check],
    resources={
        "dbt": dbt_resource(PROJECT_DIR),
        "warehouse": Warehouse(),
        "checks": Checks(),
    },
    # One process a run: each further one would import everything again and fight for the file.
    executor=dg.in_process_executor,
)
