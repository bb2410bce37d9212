"""The Dagster project: lands the raw zone, checks it, runs dbt, checks the marts, publishes and alerts."""
