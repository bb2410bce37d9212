"""Reads the alerts of one run out of Dagster's own record of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

import dagster as dg
from dagster import AssetCheckEvaluation, DagsterEventType, EventLogEntry
from dagster_shared.error import SerializableErrorInfo

from orchestration.defs.alerts.alert import CRITICAL, WARNING, Alert
from orchestration.defs.quality.results import FAILED, CheckResult
from orchestration.notes import DBT_CHECKS, Notes

DEFAULT_OWNER = "data-platform"
EVENTS = {DagsterEventType.ASSET_CHECK_EVALUATION, DagsterEventType.STEP_FAILURE}


def alerts_of_run(
    instance: dg.DagsterInstance,
    run_id: str,
    owners: Mapping[dg.AssetKey, str],
    dbt_results: Sequence[CheckResult] = (),
) -> list[Alert]:
    """One alert for each failed check and each failed step of the run, in order of time.

    owners: team by asset. dbt_results: what dbt's tests found, which Dagster's record lacks; tests over
    several models are no asset checks in Dagster and come from here alone. A step that failed only
    because its checks did is not repeated.
    """
    messages = {result.name: result.message for result in dbt_results if result.message}
    alerts = []
    time = ""
    for entry in instance.all_logs(run_id, of_type=EVENTS):
        event, time = entry.dagster_event, _time(entry)
        if event is None:
            continue
        if event.event_type == DagsterEventType.ASSET_CHECK_EVALUATION:
            evaluation = event.asset_check_evaluation_data
            if not evaluation.passed:
                alerts.append(_of_check(entry, evaluation, owners, messages))
        elif not _is_about_checks(event):
            alerts.append(_of_step(entry, event))
    known = {alert.check for alert in alerts}
    return alerts + [_of_dbt_test(r, time, run_id, owners) for r in dbt_results if r.message and r.name not in known]


def owners_by_asset(specs: Iterable[dg.AssetSpec]) -> dict[dg.AssetKey, str]:
    """Team that owns each asset, without Dagster's prefix."""
    return {spec.key: spec.owners[0].removeprefix("team:") for spec in specs if spec.owners}


def dbt_results_of_run(notes: Notes, run_id: str) -> list[CheckResult]:
    """What dbt's tests found in the run; empty when a later run wrote the notes."""
    return notes.read_checks(DBT_CHECKS) or [] if notes.run_id == run_id else []


def _of_check(
    entry: EventLogEntry,
    evaluation: AssetCheckEvaluation,
    owners: Mapping[dg.AssetKey, str],
    messages: Mapping[str, str],
) -> Alert:
    name = evaluation.check_name
    is_error = evaluation.severity == dg.AssetCheckSeverity.ERROR
    return Alert(
        time=_time(entry),
        severity=CRITICAL if is_error else WARNING,
        owner=owners.get(evaluation.asset_key, DEFAULT_OWNER),
        table=".".join(evaluation.asset_key.path),
        check=name,
        message=evaluation.description or messages.get(name) or f"the check {name} failed.",
        run_id=entry.run_id,
    )


def _of_dbt_test(result: CheckResult, time: str, run_id: str, owners: Mapping[dg.AssetKey, str]) -> Alert:
    by_name = {key.path[-1]: owner for key, owner in owners.items()}
    return Alert(
        time=time,
        severity=CRITICAL if result.status == FAILED else WARNING,
        owner=by_name.get(result.table, DEFAULT_OWNER),
        table=result.table,
        check=result.name,
        message=result.message,
        run_id=run_id,
    )


def _of_step(entry: EventLogEntry, event: dg.DagsterEvent) -> Alert:
    error = event.step_failure_data.error
    cause = error.cause or error if error else None
    return Alert(
        time=_time(entry),
        severity=CRITICAL,
        owner=DEFAULT_OWNER,
        table=event.step_key or "run",
        check="step",
        message=_text(cause) if cause else "the step failed.",
        run_id=entry.run_id,
    )


def _is_about_checks(event: dg.DagsterEvent) -> bool:
    error = event.step_failure_data.error
    return bool(error and error.cls_name == "DagsterAssetCheckFailedError")


def _text(error: SerializableErrorInfo) -> str:
    """The error's own words, without the name of its class."""
    message: str = error.message
    return message.split(f"{error.cls_name}: ", 1)[-1].strip()


def _time(entry: EventLogEntry) -> str:
    return datetime.fromtimestamp(entry.timestamp, UTC).isoformat(timespec="seconds")
