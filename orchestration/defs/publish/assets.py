"""The build's package, the report drawn from it, and the step that shows both to readers.

The report is written before the build becomes current, so that readers never find one without it.
"""

from collections.abc import Iterable
from pathlib import Path

import dagster as dg

from orchestration.defs.publish.builds import make_current
from orchestration.defs.publish.package import (
    DATABASE_FILE,
    new_build_id,
    package,
    write_manifest,
)
from orchestration.notes import COPIED, DBT_SECONDS, DURATIONS, PACKAGE
from orchestration.resources import Checks, Warehouse

GROUP = "published"
OWNERS = ["team:data-platform"]
DASHBOARD = dg.AssetSpec(
    "dashboard",
    deps=["publish"],
    group_name=GROUP,
    description="The Streamlit pages (make dashboard): read the current build, write nothing.",
    kinds={"streamlit"},
)


def packaged_asset(marts: Iterable[dg.AssetKey]) -> dg.AssetsDefinition:
    """The checked marts as DuckDB file, Parquet and manifest, in a folder not yet shown."""

    @dg.asset(name="package", deps=list(marts), group_name=GROUP, owners=OWNERS, kinds={"duckdb"})
    def package_build(warehouse: Warehouse, checks: Checks) -> dg.MaterializeResult:
        settings, notes = warehouse.settings, warehouse.notes
        copied = notes.read(COPIED)
        build_id = copied["build_id"] if copied else new_build_id()
        with notes.timed("package", f"package   {build_id}"):
            folder, manifest = package(settings, notes, build_id, checks.process.finish)
        notes.write(PACKAGE, {"build_id": build_id, "folder": str(folder), "manifest": manifest})
        return dg.MaterializeResult(metadata={"build_id": build_id, "rows": sum(manifest["row_counts"].values())})

    return package_build


@dg.asset(deps=["package"], group_name=GROUP, owners=OWNERS, kinds={"html"})
def report(warehouse: Warehouse) -> dg.MaterializeResult:
    """The static report page of this build."""
    # Drawing libraries take a second to import, and only this step needs them.
    from dashboard.report import build_report

    notes = warehouse.notes
    packaged = notes.read(PACKAGE)
    folder = Path(packaged["folder"])
    with notes.timed("report", "report    static page"):
        page = build_report(folder / DATABASE_FILE, folder / "report", packaged["manifest"])
    return dg.MaterializeResult(metadata={"page": str(page.relative_to(folder))})


@dg.asset(deps=["package", "report"], group_name=GROUP, owners=OWNERS, kinds={"duckdb"})
def publish(warehouse: Warehouse) -> dg.MaterializeResult:
    """The build that readers see: published/current points to it from one moment to the next."""
    settings, notes = warehouse.settings, warehouse.notes
    packaged = notes.read(PACKAGE)
    build_id, folder = packaged["build_id"], Path(packaged["folder"])
    with notes.timed("publish", f"publish   {settings.publish_dir / 'current'}"):
        manifest = packaged["manifest"] | {
            "durations": notes.read(DURATIONS) or {},
            "dbt_seconds": notes.read(DBT_SECONDS) or {},
        }
        write_manifest(folder, manifest)
        build = make_current(settings.publish_dir, folder, build_id)
    return dg.MaterializeResult(metadata={"build_id": build_id, "path": dg.MetadataValue.path(str(build))})
