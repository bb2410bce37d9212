"""What `make run` prints at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orchestration.defs.publish.builds import CURRENT, current_build, current_manifest
from orchestration.notes import DBT_SECONDS, DURATIONS, Notes
from orchestration.settings import Settings

WARNINGS_SHOWN = 8
DIMENSIONS = ("experience", "behaviour", "business", "qualitative")


@dataclass(frozen=True)
class Outcome:
    """messages: what failed, in words; empty after a success. start_up_seconds: until the first step could begin."""

    is_success: bool
    messages: tuple[str, ...]
    notes: Notes
    start_up_seconds: float = 0.0


def success_text(settings: Settings, outcome: Outcome, seconds: float, log_file: Path) -> str:
    """Headline numbers of the build that has just become current."""
    manifest = current_manifest(settings.publish_dir) or {}
    build = settings.publish_dir / CURRENT
    lines = [
        "",
        f"Published {manifest['build_id']}, as of {manifest['as_of']}",
        "",
        *index_lines(manifest.get("index")),
        "",
        "Marts",
        *(f"  {mart:<32} {rows:>12,} rows" for mart, rows in manifest["row_counts"].items()),
        "",
        *check_lines(manifest["checks"]),
        *_counted("Unreadable rows in quarantine", manifest["quarantine"]),
        *_listed(
            "Sources of earlier builds that were not delivered (the index covers less, it does not mean less)",
            manifest.get("dropped_sources", []),
        ),
        *_listed("Tables not delivered (what is drawn from them stays empty)", manifest["absent_tables"]),
        "Where to look",
        f"  marts      {build / 'empathy.duckdb'} (schema marts), {build / 'parquet'}",
        f"  report     {(build / 'report' / 'index.html').as_uri()}",
        f"  checks     {build / 'data_docs'}, {build / 'manifest.json'}",
        f"  alerts     {settings.alerts_file}",
        f"  log        {log_file}",
        "  dashboard  make dashboard",
        "  lineage    make dagster",
        "",
        time_line(outcome, seconds),
    ]
    return "\n".join(lines)


def time_line(outcome: Outcome, seconds: float) -> str:
    """The seconds of each step, which sum to those of the run; those of dbt by part as well."""
    steps = {"start_up": outcome.start_up_seconds, **(outcome.notes.read(DURATIONS) or {})}
    steps["between_steps"] = seconds - sum(steps.values())
    parts = ", ".join(f"{part} {took:.1f}" for part, took in (outcome.notes.read(DBT_SECONDS) or {}).items())
    told = [
        f"{step} {took:.1f} s ({parts})" if step == "dbt_build" and parts else f"{step} {took:.1f} s"
        for step, took in steps.items()
    ]
    return f"Time: {', '.join(told)}, in all {seconds:.1f} s"


def failure_text(settings: Settings, messages: Sequence[str], log_file: Path) -> str:
    """What failed, and what readers see meanwhile."""
    build = current_build(settings.publish_dir)
    kept = (
        f"Readers keep the last good build {build}."
        if build
        else "Nothing has been published yet, so there is nothing for readers to see."
    )
    docs = settings.notes_dir / "data_docs"
    seen = [f"Checks of this run: {docs}"] if docs.exists() else []
    return "\n".join(["", "The refresh failed:", "", *messages, "", kept, *seen, f"Full log: {log_file}"])


def index_lines(index: dict[str, Any] | None) -> list[str]:
    """The index with its interval and coverage, or why there is none."""
    if not index:
        return ["Empathy index: none, no period has been scored."]
    period = f"{index['period_grain']} from {index['period_start']}"
    covered = f"coverage {index['coverage']:.0%}" if index["coverage"] is not None else "no coverage"
    if index["value"] is None:
        return [f"Empathy index ({period}): not shown, {index['suppression_reason']} ({covered})"]
    interval = ""
    if index["ci_low"] is not None and index["ci_high"] is not None:
        interval = f", 95 % interval {index['ci_low']:.1f} to {index['ci_high']:.1f}"
    return [f"Empathy index ({period}): {index['value']:.1f}{interval}, {covered}", *unmeasured_lines(index)]


def unmeasured_lines(index: dict[str, Any]) -> list[str]:
    """Which dimensions the index is told without: their weight goes to the others, and the coverage says how much."""
    missing = [name for name in DIMENSIONS if index.get(f"{name}_score") is None]
    return [f"  not measured: {', '.join(missing)}; the index is of what is measured"] if missing else []


def check_lines(checks: dict[str, Any]) -> list[str]:
    """Counts of checks and the first warnings."""
    warned = [result["message"] for result in checks["results"] if result["status"] == "warned"]
    more = len(warned) - WARNINGS_SHOWN
    return [
        f"Checks: {checks['passed']} passed, {checks['warned']} warned, {checks['failed']} failed",
        *(f"  warning: {message}" for message in warned[:WARNINGS_SHOWN]),
        *([f"  and {more} more: see manifest.json"] if more > 0 else []),
        "",
    ]


def _counted(title: str, counts: dict[str, int]) -> list[str]:
    if not counts:
        return []
    return [title, *(f"  {name:<32} {count:>12,}" for name, count in counts.items()), ""]


def _listed(title: str, names: Sequence[str]) -> list[str]:
    return [f"{title}: {', '.join(names)}", ""] if names else []
