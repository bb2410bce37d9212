"""The demo's CRMs: their contract, and the planted truths found again in their tables."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pyarrow as pa
import pytest

from demo import truths
from demo.contract import schemas
from demo.population import World, build_world
from demo.sources import writers
from orchestration.defs.landing.contract import load_contract
from orchestration.settings import PROJECT_DIR

SOURCES = ("hubspot", "salesforce")
END = f"timestamp '{truths.END_AT:%Y-%m-%d}'"
OLD_LEADS = f"{END} - interval 80 day"


@pytest.fixture(scope="module")
def world() -> World:
    return build_world(60_000, 11)


@pytest.fixture(scope="module")
def tables(world: World) -> dict[str, dict[str, pa.Table]]:
    found = writers()
    return {source: found[source](world) for source in SOURCES}


@pytest.fixture(scope="module")
def raw(world: World, tables: dict[str, dict[str, pa.Table]]) -> Iterator[duckdb.DuckDBPyConnection]:
    """Tables as <source>_<table>; the latest delivery of the opportunities of both as `deals`."""
    with duckdb.connect() as con:
        for source, of_source in tables.items():
            for name, table in of_source.items():
                con.register(f"{source}_{name}", table)
        con.register("emails", pa.table({"email": world.population.emails}))
        con.execute(
            """
            create view deals as
            select 'hubspot' as crm, deal_id as id, property_dealtype = 'newbusiness' as is_new,
                deal_pipeline_stage_id like 'closed%' as is_closed, deal_pipeline_stage_id = 'closedwon' as is_won,
                property_createdate as created_at
            from hubspot_deal
            qualify row_number() over (partition by deal_id order by _fivetran_synced desc) = 1
            union all
            select 'salesforce', id, type = 'New Business', is_closed, is_won, created_date
            from salesforce_opportunity
            qualify row_number() over (partition by id order by _fivetran_synced desc) = 1
            """
        )
        yield con


def _one(raw: duckdb.DuckDBPyConnection, query: str) -> float:
    row = raw.execute(query).fetchone()
    assert row is not None
    return float(row[0])


@pytest.mark.parametrize("source", SOURCES)
def test_tables_and_columns_are_those_of_the_contract(source: str, tables: dict[str, dict[str, pa.Table]]) -> None:
    assert {name: table.schema for name, table in tables[source].items()} == schemas(source)
    for contract in load_contract(PROJECT_DIR / "models").of_source(source).values():
        table = tables[source][contract.name]
        assert table.num_rows
        assert contract.synced_at
        for column in contract.columns:
            if column.is_required:
                assert table[column.name].null_count == 0, (contract.name, column.name)
        deliveries = table.select([*contract.key, contract.synced_at])
        assert deliveries.group_by(deliveries.column_names).aggregate([]).num_rows == table.num_rows, contract.name


def test_leads_are_qualified_in_the_planted_share(raw: duckdb.DuckDBPyConnection) -> None:
    first = _one(
        raw,
        f"""
        with leads as (
            select contact_id from hubspot_contact_property_history
            where name = 'lifecyclestage' and value = 'lead' and timestamp < {OLD_LEADS}
        )
        select avg(case when contact_id in (
            select contact_id from hubspot_contact_property_history where value = 'marketingqualifiedlead'
        ) then 1 else 0 end) from leads
        """,
    )
    second = _one(
        raw,
        f"""
        select avg(case when id in (select lead_id from salesforce_lead_history where new_value = 'Qualified')
            then 1 else 0 end)
        from salesforce_lead where created_date < {OLD_LEADS}
        """,
    )
    assert first == pytest.approx(truths.LEAD_QUALIFIED_SHARE, abs=0.04)
    assert second == pytest.approx(truths.LEAD_QUALIFIED_SHARE, abs=0.04)


def test_opportunities_are_won_as_customers_convert_and_upgrade(raw: duckdb.DuckDBPyConnection) -> None:
    mature = f"is_closed and created_at < {END} - interval 60 day"
    assert _one(raw, f"select avg(is_won::int) from deals where is_new and {mature}") == pytest.approx(
        truths.CONVERTED_SHARE, abs=0.04
    )
    # Of those who try to upgrade.
    assert _one(raw, f"select avg(is_won::int) from deals where not is_new and {mature}") == pytest.approx(
        truths.UPGRADED_SHARE / truths.UPGRADE_TRIED_SHARE, abs=0.07
    )


def test_lost_opportunities_were_qualified_in_the_planted_share(raw: duckdb.DuckDBPyConnection) -> None:
    share = _one(
        raw,
        """
        select avg(case when id in (
            select deal_id from hubspot_deal_stage where value = 'qualifiedtobuy'
            union all
            select opportunity_id from salesforce_opportunity_history where stage_name = 'Needs Analysis'
        ) then 1 else 0 end)
        from deals where is_new and is_closed and not is_won
        """,
    )
    assert share == pytest.approx(truths.LOST_QUALIFIED_SHARE, abs=0.06)


def test_some_people_are_in_both_crms_and_some_of_them_at_other_stages(raw: duckdb.DuckDBPyConnection) -> None:
    both = """
        select trim(lower(contact.property_email)) as email, contact.property_lifecyclestage as stage, lead.status
        from hubspot_contact as contact
        inner join salesforce_lead as lead on trim(lower(contact.property_email)) = trim(lower(lead.email))
        where contact.property_email not like '%-only.example'
    """
    leads = _one(raw, "select count(*) from salesforce_lead") + _one(
        raw, "select count(distinct contact_id) from hubspot_contact_property_history where value = 'lead'"
    )
    share = _one(raw, f"select count(*) from ({both})") / leads
    # Both have to know the address: each does for EMAIL_MATCH_SHARE of its people.
    assert share == pytest.approx(truths.CRM_OVERLAP_SHARE * truths.EMAIL_MATCH_SHARE**2, rel=0.25)
    stuck = _one(
        raw,
        f"select avg((stage = 'subscriber' or (status = 'Unqualified' and stage <> 'lead'))::int) from ({both})",
    )
    assert 0.1 < stuck < 0.5


def test_addresses_are_those_of_the_population_in_other_spellings(raw: duckdb.DuckDBPyConnection) -> None:
    known = _one(
        raw,
        "select avg((trim(lower(property_email)) in (select email from emails))::int) from hubspot_contact"
        " where property_email is not null",
    )
    exact = _one(
        raw,
        "select avg((property_email in (select email from emails))::int) from hubspot_contact"
        " where trim(lower(property_email)) in (select email from emails)",
    )
    only_by_id = _one(
        raw, "select avg((property_email is null and property_external_user_id is not null)::int) from hubspot_contact"
    )
    assert known == pytest.approx(truths.EMAIL_MATCH_SHARE / (1 - truths.EXTERNAL_ID_ONLY_SHARE), abs=0.02)
    assert exact == pytest.approx(1 - truths.EMAIL_SPELLED_DIFFERENTLY_SHARE, abs=0.02)
    assert only_by_id == pytest.approx(truths.EXTERNAL_ID_ONLY_SHARE, abs=0.015)


def test_stages_of_an_opportunity_follow_each_other_and_end_with_its_decision(raw: duckdb.DuckDBPyConnection) -> None:
    wrong = _one(
        raw,
        """
        with entries as (
            select deal_id, value, date_entered,
                max(date_entered) over (partition by deal_id) as last_at,
                min(date_entered) over (partition by deal_id) as first_at
            from hubspot_deal_stage
        )
        select count(*) from entries
        where (value like 'closed%' and date_entered < last_at)
            or (value = 'appointmentscheduled' and date_entered > first_at)
        """,
    )
    assert wrong == 0
