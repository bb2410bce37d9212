"""Look at every ended run of this project and alert the owners of what failed in it."""

import dagster as dg

from orchestration.defs.alerts.alert import raise_alerts
from orchestration.defs.alerts.from_run import alerts_of_run, dbt_results_of_run, owners_by_asset
from orchestration.notes import Notes
from orchestration.settings import load_settings


@dg.run_failure_sensor(name="alert_on_failed_run", default_status=dg.DefaultSensorStatus.RUNNING)
def alert_on_failed_run(context: dg.RunFailureSensorContext) -> None:
    """A failed run: its failed steps and checks."""
    _alert(context)


@dg.run_status_sensor(
    name="alert_on_failed_check",
    run_status=dg.DagsterRunStatus.SUCCESS,
    default_status=dg.DefaultSensorStatus.RUNNING,
)
def alert_on_failed_check(context: dg.RunStatusSensorContext) -> None:
    """A run that went through: checks of severity warning that failed in it."""
    _alert(context)


def _alert(context: dg.RunStatusSensorContext) -> None:
    settings = load_settings()
    run_id = context.dagster_run.run_id
    repository = context.repository_def
    owners = owners_by_asset(
        [spec for assets in repository.assets_defs_by_key.values() for spec in assets.specs] if repository else []
    )
    dbt_results = dbt_results_of_run(Notes(settings.notes_dir), run_id)
    alerts = alerts_of_run(context.instance, run_id, owners, dbt_results)
    raise_alerts(alerts, settings.alerts_file, settings.alert_webhook)
