"""The job refresh with its daily schedule."""

from __future__ import annotations

import dagster as dg

REFRESH = "refresh"
# Early enough for a working day in Europe, after the night loads of most exports.
DAILY_AT = "15 4 * * *"

refresh_job = dg.define_asset_job(
    REFRESH,
    selection=dg.AssetSelection.all(),
    description="Land, check, build, check, report, publish: readers see the result or nothing.",
    executor_def=dg.in_process_executor,
)

daily_refresh = dg.ScheduleDefinition(
    name="daily_refresh",
    job=refresh_job,
    cron_schedule=DAILY_AT,
    execution_timezone="UTC",
    default_status=dg.DefaultScheduleStatus.RUNNING,
)
