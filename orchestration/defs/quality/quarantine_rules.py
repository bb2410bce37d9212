"""Rules on quarantine.<source>_<table>: how much of a delivery staging could not read."""

from __future__ import annotations

from orchestration.defs.landing.contract import ContractTable
from orchestration.defs.landing.read import identifier
from orchestration.defs.quality.results import ERROR, WARNING
from orchestration.defs.quality.rules import Rule, query_rule
from orchestration.defs.quality.thresholds import EXAMPLES, UNREADABLE_SHARE_MAX

QUARANTINE_SCHEMA = "quarantine"


def quarantine_rules(table: ContractTable) -> tuple[Rule, ...]:
    """Warns of any unreadable row; an error above the tolerated share of the delivered rows."""
    relation = f"{QUARANTINE_SCHEMA}.{table.source}_{table.name}"
    advice = (
        f"Read the reasons: select reason, raw_row from {relation} where rule = 'unreadable'; "
        "correct the rows and deliver them again."
    )
    return (
        query_rule(
            "unreadable_share_is_tolerable",
            _query(table, UNREADABLE_SHARE_MAX),
            "{failing} of {total} delivered rows ({share}) are unreadable, for example {examples}; "
            f"at most {UNREADABLE_SHARE_MAX:.0%} may be.",
            advice,
            severity=ERROR,
        ),
        query_rule(
            "nothing_is_unreadable",
            _query(table, 0.0),
            "{failing} of {total} delivered rows ({share}) are unreadable, for example {examples}.",
            advice,
            severity=WARNING,
        ),
    )


def _query(table: ContractTable, max_share: float) -> str:
    raw = f"{identifier(table.schema)}.{identifier(table.name)}"
    return f"""
        select
            coalesce(sum(row_count), 0) as failing,
            (select count(*) from {raw}) as total,
            min(reason, {EXAMPLES}) as examples,
            null as "column",
            null as type
        from {{batch}}
        where rule = 'unreadable'
        having coalesce(sum(row_count), 0) > {max_share} * (select count(*) from {raw})
    """
