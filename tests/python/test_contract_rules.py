"""What the contract says of a column beyond its type: limits, and other spellings of its name.

Staging's macro is rendered as it stands and run on DuckDB; the raw checks are asked for the same rows.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from jinja2 import Environment

from orchestration.defs.landing.contract import Contract, ContractError, load_contract
from orchestration.defs.landing.discover import discover
from orchestration.defs.quality.raw_rules import RawTable, contract_rules
from orchestration.settings import PROJECT_DIR

COLUMNS: dict[str, dict[str, Any]] = {
    "id": {"data_type": "string", "config": {"meta": {"is_required": True}}},
    "amount": {"data_type": "decimal(18,2)", "config": {"meta": {"minimum": 0}}},
    "probability": {"data_type": "double", "config": {"meta": {"minimum": 0, "maximum": 100}}},
}


class _Adapter:
    """DuckDB's side of dbt's adapter, as far as the staging macros ask for it."""

    module: Any = None

    def quote(self, name: str) -> str:
        return f'"{name}"'

    def dispatch(self, name: str) -> Any:
        return getattr(self.module, f"duckdb__{name}", None) or getattr(self.module, f"default__{name}")


class _Namespace(dict[str, Any]):
    """A node of dbt's graph: its keys are attributes too, and an absent one is nothing."""

    __getattr__ = dict.get


def _typed_rows(columns: dict[str, dict[str, Any]], raw_columns: dict[str, str]) -> str:
    """The SQL of macros/staging/typed_rows.sql over the relation raw_rows."""
    adapter = _Adapter()
    environment = Environment(extensions=["jinja2.ext.do"], autoescape=False)
    environment.globals.update({"return": lambda value: value, "adapter": adapter})
    files = [*sorted((PROJECT_DIR / "macros" / "engine").glob("*.sql")), PROJECT_DIR / "macros/staging/typed_rows.sql"]
    module: Any = environment.from_string("\n".join(file.read_text(encoding="utf-8") for file in files)).module
    adapter.module = module
    nodes = {
        name: _Namespace(
            name=name, data_type=column["data_type"], config=_Namespace(column.get("config", {"meta": {}}))
        )
        for name, column in columns.items()
    }
    return str(module.typed_rows(_Namespace(columns=nodes, relation_name="raw_rows"), raw_columns))


def _read(rows: str, columns: dict[str, dict[str, Any]] = COLUMNS) -> dict[str, str | None]:
    """Why each row, by id, is left out; None for a good one."""
    with duckdb.connect() as con:
        con.execute(f"create table raw_rows as {rows}")
        described = con.execute("describe raw_rows").fetchall()
        query = _typed_rows(columns, {row[0].lower(): row[1].lower() for row in described})
        return dict(con.execute(f"select id, _unreadable_because from ({query})").fetchall())


def _contract(folder: Path, columns: dict[str, dict[str, Any]]) -> Contract:
    source = folder / "staging" / "desk"
    source.mkdir(parents=True, exist_ok=True)
    table = {
        "name": "deal",
        "config": {"meta": {"key": ["id"]}},
        "columns": [{"name": name, **column} for name, column in columns.items()],
    }
    text = yaml.safe_dump({"sources": [{"name": "desk", "tables": [table]}]})
    (source / "_desk__sources.yml").write_text(text, encoding="utf-8")
    return load_contract(folder)


@pytest.mark.parametrize("amount", ["-5.00", "'-5.00'", "cast(-5.00 as double)"])
def test_a_value_below_the_minimum_is_left_out_with_column_and_value(amount: str) -> None:
    reason = _read(f"select '1' as id, {amount} as amount")["1"]
    assert reason is not None
    assert reason.startswith("amount: -5.0")
    assert reason.endswith(" is below 0")


def test_the_limits_themselves_and_missing_values_are_good() -> None:
    rows = "select * from (values ('1', 0, 0), ('2', 9, 100), ('3', null, null)) as given(id, amount, probability)"
    assert _read(rows) == {"1": None, "2": None, "3": None}


def test_a_value_above_the_maximum_is_left_out_and_every_reason_is_told() -> None:
    rows = "select * from (values ('1', -1, 101), ('2', 1, 100.5)) as given(id, amount, probability)"
    assert _read(rows) == {
        "1": "amount: -1 is below 0; probability: 101.0 is above 100",
        "2": "probability: 100.5 is above 100",
    }


