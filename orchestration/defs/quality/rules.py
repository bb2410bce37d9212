"""The vocabulary in which suites are written: each function gives one rule, a GX expectation.

A rule knows its severity and how to say what is wrong; runner.py turns failures into messages.
Only the check process imports this module (Great Expectations takes seconds to import).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from great_expectations.expectations.core.expect_column_values_to_be_between import (
    ExpectColumnValuesToBeBetween,
)
from great_expectations.expectations.core.expect_column_values_to_be_in_set import (
    ExpectColumnValuesToBeInSet,
)
from great_expectations.expectations.core.expect_column_values_to_be_unique import (
    ExpectColumnValuesToBeUnique,
)
from great_expectations.expectations.core.expect_column_values_to_not_be_null import (
    ExpectColumnValuesToNotBeNull,
)
from great_expectations.expectations.core.expect_compound_columns_to_be_unique import (
    ExpectCompoundColumnsToBeUnique,
)
from great_expectations.expectations.core.expect_table_row_count_to_be_between import (
    ExpectTableRowCountToBeBetween,
)
from great_expectations.expectations.core.unexpected_rows_expectation import (
    UnexpectedRowsExpectation,
)
from great_expectations.expectations.metadata_types import FailureSeverity

from orchestration.defs.landing.read import identifier, literal
from orchestration.defs.quality.results import ERROR, WARNING
from orchestration.defs.quality.thresholds import EXAMPLES, ROUNDING

GX_SEVERITY = {ERROR: FailureSeverity.CRITICAL, WARNING: FailureSeverity.WARNING}


@dataclass(frozen=True)
class Rule:
    """says: what is wrong, with {failing} {total} {share} {examples}; advice: what to do."""

    name: str
    expectation: Any
    severity: str
    column: str | None
    says: str
    advice: str


def has_rows(advice: str, severity: str = ERROR) -> Rule:
    return Rule(
        "has_rows",
        ExpectTableRowCountToBeBetween(min_value=1, severity=GX_SEVERITY[severity]),
        severity,
        None,
        "the table is empty.",
        advice,
    )


def not_null(column: str, advice: str, max_share: float = 0.0, severity: str = ERROR) -> Rule:
    """At most max_share (0..1) of the rows may be empty in the column."""
    return Rule(
        f"{column}_is_filled",
        ExpectColumnValuesToNotBeNull(
            column=column, mostly=1 - max_share, severity=GX_SEVERITY[severity]
        ),
        severity,
        column,
        f"{{failing}} of {{total}} rows ({{share}}) are empty; at most {max_share:.0%} may be.",
        advice,
    )


def unique(column: str, advice: str, severity: str = ERROR) -> Rule:
    return Rule(
        f"{column}_is_unique",
        ExpectColumnValuesToBeUnique(column=column, severity=GX_SEVERITY[severity]),
        severity,
        column,
        "{failing} of {total} rows share their key with another, for example {examples}.",
        advice,
    )


def unique_together(columns: Sequence[str], advice: str, severity: str = ERROR) -> Rule:
    return Rule(
        "key_is_unique",
        ExpectCompoundColumnsToBeUnique(column_list=list(columns), severity=GX_SEVERITY[severity]),
        severity,
        ", ".join(columns),
        "{failing} of {total} rows share their key with another, for example {examples}.",
        advice,
    )


def in_set(column: str, values: Sequence[str], advice: str, severity: str = ERROR) -> Rule:
    return Rule(
        f"{column}_is_known",
        ExpectColumnValuesToBeInSet(
            column=column, value_set=list(values), severity=GX_SEVERITY[severity]
        ),
        severity,
        column,
        f"{{failing}} of {{total}} values are none of {', '.join(values)}: {{examples}}.",
        advice,
    )


def between(
    column: str,
    low: float | None,
    high: float | None,
    advice: str,
    severity: str = ERROR,
) -> Rule:
    """Values lie within [low, high], rounding of doubles allowed; empty values pass."""
    return Rule(
        f"{column}_is_in_range",
        ExpectColumnValuesToBeBetween(
            column=column,
            min_value=None if low is None else low - ROUNDING,
            max_value=None if high is None else high + ROUNDING,
            severity=GX_SEVERITY[severity],
        ),
        severity,
        column,
        f"{{failing}} of {{total}} values lie outside {low} to {high}: {{examples}}.",
        advice,
    )


def no_row_where(
    name: str,
    condition: str,
    says: str,
    advice: str,
    *,
    column: str | None = None,
    example: str | None = None,
    max_share: float = 0.0,
    severity: str = ERROR,
) -> Rule:
    """At most max_share (0..1) of the rows may meet the SQL condition.

    example: SQL of the value that a message shows; by default the column.
    """
    shown = example or (identifier(column) if column else "null")
    query = f"""
        select
            count(*) filter (where {condition}) as failing,
            count(*) as total,
            min(cast({shown} as varchar), {EXAMPLES}) filter (where {condition}) as examples
        from {{batch}}
        having count(*) filter (where {condition}) > {max_share} * count(*)
    """
    return query_rule(name, query, says, advice, column=column, severity=severity)


def query_rule(
    name: str,
    query: str,
    says: str,
    advice: str,
    *,
    column: str | None = None,
    severity: str = ERROR,
) -> Rule:
    """Fails when the query gives a row: (failing, total, examples) and, optionally, column."""
    return Rule(
        name,
        UnexpectedRowsExpectation(
            unexpected_rows_query=query,
            description=name,
            severity=GX_SEVERITY[severity],
        ),
        severity,
        column,
        says,
        advice,
    )


def refers_to(
    column: str,
    relation: str,
    key: str,
    advice: str,
    *,
    max_share: float,
    severity: str,
) -> Rule:
    """At most max_share of the filled values may lack a row in the other relation.

    Values are compared as text: the two files may hold the same identifier as text and number.
    """
    value = identifier(column)
    known = f"select cast({identifier(key)} as varchar) from {relation}"
    condition = (
        f"{value} is not null and cast({value} as varchar) not in "
        f"({known} where {identifier(key)} is not null)"
    )
    return no_row_where(
        f"{column}_is_in_{relation.split('.')[-1]}",
        condition,
        f"{{failing}} of {{total}} rows ({{share}}) name a {column} that {relation} lacks: "
        "{examples}.",
        advice,
        column=column,
        max_share=max_share,
        severity=severity,
    )


def listed(values: Sequence[str]) -> str:
    return ", ".join(literal(value) for value in values)
