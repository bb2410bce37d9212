"""Starts a refresh when files of the raw zone are new or changed."""

import time

import dagster as dg

from orchestration.defs.landing.discover import fingerprint, newest_change
from orchestration.defs.publish.builds import current_manifest
from orchestration.defs.schedules.refresh import refresh_job
from orchestration.settings import load_settings

LOOK_EVERY_SECONDS = 60
# A delivery of several files takes its time; a run on half of it would be refused or misleading.
QUIET_SECONDS = 60


@dg.sensor(
    name="new_raw_files",
    job=refresh_job,
    minimum_interval_seconds=LOOK_EVERY_SECONDS,
    default_status=dg.DefaultSensorStatus.RUNNING,
)
def new_raw_files(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    """The cursor is the fingerprint that was last acted on; at first, that of the current build."""
    settings = load_settings()
    newest = newest_change(settings.raw_dir)
    if not newest:
        return dg.SkipReason(f"no files in {settings.raw_dir}")
    if time.time() - newest < QUIET_SECONDS:
        return dg.SkipReason(f"files still arrive in {settings.raw_dir}")
    seen = context.cursor or (current_manifest(settings.publish_dir) or {}).get("raw_fingerprint")
    mark = fingerprint(settings.raw_dir)
    if mark == seen:
        return dg.SkipReason("no new or changed files")
    return dg.SensorResult(run_requests=[dg.RunRequest(run_key=mark)], cursor=mark)