def test_the_raw_checks_count_what_staging_leaves_out(tmp_path: Path) -> None:
    contract = _contract(tmp_path, COLUMNS)
    rows = "select * from (values ('1', -1, 101), ('2', 1, 100), ('3', 2, 7)) as given(id, amount, probability)"
    types = {"id": "VARCHAR", "amount": "INTEGER", "probability": "DECIMAL(4,1)"}
    table = RawTable(contract.tables[0], types, frozenset(), datetime(2026, 1, 1, tzinfo=UTC))
    rules = {rule.name: rule.condition for rule in contract_rules(table)}
    assert {name for name in rules if name.endswith("_is_possible")} == {
        "amount_is_possible",
        "probability_is_possible",
    }
    for name in ("amount_is_possible", "probability_is_possible"):
        assert duckdb.sql(f"select id from ({rows}) where {rules[name]}").fetchall() == [("1",)]


def test_a_limit_on_a_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match=r"desk\.deal\.stage has a minimum, but string is no number"):
        _contract(tmp_path, {"id": COLUMNS["id"], "stage": {"data_type": "string", "config": {"meta": {"minimum": 1}}}})


# Other spellings of a column's name

SPELLED: dict[str, dict[str, Any]] = {
    "id": {"data_type": "string"},
    "account_id": {"data_type": "bigint", "config": {"meta": {"is_required": True, "alias": "AccountId"}}},
}


@pytest.mark.parametrize("name", ["account_id", "AccountId", "ACCOUNTID"])
def test_a_column_is_read_under_either_name(name: str) -> None:
    rows = f"select * from (values ('1', '7'), ('2', null), ('3', 'x')) as given(id, \"{name}\")"
    assert _read(rows, SPELLED) == {
        "1": None,
        "2": "account_id: required but empty",
        "3": 'account_id: cannot read "x" as bigint',
    }


def test_where_both_names_are_there_each_row_is_read_from_the_one_it_fills() -> None:
    """As after a loader's new release: old rows under one name, new ones under the other, of another type."""
    rows = (
        "select * from (values ('1', '7', null), ('2', null, 8), ('3', null, null)) as given(id, account_id, AccountId)"
    )
    with duckdb.connect() as con:
        con.execute(f"create table raw_rows as {rows}")
        query = _typed_rows(SPELLED, {"id": "varchar", "account_id": "varchar", "accountid": "integer"})
        found = con.execute(f"select id, account_id, _unreadable_because from ({query}) order by id").fetchall()
    assert found == [("1", 7, None), ("2", 8, None), ("3", None, "account_id: required but empty")]


def test_landing_and_raw_checks_know_both_names(tmp_path: Path) -> None:
    contract = _contract(tmp_path, SPELLED)
    desk = tmp_path / "raw" / "desk"
    desk.mkdir(parents=True)
    (desk / "deal.csv").write_text("Id,AccountId\n1,7\n2,\n3,x\n")
    discovery = discover(tmp_path / "raw", contract)
    assert discovery.errors == discovery.warnings == ()
    types = {name.lower(): "VARCHAR" for name in discovery.found[0].columns}
    rules = {
        rule.name: rule
        for rule in contract_rules(RawTable(contract.tables[0], types, frozenset(), datetime(2026, 1, 1, tzinfo=UTC)))
    }
    rows = "(values ('1', '7'), ('2', null), ('3', 'x')) as given(Id, AccountId)"
    assert duckdb.sql(f"select id from {rows} where {rules['account_id_is_filled'].condition}").fetchall() == [("2",)]
    readable = str(rules["columns_are_readable"].query).replace("{batch}", f"(select * from {rows})")
    assert duckdb.sql(readable).fetchall() == [(1, 3, ["x"], "AccountId", "bigint")]


def test_a_required_column_under_neither_name_is_refused(tmp_path: Path) -> None:
    contract = _contract(tmp_path, SPELLED)
    desk = tmp_path / "raw" / "desk"
    desk.mkdir(parents=True)
    (desk / "deal.csv").write_text("Id,Account\n1,7\n")
    assert "column account_id" in str(discover(tmp_path / "raw", contract).errors[0])
