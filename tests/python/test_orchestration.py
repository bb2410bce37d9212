"""The Dagster project: everything is there, connected, blocked where it must be, and tells who has to know."""

from __future__ import annotations

import http.server
import json
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from orchestration.defs.alerts.alert import CRITICAL, WARNING, Alert, raise_alerts, read_alerts
from orchestration.defs.alerts.from_run import alerts_of_run, owners_by_asset
from orchestration.defs.alerts.sensors import alert_on_failed_check, alert_on_failed_run
from orchestration.defs.quality.results import CheckResult, suite_names
from orchestration.defs.schedules.new_raw_files import QUIET_SECONDS, new_raw_files
from orchestration.defs.transform.assets import is_lock_error
from orchestration.defs.transform.manifest import load_manifest, prepared_manifest
from orchestration.settings import PROJECT_DIR, Settings, SettingsError, load_settings


@pytest.fixture(scope="module")
def defs() -> dg.Definitions:
    from orchestration.definitions import defs

    return defs


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    return load_manifest(prepared_manifest(PROJECT_DIR))


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A workplace of its own, seen through the environment as sensors see it."""
    values = {
        "EMPATHY_RAW_DIR": str(tmp_path / "raw"),
        "EMPATHY_WAREHOUSE": str(tmp_path / "data" / "warehouse.duckdb"),
        "EMPATHY_PUBLISH_DIR": str(tmp_path / "published"),
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return load_settings()


# The definitions


def test_definitions_stay_short() -> None:
    lines = (PROJECT_DIR / "orchestration" / "definitions.py").read_text().splitlines()
    assert len(lines) < 60


def test_job_schedule_and_sensors_are_there(defs: dg.Definitions) -> None:
    repository = defs.get_repository_def()
    assert repository.has_job("refresh")
    assert [schedule.name for schedule in repository.schedule_defs] == ["daily_refresh"]
    names = {sensor.name for sensor in repository.sensor_defs}
    assert names == {"new_raw_files", "alert_on_failed_run", "alert_on_failed_check"}


def test_the_lineage_goes_from_a_raw_file_to_report_and_dashboard(defs: dg.Definitions) -> None:
    graph = defs.resolve_asset_graph()
    reached, waiting = set[dg.AssetKey](), [dg.AssetKey(["raw_files", "landing", "messages"])]
    while waiting:
        key = waiting.pop()
        if key not in reached:
            reached.add(key)
            waiting.extend(graph.get(key).child_keys)
    paths = {key.to_user_string() for key in reached}
    expected = {"raw_landing/messages", "staging/stg_landing__messages", "marts/fct_messages", "package"}
    assert expected | {"marts/empathy_index", "report", "publish", "dashboard"} <= paths


def test_every_asset_of_the_project_is_made_or_known_outside(defs: dg.Definitions) -> None:
    """A dangling name would be a break in the lineage: a source that nothing lands, for example."""
    graph = defs.resolve_asset_graph()
    outside = {key.path[0] for key in graph.get_all_asset_keys() if not graph.get(key).is_materializable}
    assert outside == {"raw_files", "dashboard"}


def test_dbt_waits_for_the_raw_checks_and_the_package_for_those_on_marts(defs: dg.Definitions) -> None:
    structure = defs.resolve_job_def("refresh").graph.dependency_structure
    upstream = {
        name: {
            output.node_name
            for outputs in structure.input_to_upstream_outputs_for_node(name).values()
            for output in outputs
        }
        for name in ("dbt_build", "package", "publish")
    }
    assert {"land", "check_raw"} <= upstream["dbt_build"]
    assert {"dbt_build", "check_marts"} <= upstream["package"]
    assert {"package", "report"} <= upstream["publish"]


def test_every_great_expectations_check_blocks(defs: dg.Definitions) -> None:
    graph = defs.resolve_asset_graph()
    checks = [key for key in graph.asset_check_keys if key.name == "great_expectations"]
    assert len(checks) > 40
    assert all(graph.get_check_spec(key).blocking for key in checks)


def test_unit_tests_are_left_to_make_test(defs: dg.Definitions, manifest: dict[str, Any]) -> None:
    names = {key.name for key in defs.resolve_asset_graph().asset_check_keys}
    assert manifest["unit_tests"]
    assert not names & {test["name"] for test in manifest["unit_tests"].values()}


def test_every_mart_has_its_suite_and_every_raw_suite_its_table(manifest: dict[str, Any]) -> None:
    marts = {
        f"marts_{n['name']}"
        for n in manifest["nodes"].values()
        if n["resource_type"] == "model" and n["schema"] == "marts"
    }
    raw = {f"raw_{source['source_name']}_{source['name']}" for source in manifest["sources"].values()}
    assert set(suite_names("marts_")) == marts
    # A raw table without a suite of its own is held to its contract alone.
    assert set(suite_names("raw_")) <= raw


def test_groups_follow_the_folders(defs: dg.Definitions) -> None:
    graph = defs.resolve_asset_graph()
    groups = {
        ("raw_landing", "messages"): "raw_landing",
        ("staging", "stg_landing__messages"): "staging_landing",
        ("marts", "fct_messages"): "marts_conversations",
        ("vocabulary", "channels"): "seeds_vocabulary",
    }
    assert {path: graph.get(dg.AssetKey(path)).group_name for path in groups} == groups


def test_every_mart_has_an_owner_to_alert(defs: dg.Definitions) -> None:
    owners = owners_by_asset(defs.resolve_all_asset_specs())
    marts = [key for key in defs.resolve_asset_graph().get_all_asset_keys() if key.path[0] == "marts"]
    assert marts
    assert all(key in owners for key in marts)


def test_only_locks_are_tried_again() -> None:
    assert is_lock_error('IO Error: Could not set lock on file "w.duckdb": Conflicting lock is held')
    assert not is_lock_error("Parser Error: syntax error at or near")


# New raw files


def _tick(cursor: str | None = None) -> dg.SensorResult | dg.SkipReason:
    result = new_raw_files(dg.build_sensor_context(cursor=cursor))
    assert isinstance(result, dg.SensorResult | dg.SkipReason)
    return result


def _deliver(settings: Settings, name: str, age_seconds: float = QUIET_SECONDS + 5) -> None:
    file = settings.raw_dir / "desk" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("id\n1\n")
    os.utime(file, (time.time() - age_seconds,) * 2)


def test_a_new_file_starts_a_run_and_an_unchanged_zone_does_not(settings: Settings) -> None:
    _deliver(settings, "ticket.csv")
    first = _tick()
    assert isinstance(first, dg.SensorResult)
    assert first.run_requests is not None
    assert len(first.run_requests) == 1
    assert isinstance(_tick(first.cursor), dg.SkipReason)
    _deliver(settings, "note.csv")
    second = _tick(first.cursor)
    assert isinstance(second, dg.SensorResult)
    assert second.cursor != first.cursor


def test_a_delivery_that_still_arrives_is_waited_for(settings: Settings) -> None:
    _deliver(settings, "ticket.csv", age_seconds=1)
    result = _tick()
    assert isinstance(result, dg.SkipReason)
    assert "still arrive" in str(result.skip_message)


def test_no_raw_zone_starts_nothing(settings: Settings) -> None:
    assert isinstance(_tick(), dg.SkipReason)


def test_what_make_run_has_published_is_not_run_again(settings: Settings) -> None:
    _deliver(settings, "ticket.csv")
    first = _tick()
    assert isinstance(first, dg.SensorResult)
    build = settings.publish_dir / "20260101T000000Z-00000a"
    build.mkdir(parents=True)
    (build / "manifest.json").write_text(json.dumps({"raw_fingerprint": first.cursor}))
    (settings.publish_dir / "current").symlink_to(build.name)
    assert isinstance(_tick(), dg.SkipReason)


# Alerts


@dg.asset(owners=["team:support"])
def tickets() -> None:
    """An asset whose checks fail."""


@dg.asset_check(asset=tickets)
def is_complete() -> dg.AssetCheckResult:
    return dg.AssetCheckResult(passed=False, description="3 of 9 rows are empty.")


@dg.asset_check(asset=tickets)
def is_fresh() -> dg.AssetCheckResult:
    return dg.AssetCheckResult(passed=False, severity=dg.AssetCheckSeverity.WARN)


@dg.asset_check(asset=tickets)
def is_unique() -> dg.AssetCheckResult:
    return dg.AssetCheckResult(passed=True)


@dg.asset
def breaks() -> None:
    raise ValueError("the file is gone")


@pytest.fixture(scope="module")
def failed_run() -> Iterator[tuple[dg.DagsterInstance, dg.ExecuteInProcessResult]]:
    with dg.DagsterInstance.ephemeral() as instance:
        result = dg.materialize(
            [tickets, is_complete, is_fresh, is_unique, breaks], instance=instance, raise_on_error=False
        )
        yield instance, result


def test_failed_checks_and_steps_become_alerts_of_their_owners(
    failed_run: tuple[dg.DagsterInstance, dg.ExecuteInProcessResult], tmp_path: Path
) -> None:
    instance, result = failed_run
    owners = {dg.AssetKey("tickets"): "support"}
    dbt_results = [
        CheckResult("is_fresh", "tickets", "dbt_test", "warning", "warned", "two days old."),
        CheckResult("sums_agree", "tickets", "dbt_test", "error", "failed", "9 is not 8."),
        CheckResult("is_unique", "tickets", "dbt_test", "error", "passed", ""),
    ]
    alerts = alerts_of_run(instance, result.run_id, owners, dbt_results)
    told = {(alert.check, alert.severity, alert.owner, alert.table, alert.message) for alert in alerts}
    assert told == {
        ("is_complete", CRITICAL, "support", "tickets", "3 of 9 rows are empty."),
        ("is_fresh", WARNING, "support", "tickets", "two days old."),
        ("step", CRITICAL, "data-platform", "breaks", "the file is gone"),
        ("sums_agree", CRITICAL, "support", "tickets", "9 is not 8."),
    }
    assert len(raise_alerts(alerts, tmp_path / "alerts.jsonl")) == 4
    assert read_alerts(tmp_path / "alerts.jsonl") == alerts
    line = json.loads((tmp_path / "alerts.jsonl").read_text().splitlines()[0])
    assert {"time", "severity", "owner", "table", "message", "run_id"} <= set(line)


def test_a_run_looked_at_twice_alerts_once(
    failed_run: tuple[dg.DagsterInstance, dg.ExecuteInProcessResult], tmp_path: Path
) -> None:
    alerts = alerts_of_run(failed_run[0], failed_run[1].run_id, {})
    raise_alerts(alerts, tmp_path / "alerts.jsonl")
    assert raise_alerts(alerts, tmp_path / "alerts.jsonl") == []
    assert len(read_alerts(tmp_path / "alerts.jsonl")) == 3


@pytest.mark.parametrize("sensor", [alert_on_failed_run, alert_on_failed_check])
def test_the_sensors_write_the_alerts(
    failed_run: tuple[dg.DagsterInstance, dg.ExecuteInProcessResult], settings: Settings, sensor: Any
) -> None:
    instance, result = failed_run
    run = instance.get_run_by_id(result.run_id)
    assert run is not None
    event = next(event for event in result.all_events if event.is_failure and not event.is_step_event)
    context = dg.build_run_status_sensor_context(sensor.name, event, instance, run)
    sensor(context.for_run_failure() if sensor is alert_on_failed_run else context)
    assert {alert.check for alert in read_alerts(settings.alerts_file)} == {"is_complete", "is_fresh", "step"}


class _Receiver(http.server.BaseHTTPRequestHandler):
    received: list[dict[str, Any]] = []  # noqa: RUF012 (the handler class is all that the server offers)

    def do_POST(self) -> None:
        self.received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing to log."""


