"""Great Expectations: raw relations before dbt, quarantine and marts after it."""
