"""The scoring models' own SQL, run again and again on small inputs without dbt.

Belongs here: the models in their order, as dbt compiled them for the shared build, and a place to run them. Does not
belong here: any expectation about the figures that come out.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb
import pandas as pd

SIGNALS = "intermediate"
MARTS = "marts"
# Relation: its schema. In the order of their references.
FROM_OBSERVATIONS = {
    "int_metric_daily_sums": SIGNALS,
    "int_metric_components": SIGNALS,
    "int_customer_metrics": SIGNALS,
    "int_metric_customers": SIGNALS,
    "int_observed_customers": SIGNALS,
}
FROM_COMPONENTS = {
    "fct_metric_values": MARTS,
    "int_metric_targets": SIGNALS,
    "int_metric_weights": SIGNALS,
    "int_metric_scores": SIGNALS,
}
FROM_SCORES = {
    "int_index_dimensions": SIGNALS,
    "int_index_publication": SIGNALS,
    "int_index_contributions": SIGNALS,
    "int_index_replicates": SIGNALS,
    "empathy_index_contributions": MARTS,
    "empathy_index": MARTS,
}
METRIC = {
    "estimator": "proportion",
    "unit": "share",
    "direction": "higher_is_better",
    "indicator_type": "lagging",
    "value_multiplier": 1.0,
    "minimum_n": 30,
    "applicable_stages": "all",
    "is_in_index": True,
}
GOALPOST = {"journey_stage": "all", "segment": "all", "scale": "linear", "goalpost_version": "1"}
SINCE = pd.Timestamp("2000-01-01")


class IndexSql:
    """One in-memory database: the other relations are as in the shared build, but without rows; seeds keep theirs."""

    def __init__(self, built: Path) -> None:
        """Copy the relations' columns from the file of the shared build. Raises OSError when it is missing."""
        self.compiled = built.parent / "target" / "compiled" / "empathy_warehouse" / "models"
        self.connection = duckdb.connect()
        self.connection.execute("set timezone = 'UTC'")
        self.connection.execute(f"attach '{built}' as built (read_only)")
        self.connection.execute(f"attach ':memory:' as {built.stem}")
        self.connection.execute(f"use {built.stem}")
        # Columns rather than rows: a view cannot be read under another name of its database.
        columns = self.connection.sql(
            """
            select
                schema_name,
                table_name,
                string_agg(format('"{}" {}', column_name, data_type), ', ' order by column_index)
            from duckdb_columns()
            where database_name = 'built' and not internal
            group by schema_name, table_name
            """
        ).fetchall()
        for schema, table, definition in columns:
            self.connection.execute(f"create schema if not exists {schema}")
            self.connection.execute(f"create table {schema}.{table} ({definition})")
            if schema in {"scoring", "vocabulary"}:
                self.connection.execute(f"insert into {schema}.{table} select * from built.{schema}.{table}")
        self.connection.execute("detach built")

    def write(self, inputs: Mapping[str, pd.DataFrame]) -> None:
        """Replace the rows of relations ("schema.table"); columns that a frame lacks are null."""
        for relation, frame in inputs.items():
            self.connection.execute(f"delete from {relation}")
            self.connection.register("rows_to_write", frame)
            self.connection.execute(f"insert into {relation} by name select * from rows_to_write")
            self.connection.unregister("rows_to_write")

    def run(self, models: Mapping[str, str]) -> None:
        """Build the models anew, each from those before it."""
        for model, schema in models.items():
            (path,) = self.compiled.rglob(f"{model}.sql")
            self.connection.execute(f"create or replace table {schema}.{model} as {path.read_text(encoding='utf-8')}")

    def rows(self, query: str) -> pd.DataFrame:
        """The rows of a query."""
        return self.connection.sql(query).df()


def metrics(dimensions: Mapping[str, str], **more: object) -> pd.DataFrame:
    """Rows of dim_metrics: a share in the index for each metric of a dimension."""
    return pd.DataFrame(
        [{"metric_id": metric, "dimension": dimension, **METRIC, **more} for metric, dimension in dimensions.items()]
    )


def goalposts(ends: Mapping[str, tuple[float, float]]) -> pd.DataFrame:
    """Rows of goalposts, in force everywhere: floor and target by metric."""
    return pd.DataFrame(
        [
            {"metric_id": metric, "floor": floor, "target": target, "valid_from": SINCE, **GOALPOST}
            for metric, (floor, target) in ends.items()
        ]
    )
