"""Rules that every raw table shares; they follow from its contract."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from orchestration.defs.landing.contract import ContractTable
from orchestration.defs.landing.read import identifier, literal
from orchestration.defs.quality.engine_macros import sql_of
from orchestration.defs.quality.results import ERROR, WARNING
from orchestration.defs.quality.rules import (
    Rule,
    has_rows,
    in_set,
    no_row_where,
    query_rule,
    refers_to,
)
from orchestration.defs.quality.thresholds import (
    CLOCK_TOLERANCE,
    EARLIEST_PLAUSIBLE,
    EXAMPLES,
    ORPHAN_SHARE_MAX,
    UNREADABLE_SHARE_MAX,
)


@dataclass(frozen=True)
class RawTable:
    """A landed table under check.

    types: DuckDB type by lower-case column name, as landed. relations: all landed relations, for
    rules between tables. now: wall clock, UTC.
    """

    contract: ContractTable
    types: dict[str, str]
    relations: frozenset[str]
    now: datetime

    def has(self, *columns: str) -> bool:
        return all(self.landed(column) for column in columns)

    def landed(self, column: str) -> tuple[str, ...]:
        """The names, of those that the contract has for the column, under which it was delivered."""
        declared = self.contract.column_by_name.get(column.lower())
        names = declared.names if declared else (column,)
        return tuple(name for name in names if name.lower() in self.types)

    def read(self, column: str) -> str:
        """SQL of a column as its contracted type, null where it cannot be read: staging's own rule."""
        data_type = self.contract.column_by_name[column.lower()].data_type
        values = [
            sql_of("read_as", identifier(name), data_type, self.types[name.lower()]) for name in self.landed(column)
        ]
        return values[0] if len(values) == 1 else f"coalesce({', '.join(values)})"


def contract_rules(table: RawTable) -> list[Rule]:
    """Rows where required, keys filled, values readable, times plausible, re-deliveries named."""
    contract = table.contract
    rules = []
    if contract.is_required:
        rules.append(has_rows("Check the export: this table is required and should hold rows."))
    for column in contract.columns:
        if column.is_required and table.has(column.name):
            rules.append(
                no_row_where(
                    f"{column.name}_is_filled",
                    " and ".join(f"{identifier(name)} is null" for name in table.landed(column.name)),
                    f"{{failing}} of {{total}} rows ({{share}}) are empty; at most {UNREADABLE_SHARE_MAX:.0%} may be.",
                    "Check the export: rows without it go to quarantine.",
                    column=table.landed(column.name)[0],
                    max_share=UNREADABLE_SHARE_MAX,
                )
            )
    rules.extend(_readable(table))
    rules.extend(_within_limits(table))
    rules.extend(_plausible_times(table))
    rules.extend(_delivered_once(table))
    return rules


def known_values(table: RawTable, column: str, values: tuple[str, ...], advice: str) -> list[Rule]:
    """Warns of values that the system does not document; none if the column is absent."""
    return [in_set(name, values, advice, WARNING) for name in table.landed(column)]


def belongs_to(table: RawTable, column: str, parent: str, key: str = "id", exempt: tuple[str, ...] = ()) -> list[Rule]:
    """Warns when rows name a parent that was not delivered; none if either side is absent.

    parent: name of a table of the same source. exempt: values that stand for nobody.
    """
    relation = f"{table.contract.schema}.{parent}"
    if relation not in table.relations:
        return []
    return [
        refers_to(
            name,
            relation,
            key,
            f"Deliver {parent} for the same period: rows without it lose what it tells.",
            max_share=ORPHAN_SHARE_MAX,
            severity=WARNING,
            exempt=exempt,
        )
        for name in table.landed(column)
    ]


def in_order(table: RawTable, earlier: str, later: str, what: str) -> list[Rule]:
    """Warns when `later` lies before `earlier`; none if either column is absent."""
    if not table.has(earlier, later):
        return []
    return [
        no_row_where(
            f"{earlier}_before_{later}",
            f"{table.read(later)} < {table.read(earlier)}",
            f"{{failing}} of {{total}} rows have {later} before {earlier}: {{examples}}.",
            f"Check how the export writes {what}.",
            column=table.landed(later)[0],
            severity=WARNING,
        )
    ]


def within(
    table: RawTable,
    column: str,
    low: float,
    high: float,
    advice: str,
    severity: str = WARNING,
) -> list[Rule]:
    """Values, read by contract, lie within [low, high]; none if the column is absent."""
    if not table.has(column):
        return []
    value = table.read(column)
    return [
        no_row_where(
            f"{column}_is_in_range",
            f"{value} < {low} or {value} > {high}",
            f"{{failing}} of {{total}} values lie outside {low:g} to {high:g}: {{examples}}.",
            advice,
            column=table.landed(column)[0],
            severity=severity,
        )
    ]


