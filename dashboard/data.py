"""Reads the published build. The only module of the dashboard that opens a database.

A build is a folder that never changes once it is published, so frames may be cached by build id.
The symlink `current` is resolved once a run: a publish in the middle of a run then changes nothing
under the reader. Connections are read-only and closed at once, because a long-lived one would keep
serving the build it first saw.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboard import words

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

PUBLISH_DIR_VARIABLE = "EMPATHY_PUBLISH_DIR"
DEFAULT_PUBLISH_DIR = Path(__file__).resolve().parent.parent / "data" / "published"
DATABASE = "empathy.duckdb"


class NothingPublishedError(Exception):
    """No build has been published yet; the message says what to run."""


class UnreadableBuildError(Exception):
    """A build is published but a part of it is missing or damaged; the message names the part."""


@dataclass(frozen=True)
class Build:
    """One published build, by its resolved folder."""

    build_id: str
    folder: Path
    manifest: dict[str, Any]

    @property
    def database(self) -> Path:
        """The DuckDB file that holds the schema `marts`."""
        return self.folder / DATABASE


@dataclass(frozen=True)
class Choices:
    """What a reader can choose from: stages by journey, segments by name, periods newest first."""

    stages: list[str]
    segments: list[str]
    periods: dict[str, list[str]]


def publish_dir() -> Path:
    """The publish folder: EMPATHY_PUBLISH_DIR, or data/published of this project."""
    return Path(os.environ.get(PUBLISH_DIR_VARIABLE) or DEFAULT_PUBLISH_DIR)


def current_build(root: Path) -> Build:
    """The build that `<root>/current` points at.

    Raises NothingPublishedError when there is none, UnreadableBuildError when a part of it cannot be read.
    """
    pointer = root / "current"
    if not pointer.exists():
        raise NothingPublishedError(
            f"Nothing is published in {root} yet. Run `make run` first; "
            f"if your builds are elsewhere, set {PUBLISH_DIR_VARIABLE} to that folder."
        )
    folder = pointer.resolve()
    if not (folder / DATABASE).is_file():
        raise UnreadableBuildError(f"The build {folder.name} has no {DATABASE}. Run `make run` again.")
    manifest = read_manifest(folder / "manifest.json")
    return Build(str(manifest.get("build_id", folder.name)), folder, manifest)


def read_manifest(path: Path) -> dict[str, Any]:
    """A build's manifest. Raises UnreadableBuildError, naming the file, when it is not a JSON object."""
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnreadableBuildError(f"Cannot read {path}: {error}. Run `make run` again.") from error
    if not isinstance(manifest, dict):
        raise UnreadableBuildError(f"{path} is not a JSON object. Run `make run` again.")
    return manifest


@contextmanager
def _connection(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    import duckdb

    connection = duckdb.connect(str(database), read_only=True)
    try:
        yield connection
    finally:
        connection.close()


def _frame(database: Path, sql: str, values: list[Any] | None = None) -> pd.DataFrame:
    import duckdb

    try:
        with _connection(database) as connection:
            return connection.execute(sql, values or []).df()
    except duckdb.CatalogException as error:
        reason = str(error).splitlines()[0]
        raise UnreadableBuildError(f"{database} lacks a mart that the page reads: {reason}") from error
    except duckdb.BinderException as error:
        reason = str(error).splitlines()[0]
        raise UnreadableBuildError(f"{database} lacks a column that the page reads: {reason}") from error


def choices(database: Path) -> Choices:
    """Stages, segments and periods that the index mart holds, roll-ups first."""
    frame = _frame(
        database,
        """
        select distinct
            journey_stage,
            segment,
            period_grain,
            cast(period_start as date)::varchar as period
        from marts.empathy_index
        """,
    )
    stages = sorted(set(frame["journey_stage"]), key=lambda s: (s != words.ALL, words.stage_order(s), s))
    segments = sorted(set(frame["segment"]), key=lambda s: (s != words.ALL, s == "unknown", s))
    periods = {
        grain: sorted(set(frame.loc[frame["period_grain"] == grain, "period"]), reverse=True)
        for grain in words.GRAINS
        if (frame["period_grain"] == grain).any()
    }
    return Choices(stages, segments, periods)


def index(database: Path, grain: str) -> pd.DataFrame:
    """The index of every stage, segment and period of a grain; `period` is ISO text."""
    return _frame(
        database,
        """
        select
            journey_stage,
            segment,
            cast(period_start as date)::varchar as period,
            empathy_index,
            ci_low,
            ci_high,
            coverage,
            experience_score,
            behaviour_score,
            business_score,
            qualitative_score,
            empathy_index_geometric,
            empathy_index_equal_weighted,
            customer_count,
            published_customer_share,
            previous_empathy_index,
            change,
            coalesce(is_suppressed, false) as is_suppressed,
            suppression_reason,
            weight_set_version,
            goalpost_version,
        from marts.empathy_index
        where period_grain = ?
        order by period, journey_stage, segment
        """,
        [grain],
    )


def contributions(database: Path, grain: str, period: str) -> pd.DataFrame:
    """What each measure gave to the index of a period: one row a stage, segment and measure."""
    return _frame(
        database,
        """
        select
            parts.journey_stage,
            parts.segment,
            parts.dimension,
            parts.metric_id,
            coalesce(metrics.metric_name, parts.metric_id) as metric_name,
            parts.weight,
            parts.score,
            parts.contribution,
            parts.change_contribution,
        from marts.empathy_index_contributions as parts
        left join marts.dim_metrics as metrics on parts.metric_id = metrics.metric_id
        where parts.period_grain = ? and cast(parts.period_start as date) = cast(? as date)
        order by parts.dimension, parts.metric_id
        """,
        [grain, period],
    )


SCORECARD = """
    select
        metric_id,
        metric_name,
        journey_stage,
        segment,
        cast(period_start as date)::varchar as period,
        dimension,
        indicator_type,
        direction,
        unit,
        band,
        owner,
        data_source,
        action_threshold,
        suppression_reason,
        value,
        n,
        ci_low,
        ci_high,
        coalesce(acceptable_from, target) as goal,
        normalised_score,
        previous_value,
        change,
        coalesce(is_breached, false) as is_breached,
        coalesce(is_suppressed, false) as is_suppressed,
        coalesce(is_low_confidence, false) as is_low_confidence,
    from marts.journey_stage_scorecard
    where period_grain = ? and segment = ?
"""


def scorecard(database: Path, grain: str, segment: str, period: str) -> pd.DataFrame:
    """The scorecard of a segment and period: one row a stage and measure.

    `goal` is the value from which the measure counts as acceptable; its target if it has no band.
    """
    return _frame(
        database,
        SCORECARD + "and cast(period_start as date) = cast(? as date) order by 3, 6, 1",
        [grain, segment, period],
    )


def weekly_measure(database: Path, segment: str, metric_id: str, until: str) -> pd.DataFrame:
    """One measure by stage over the 26 weeks that start before the date `until`."""
    return _frame(
        database,
        SCORECARD
        + """
        and metric_id = ?
        and cast(period_start as date) < cast(? as date)
        and cast(period_start as date) >= cast(? as date) - interval 182 day
        order by period, journey_stage
        """,
        ["week", segment, metric_id, until, until],
    )


def measures(database: Path) -> pd.DataFrame:
    """The metric catalogue as published: one row a measure."""
    return _frame(database, "select * from marts.dim_metrics order by metric_id")
