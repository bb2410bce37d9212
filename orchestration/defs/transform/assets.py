"""One step that runs `dbt build`: seeds, models, data tests; unit tests are for `make test`."""

import os
import sys
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from functools import cached_property
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtCliRuntimeError, DbtCliInvocation, DbtCliResource, dbt_assets
from packaging.version import Version, parse

from orchestration import progress
from orchestration.defs.transform.dbt_checks import dbt_check_results, failed_models, run_results
from orchestration.defs.transform.dbt_seconds import seconds_by_part
from orchestration.defs.transform.manifest import TARGET_DIR, prepared_manifest
from orchestration.defs.transform.translator import FolderTranslator, key_of
from orchestration.notes import DBT_CHECKS, DBT_SECONDS
from orchestration.resources import Warehouse

DBT_COMMAND = "orchestration.defs.transform.dbt_command"
BUILD = ["build", "--exclude-resource-type", "unit_test"]
LOCK_RETRIES = 3
LOCK_RETRY_SECONDS = 10
LOCK_SIGNS = ("could not set lock", "conflicting lock")
PROGRESS_EVERY = 50


class DbtBuildError(RuntimeError):
    """Models or tests failed; the text lists each with table, reason and examples."""


class InstalledDbt(DbtCliResource):
    """dbt of this environment, without the two slow things that the integration does beforehand."""

    @cached_property
    def _cli_version(self) -> Version:
        # The integration starts `dbt --version` for this, which takes seconds.
        return parse(installed_version("dbt-core"))

    def _initialize_dbt_core_adapter(self, args: Any) -> Any:
        # Only serves reading column metadata from the file, which must stay free for dbt itself.
        return None


def dbt_resource(project_dir: Path) -> InstalledDbt:
    """dbt as this project is built: its own profiles folder, its own environment."""
    return InstalledDbt(
        project_dir=str(project_dir),
        profiles_dir=str(project_dir / "profiles"),
        dbt_executable=sys.executable,
        global_config_flags=["-m", DBT_COMMAND, *_log_flags()],
    )


def _log_flags() -> list[str]:
    """No debug log of dbt's own, some 30 MB of JSON a build; what dbt tells is in the run's log, the SQL in the target
    folder. DBT_LOG_LEVEL_FILE=debug brings it back."""
    return [] if os.environ.get("DBT_LOG_LEVEL_FILE") else ["--log-level-file", "none"]


def built_assets(manifest_path: Path, read_by_later_steps: Collection[dg.AssetKey]) -> dg.AssetsDefinition:
    """All seeds and models as assets, their data tests as asset checks.

    A run whose record nobody keeps (`make run`) tells Dagster only of read_by_later_steps: some thousand events for
    other assets and their checks cost more than building the models. What dbt's tests found is in the notes.
    """

    @dbt_assets(
        manifest=manifest_path,
        name="dbt_build",
        dagster_dbt_translator=FolderTranslator(),
        exclude="resource_type:unit_test",
    )
    def dbt_build(context: dg.AssetExecutionContext, dbt: InstalledDbt, warehouse: Warehouse) -> Iterator[Any]:
        settings, notes = warehouse.settings, warehouse.notes
        target = settings.project_dir / TARGET_DIR
        (target / "run_results.json").unlink(missing_ok=True)
        # dbt itself writes none; files may have changed since this process read it.
        prepared_manifest(settings.project_dir)
        with notes.timed("dbt_build", "build     models and tests (dbt)"):
            began = datetime.now(UTC)
            build = dbt.cli(BUILD, context=context, target_path=target)
            try:
                if context.instance.is_ephemeral:
                    yield from _built(build, read_by_later_steps)
                else:
                    yield from _counted(build.stream())
            except DagsterDbtCliRuntimeError as error:
                _retry_if_locked(str(error))
                results = dbt_check_results(target, settings.warehouse)
                notes.write_checks(DBT_CHECKS, results)
                messages = [*failed_models(target)]
                messages += [result.message for result in results if result.status == "failed"]
                text = "\n".join(messages) or str(error)
                raise DbtBuildError(f"dbt build failed:\n{text}") from error
            notes.write(DBT_SECONDS, seconds_by_part(run_results(target), began, datetime.now(UTC)))
        notes.write_checks(DBT_CHECKS, dbt_check_results(target, settings.warehouse))

    return dbt_build


def staging_keys(manifest: Mapping[str, Any]) -> dict[str, dg.AssetKey]:
    """Asset of the staging model that reads each source table, by "source.table"."""
    keys = {}
    for node in manifest["nodes"].values():
        if node["resource_type"] == "model" and "staging" in node["fqn"]:
            for source_id in node["depends_on"]["nodes"]:
                source = manifest["sources"].get(source_id)
                if source:
                    keys[f"{source['source_name']}.{source['name']}"] = key_of(node)
    return keys


def mart_keys(manifest: Mapping[str, Any]) -> dict[str, dg.AssetKey]:
    """Asset of every model in the schema marts, by name."""
    return {
        node["name"]: key_of(node)
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["schema"] == "marts"
    }


def is_lock_error(text: str) -> bool:
    """Whether dbt's output says that another process holds the build file."""
    return any(sign in text.lower() for sign in LOCK_SIGNS)


def _retry_if_locked(text: str) -> None:
    """A lock goes away with whoever holds it; any other error would only fail again."""
    if is_lock_error(text):
        progress.say(f"build     the build file is locked; again in {LOCK_RETRY_SECONDS} s")
        raise dg.RetryRequested(max_retries=LOCK_RETRIES, seconds_to_wait=LOCK_RETRY_SECONDS)


def _built(build: DbtCliInvocation, keys: Collection[dg.AssetKey]) -> Iterator[dg.MaterializeResult[Any]]:
    """Those of keys whose models were built, in the order of their building, as Dagster demands."""
    key_of_model = {f"model.{key.path[-1]}": key for key in keys}
    for event in _counted(event for event in build.stream_raw_events() if event.is_result_event):
        node = event.raw_event["data"]["node_info"]
        key = key_of_model.get(f"{node['resource_type']}.{node['node_name']}")
        if key and node["node_status"] == "success":
            yield dg.MaterializeResult(key)


def _counted(events: Iterator[Any]) -> Iterator[Any]:
    for done, event in enumerate(events, start=1):
        if done % PROGRESS_EVERY == 0:
            progress.say(f"build     {done} models and tests done")
        yield event
