"""The dbt project as assets: one dbt build, models as assets, data tests as asset checks."""
