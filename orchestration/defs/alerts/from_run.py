"""Reads the alerts of one run out of Dagster's own record of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

import dagster as dg
from dagster import AssetCheckEvaluation, DagsterEventType, EventLogEntry
from dagster_shared.error import SerializableErrorInfo

from orchestration.defs.alerts.alert import CRITICAL, WARNING, Alert
from orchestration.notes import DBT_CHECKS, Notes

DEFAULT_OWNER = "data-platform"
EVENTS = {DagsterEventType.ASSET_CHECK_EVALUATION, DagsterEventType.STEP_FAILURE}


def alerts_of_run(
    instance: dg.DagsterInstance,
    run_id: str,
    owners: Mapping[dg.AssetKey, str],
    messages: Mapping[str, str],
) -> list[Alert]:
    """One alert for each failed check and each failed step of the run, in order of time.

    owners: team by asset. messages: by check name, for checks that carry no text of their own.
    A step that failed only because its checks did is not repeated.
    """
    alerts = []
    for entry in instance.all_logs(run_id, of_type=EVENTS):
        event = entry.dagster_event
        if event is None:
            continue
        if event.event_type == DagsterEventType.ASSET_CHECK_EVALUATION:
            evaluation = event.asset_check_evaluation_data
            if not evaluation.passed:
                alerts.append(_of_check(entry, evaluation, owners, messages))
        elif not _is_about_checks(event):
            alerts.append(_of_step(entry, event))
    return alerts


def owners_by_asset(specs: Iterable[dg.AssetSpec]) -> dict[dg.AssetKey, str]:
    """Team that owns each asset, without Dagster's prefix."""
    return {spec.key: spec.owners[0].removeprefix("team:") for spec in specs if spec.owners}


def messages_of_run(notes: Notes, run_id: str) -> dict[str, str]:
    """What dbt's failed tests found, by test name; empty when a later run wrote the notes."""
    results = notes.read_checks(DBT_CHECKS) if notes.run_id == run_id else None
    return {result.name: result.message for result in results or [] if result.message}


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
