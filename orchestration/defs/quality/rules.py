"""The vocabulary in which suites are written: each function gives one rule.

A rule is an expectation of its own, or a query that joins the table's other queries in one: an
expectation costs Great Expectations far more time than the rows that it reads. A rule knows its
severity and how to say what is wrong; runner.py turns failures into messages. Only the check
process imports this module (Great Expectations takes seconds to import).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

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
    """says: what is wrong ({failing} {total} {share} {examples} {type}); advice: what to do.

    Exactly one of these is set. expectation: a Great Expectations expectation. condition: SQL that
    no more than max_share (0..1) of the rows meet; example is what a message shows of such a row.
    query: SQL over {batch} with one row (failing, total, examples, column, type) a failure.
    """

    name: str
    severity: str
    column: str | None
    says: str
    advice: str
    expectation: Any = None
    condition: str | None = None
    example: str = "null"
    max_share: float = 0.0
    query: str | None = None


def combined(rules: Sequence[Rule], severity: str) -> Any:
    """One expectation for rules that are queries; its rows carry the rule's position as "rule"."""
    counted, failing = ["count(*) as total"], []
    for number, rule in enumerate(rules):
        if rule.query:
            failing.append(f"select {number} as rule, of_query.* from ({rule.query}) as of_query")
            continue
        counted += [
            f"count(*) filter (where {rule.condition}) as failing_{number}",
            f"min(cast({rule.example} as varchar), {EXAMPLES}) filter (where {rule.condition}) as examples_{number}",
        ]
        failing.append(
            f"select {number} as rule, failing_{number} as failing, total, "
            f'examples_{number} as examples, null as "column", null as type '
            f"from counted where failing_{number} > {rule.max_share} * total"
        )
    query = (
        f"with counted as (select {', '.join(counted)} from {{batch}}) "
        f"select * from ({' union all '.join(failing)}) as failing order by rule"
    )
    # Great Expectations reads the query as a format string: braces of regular expressions double.
    escaped = query.replace("{", "{{").replace("}", "}}").replace("{{batch}}", "{batch}")
    return UnexpectedRowsExpectation(
        unexpected_rows_query=escaped,
        description="; ".join(rule.name.replace("_", " ") for rule in rules),
        severity=GX_SEVERITY[severity],
    )


def has_rows(advice: str, severity: str = ERROR) -> Rule:
    """The table holds at least one row."""
    expectation = ExpectTableRowCountToBeBetween(min_value=1, severity=GX_SEVERITY[severity])
    says = "the table is empty."
    return Rule("has_rows", severity, None, says, advice, expectation)


def not_null(column: str, advice: str, severity: str = ERROR) -> Rule:
    """No row is empty in the column."""
    expectation = ExpectColumnValuesToNotBeNull(column=column, severity=GX_SEVERITY[severity])
    says = "{failing} of {total} rows ({share}) are empty."
    return Rule(f"{column}_is_filled", severity, column, says, advice, expectation)


def unique(column: str, advice: str, severity: str = ERROR) -> Rule:
    """No value of the column occurs twice; empty values pass."""
    expectation = ExpectColumnValuesToBeUnique(column=column, severity=GX_SEVERITY[severity])
    says = "{failing} of {total} rows share their key with another, for example {examples}."
    return Rule(f"{column}_is_unique", severity, column, says, advice, expectation)


def unique_together(columns: Sequence[str], advice: str, severity: str = ERROR) -> Rule:
    """No combination of the columns occurs twice."""
    expectation = ExpectCompoundColumnsToBeUnique(column_list=list(columns), severity=GX_SEVERITY[severity])
    says = "{failing} of {total} rows share their key with another, for example {examples}."
    return Rule("key_is_unique", severity, ", ".join(columns), says, advice, expectation)


def in_set(column: str, values: Sequence[str], advice: str, severity: str = ERROR) -> Rule:
    """Values are among these; empty values pass."""
    known = ", ".join(literal(value) for value in values)
    return no_row_where(
        f"{column}_is_known",
        f"{identifier(column)} not in ({known})",
        f"{{failing}} of {{total}} values are none of {', '.join(values)}: {{examples}}.",
        advice,
        column=column,
        severity=severity,
    )


def between(column: str, low: float | None, high: float | None, advice: str, severity: str = ERROR) -> Rule:
    """Values lie within [low, high], rounding of doubles allowed; empty values pass."""
    value = identifier(column)
    beyond = [f"{value} < {low - ROUNDING}"] if low is not None else []
    beyond += [f"{value} > {high + ROUNDING}"] if high is not None else []
    limits = [f"below {low}"] if low is not None else []
    limits += [f"above {high}"] if high is not None else []
    return no_row_where(
        f"{column}_is_in_range",
        " or ".join(beyond),
        f"{{failing}} of {{total}} values lie {' or '.join(limits)}: {{examples}}.",
        advice,
        column=column,
        severity=severity,
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
    return Rule(
        name,
        severity,
        column,
        says,
        advice,
        condition=condition,
        example=shown,
        max_share=max_share,
    )


def query_rule(
    name: str,
    query: str,
    says: str,
    advice: str,
    *,
    column: str | None = None,
    severity: str = ERROR,
) -> Rule:
    """Fails when the query gives a row (failing, total, examples, column, type)."""
    return Rule(name, severity, column, says, advice, query=query)


def refers_to(
    column: str,
    relation: str,
    key: str,
    advice: str,
    *,
    max_share: float,
    severity: str,
    exempt: Sequence[str] = (),
) -> Rule:
    """At most max_share of the filled values, but for exempt ones, may lack a row elsewhere.

    Values are compared as text: the two files may hold the same identifier as text and number.
    """
    value = identifier(column)
    known = f"select cast({identifier(key)} as varchar) from {relation}"
    condition = f"{value} is not null and cast({value} as varchar) not in ({known} where {identifier(key)} is not null)"
    if exempt:
        condition += f" and {value} not in ({', '.join(literal(text) for text in exempt)})"
    return no_row_where(
        f"{column}_is_in_{relation.rsplit('.', 1)[-1]}",
        condition,
        f"{{failing}} of {{total}} rows ({{share}}) name a {column} that {relation} lacks: {{examples}}.",
        advice,
        column=column,
        max_share=max_share,
        severity=severity,
    )