def _readable(table: RawTable) -> list[Rule]:
    """One rule for all columns that have to be read into another type."""
    typed = [
        (name, column.data_type)
        for column in table.contract.columns
        for name in table.landed(column.name)
        if column.data_type != "string" and table.types[name.lower()].lower() != column.data_type
    ]
    if not typed:
        return []
    counted = " union all ".join(_unreadable_in(table, name, data_type) for name, data_type in typed)
    query = f"""
        select failing, total, examples, "column", type from ({counted}) as by_column
        where failing > {UNREADABLE_SHARE_MAX} * total
        order by failing desc
    """
    return [
        query_rule(
            "columns_are_readable",
            query,
            "{failing} of {total} rows ({share}) cannot be read as {type}: {examples}; "
            f"at most {UNREADABLE_SHARE_MAX:.0%} may.",
            "Check the export's format of this column (times as 2026-03-31 12:00:00 in UTC, decimals with a point).",
        )
    ]


def _unreadable_in(table: RawTable, name: str, data_type: str) -> str:
    value = identifier(name)
    condition = f"{value} is not null and {sql_of('read_as', value, data_type, table.types[name.lower()])} is null"
    return (
        f'select {literal(name)} as "column", {literal(data_type)} as type, '
        f"count(*) filter (where {condition}) as failing, count(*) as total, "
        f"min(cast({value} as varchar), {EXAMPLES}) filter (where {condition}) as examples "
        "from {batch}"
    )


def _within_limits(table: RawTable) -> list[Rule]:
    """One rule for each column of which the contract says the least or the greatest value."""
    rules = []
    for column in table.contract.columns:
        if not table.has(column.name):
            continue
        value = table.read(column.name)
        beyond = [f"{value} < {column.minimum}"] if column.minimum is not None else []
        beyond += [f"{value} > {column.maximum}"] if column.maximum is not None else []
        limits = [f"below {column.minimum}"] if column.minimum is not None else []
        limits += [f"above {column.maximum}"] if column.maximum is not None else []
        if beyond:
            rules.append(
                no_row_where(
                    f"{column.name}_is_possible",
                    " or ".join(beyond),
                    f"{{failing}} of {{total}} values ({{share}}) lie {' or '.join(limits)}: {{examples}}; "
                    f"at most {UNREADABLE_SHARE_MAX:.0%} may.",
                    "Check the sign and the unit in the export: rows beyond the limits go to quarantine.",
                    column=table.landed(column.name)[0],
                    max_share=UNREADABLE_SHARE_MAX,
                )
            )
    return rules


def _plausible_times(table: RawTable) -> list[Rule]:
    column = table.contract.event_time
    if not column or not table.has(column):
        return []
    value = table.read(column)
    latest = (table.now + CLOCK_TOLERANCE).strftime("%Y-%m-%d %H:%M:%S")
    earliest = EARLIEST_PLAUSIBLE.strftime("%Y-%m-%d")
    return [
        no_row_where(
            f"{column}_is_not_in_the_future",
            f"{value} > timestamp '{latest}'",
            f"{{failing}} of {{total}} rows lie after {latest} UTC: {{examples}}.",
            "Correct or remove these rows: the newest event is the moment that maturity windows are counted from.",
            column=table.landed(column)[0],
            severity=ERROR,
        ),
        no_row_where(
            f"{column}_is_not_long_ago",
            f"{value} < timestamp '{earliest}'",
            f"{{failing}} of {{total}} rows lie before {earliest}: {{examples}}.",
            "A missing time written as zero looks like this; leave it empty instead.",
            column=table.landed(column)[0],
            severity=WARNING,
        ),
    ]


def _delivered_once(table: RawTable) -> list[Rule]:
    columns = table.contract.key
    if table.contract.active and table.contract.synced_at:
        # Where every version is kept, a record has many rows, but one for each version.
        columns = (*columns, table.contract.synced_at)
    if not table.has(*columns):
        return []
    key = ", ".join(identifier(name) for column in columns for name in table.landed(column))
    shown = f"concat_ws('|', {key})"
    query = f"""
        select
            sum(copies) - count(*) as failing,
            (select count(*) from {{batch}}) as total,
            min(shown, {EXAMPLES}) as examples,
            null as "column",
            null as type
        from (
            select {shown} as shown, count(*) as copies
            from {{batch}}
            group by {key}
            having count(*) > 1
        ) as repeated
        having count(*) > 0
    """
    return [
        query_rule(
            "keys_are_delivered_once",
            query,
            "{failing} of {total} rows repeat a key, for example {examples}.",
            "Nothing to do where the loader appends versions: the latest delivery of a key wins.",
            column=", ".join(columns),
            severity=WARNING,
        )
    ]
