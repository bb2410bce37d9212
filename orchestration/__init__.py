"""The Dagster project: land the raw zone, check, run dbt, check, publish, alert."""
