"""Versions of subscriptions: documented statuses, customers that exist, periods in order, one version at a time."""

from __future__ import annotations

from orchestration.defs.quality.raw_rules import RawTable, belongs_to, contract_rules, in_order, known_values
from orchestration.defs.quality.results import WARNING
from orchestration.defs.quality.rules import Rule, query_rule


def rules(table: RawTable) -> list[Rule]:
    """The rules of the contract and those of this table."""
    return [
        *contract_rules(table),
        *known_values(
            table,
            "status",
            ("trialing", "active", "past_due", "paused", "unpaid", "canceled", "incomplete", "incomplete_expired"),
            "Add the word to the seed subscription_status_mappings.",
        ),
        *belongs_to(table, "customer_id", "customer"),
        *in_order(table, "start_date", "ended_at", "ends of subscriptions"),
        *in_order(table, "current_period_start", "current_period_end", "periods"),
        *_one_version_at_a_time(table),
    ]


def _one_version_at_a_time(table: RawTable) -> list[Rule]:
    """Warns of versions that begin before the one before has ended; none if a column is absent."""
    if not table.has("id", "_fivetran_start", "_fivetran_end"):
        return []
    query = f"""
        with ordered as (
            select
                id,
                {table.read("_fivetran_end")} > lead({table.read("_fivetran_start")}) over (
                    partition by id order by {table.read("_fivetran_start")}
                ) as is_overlapping
            from {{batch}}
        )
        select
            count(*) filter (where is_overlapping) as failing, count(*) as total,
            min(cast(id as varchar), 3) filter (where is_overlapping) as examples, null as "column", null as type
        from ordered having count(*) filter (where is_overlapping) > 0
    """
    return [
        query_rule(
            "versions_do_not_overlap",
            query,
            "{failing} of {total} versions end after the next one began: {examples}.",
            "Only the beginning of a version is read; check the loader's history mode.",
            column="_fivetran_end",
            severity=WARNING,
        )
    ]
