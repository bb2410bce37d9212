"""Money in the demo and in the seeds: what is planted is found again, and assumptions stay out of the figures."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
import yaml

from demo import billing, truths
from demo.population import END, SEGMENTS, build_world
from demo.sources import landing, stripe

ROOT = Path(__file__).resolve().parents[2]
SCORING = ROOT / "seeds" / "scoring"
MESSAGES = 40_000


@pytest.fixture(scope="module")
def raw() -> Iterator[duckdb.DuckDBPyConnection]:
    """The billing tables of both billers, and the segment of every customer."""
    world = build_world(MESSAGES, 11)
    own = {name: getattr(landing, name)(world) for name in ("users", "subscriptions", "orders", "refunds")}
    connection = duckdb.connect()
    for source, tables in (("landing", own), ("stripe", stripe.tables(world))):
        for name, table in tables.items():
            connection.register(f"arrow_{source}_{name}", table)
            connection.execute(f'create table "{source}_{name}" as select * from "arrow_{source}_{name}"')
    yield connection
    connection.close()


def one(raw: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    row = raw.execute(query).fetchone()
    assert row is not None
    return row


@pytest.mark.parametrize(
    ("child", "column", "parent", "key"),
    [
        ("stripe_subscription_history", "customer_id", "stripe_customer", "id"),
        ("stripe_subscription_item", "subscription_id", "stripe_subscription_history", "id"),
        ("stripe_subscription_item", "plan_id", "stripe_plan", "id"),
        ("stripe_invoice", "subscription_id", "stripe_subscription_history", "id"),
        ("stripe_invoice", "customer_id", "stripe_customer", "id"),
        ("stripe_charge", "customer_id", "stripe_customer", "id"),
        ("stripe_charge", "invoice_id", "stripe_invoice", "id"),
        ("stripe_refund", "charge_id", "stripe_charge", "id"),
        ("landing_orders", "subscription_id", "landing_subscriptions", "subscription_id"),
        ("landing_orders", "user_id", "landing_users", "user_id"),
    ],
)
def test_billing_references_are_coherent(
    raw: duckdb.DuckDBPyConnection, child: str, column: str, parent: str, key: str
) -> None:
    linked, orphans = one(raw, f"""
        select count(*), count(*) filter (where {column} not in (select {key} from {parent}))
        from {child} where {column} is not null
    """)  # fmt: skip
    assert linked > 0
    assert orphans == 0


def test_a_customer_is_billed_by_one_system(raw: duckdb.DuckDBPyConnection) -> None:
    both, vendor = one(raw, """
        select
            count(*) filter (where user_id in (select user_id from landing_orders)
                or user_id in (select user_id from landing_subscriptions)),
            count(*)
        from (select 'u_' || substr(id, 6) as user_id from stripe_customer)
    """)  # fmt: skip
    assert vendor > 500
    assert both == 0


def test_versions_of_a_subscription_follow_each_other(raw: duckdb.DuckDBPyConnection) -> None:
    gaps, without_end = one(raw, """
        select
            count(*) filter (where _fivetran_end <> next_start),
            count(*) filter (where next_start is null and not _fivetran_active)
        from (select *, lead(_fivetran_start) over (partition by id order by _fivetran_start) as next_start
            from stripe_subscription_history)
    """)  # fmt: skip
    assert (gaps, without_end) == (0, 0)


def test_small_businesses_renew_less_by_their_planted_share() -> None:
    """Read from the terms that both billers are written from: each paid period ends the subscription or not."""
    world = build_world(MESSAGES, 11)
    terms, sold = billing.paid_terms(world), billing.subscribe(world)
    segment = world.population.segment[sold.customer[terms.sub]]
    is_due = terms.end < END
    for number, name in enumerate(SEGMENTS):
        rows = is_due & (segment == number)
        assert 1 - terms.is_last[rows].mean() == pytest.approx(truths.RENEWED_SHARE[name], abs=0.015), name
    assert truths.RENEWED_SHARE["smb"] == min(truths.RENEWED_SHARE.values())


def test_renewals_fail_refunds_come_back_and_orders_repeat_in_their_shares(raw: duckdb.DuckDBPyConnection) -> None:
    recovered = one(raw, """
        select avg((attempts > 1)::int) from (
            select count(*) as attempts from stripe_invoice as invoice
            join stripe_charge as charge on charge.invoice_id = invoice.id
            where billing_reason = 'subscription_cycle' and invoice.status = 'paid'
                and invoice.created < timestamp '2026-10-25'
            group by invoice.id)
    """)[0]  # fmt: skip
    assert recovered == pytest.approx(truths.PAYMENT_RECOVERED_SHARE, abs=0.01)
    refunded = one(raw, """
        select avg((refund.id is not null)::int) from stripe_charge as charge
        left join stripe_refund as refund on refund.charge_id = charge.id
        where invoice_id is null and charge.created < timestamp '2026-10-05'
    """)[0]  # fmt: skip
    assert refunded == pytest.approx(truths.REFUNDED_SHARE, abs=0.015)
    repeated = one(raw, """
        select avg((next_at is not null)::int) from (
            select created, lead(created) over (partition by customer_id order by created) as next_at
            from stripe_charge where invoice_id is null)
        where created < timestamp '2026-06-30'
    """)[0]  # fmt: skip
    assert repeated == pytest.approx(truths.REPEAT_ORDER_SHARE, abs=0.04)
    worst = one(raw, "select max(amount_refunded - amount), min(amount), count(distinct currency) from stripe_charge")
    assert worst[0] <= 0 < worst[1]
    assert worst[2] == len(billing.CURRENCIES)


def test_every_currency_of_the_rates_says_how_small_it_gets() -> None:
    rates = pd.read_csv(SCORING / "exchange_rates.csv")
    currencies = pd.read_csv(ROOT / "seeds" / "vocabulary" / "currencies.csv").set_index("currency")
    assert set(rates["currency"]) <= set(currencies.index)
    # ISO 4217: no minor unit for the yen and the won, three digits for the dinars.
    assert dict(currencies.loc[["EUR", "JPY", "KRW", "KWD", "BHD"], "minor_digits"]) == {
        "EUR": 2, "JPY": 0, "KRW": 0, "KWD": 3, "BHD": 3,
    }  # fmt: skip


def test_the_profit_benchmark_is_an_assumption_that_no_figure_reads() -> None:
    """Quoted range: 5 % more retention, 25 to 95 % more profit. For plans only."""
    row = pd.read_csv(SCORING / "benchmark_assumptions.csv").set_index("assumption").loc["retention_profit_sensitivity"]
    assert (row["driver_change"], row["outcome_change_low"], row["outcome_change_high"]) == (0.05, 0.25, 0.95)
    assert row["label"] == "benchmark"
    assert row["unit"] == "relative change"
    readers = [
        path.name
        for folder in ("models", "macros", "tests/singular", "dashboard", "orchestration")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".sql", ".py"} and "benchmark_assumptions" in path.read_text(encoding="utf-8")
    ]
    assert readers == []
    catalogue = (SCORING / "metric_catalogue.csv").read_text(encoding="utf-8")
    assert "benchmark" not in catalogue


def test_the_contract_refuses_negative_amounts_by_its_minimum() -> None:
    bare = []
    for source in ("stripe", "landing"):
        path = ROOT / "models" / "staging" / source / f"_{source}__sources.yml"
        for table in yaml.safe_load(path.read_text(encoding="utf-8"))["sources"][0]["tables"]:
            for column in table["columns"]:
                is_amount = column["name"] in {"amount", "monthly_amount", "unit_amount", "amount_paid", "amount_due"}
                if is_amount and column.get("config", {}).get("meta", {}).get("minimum") != 0:
                    bare.append(f"{source}.{table['name']}.{column['name']}")
    assert bare == []
