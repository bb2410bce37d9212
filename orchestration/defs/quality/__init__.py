"""Great Expectations: raw relations before dbt, quarantine and marts after it. One module a table in suites/."""