ALERT = Alert("2026-01-01T00:00:00+00:00", CRITICAL, "support", "marts.fct_messages", "rule", "wrong", "a run")


def test_an_alert_goes_to_the_webhook(tmp_path: Path) -> None:
    server = http.server.HTTPServer(("127.0.0.1", 0), _Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        raise_alerts([ALERT], tmp_path / "alerts.jsonl", f"http://127.0.0.1:{server.server_port}/")
    finally:
        server.shutdown()
    assert [sent["message"] for sent in _Receiver.received] == ["wrong"]
    assert _Receiver.received[0]["text"] == "critical: wrong"


def test_a_deaf_webhook_loses_no_alert(tmp_path: Path) -> None:
    raise_alerts([ALERT], tmp_path / "alerts.jsonl", "http://127.0.0.1:9/")
    assert read_alerts(tmp_path / "alerts.jsonl") == [ALERT]


# Settings


def test_settings_take_relative_paths_from_the_project(tmp_path: Path) -> None:
    settings = load_settings({"EMPATHY_RAW_DIR": "data/other", "EMPATHY_AS_OF": "2026-03-31T02:00:00+02:00"}, tmp_path)
    assert settings.raw_dir == tmp_path / "data" / "other"
    assert settings.warehouse == tmp_path / "data" / "warehouse.duckdb"
    assert settings.is_raw_dir_given
    assert str(settings.as_of) == "2026-03-31 00:00:00"


def test_memory_and_threads_of_dbt_are_those_of_the_run(tmp_path: Path) -> None:
    profile = (PROJECT_DIR / "profiles" / "profiles.yml").read_text()
    assert f"env_var('EMPATHY_MEMORY_LIMIT', '{load_settings({}, tmp_path).memory_limit}')" in profile
    assert f"env_var('EMPATHY_THREADS', '{load_settings({}, tmp_path).threads}')" in profile
    settings = load_settings({"EMPATHY_MEMORY_LIMIT": "5 GiB", "EMPATHY_THREADS": "2"}, tmp_path)
    assert settings.environment()["EMPATHY_THREADS"] == "2"
    assert settings.environment()["EMPATHY_MEMORY_LIMIT"] == "5 GiB"
    assert settings.half_memory_limit == "2.5GiB"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"EMPATHY_AS_OF": "31/03/2026"}, 'EMPATHY_AS_OF cannot be read: "31/03/2026"'),
        ({"EMPATHY_MEMORY_LIMIT": "80%"}, 'EMPATHY_MEMORY_LIMIT cannot be read: "80%"'),
        ({"EMPATHY_MEMORY_LIMIT": "0GB"}, 'EMPATHY_MEMORY_LIMIT cannot be read: "0GB"'),
        ({"EMPATHY_THREADS": "0"}, 'EMPATHY_THREADS cannot be read: "0"'),
        ({"EMPATHY_THREADS": "all"}, 'EMPATHY_THREADS cannot be read: "all"'),
        ({"EMPATHY_WAREHOUSE": "."}, "EMPATHY_WAREHOUSE is a folder"),
        ({"EMPATHY_RAW_DIR": "file"}, "EMPATHY_RAW_DIR is a file"),
        ({"EMPATHY_WAREHOUSE": "p/w.duckdb", "EMPATHY_PUBLISH_DIR": "p"}, "inside EMPATHY_PUBLISH_DIR"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path, values: dict[str, str], message: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match=message):
        load_settings(values, tmp_path)
