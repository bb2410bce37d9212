"""What CRMs deliver wrongly or twice, in their own spelling: one small delivery of both through staging and adapters.

Expected rows are worked out by hand from the files below.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from tests.python.pipeline import Workplace

SYNCED = "2026-03-01 00:00:00"
LATER = "2026-03-02 00:00:00"


def _table(columns: str, *rows: str) -> str:
    """A CSV of the columns, named with blanks between them, and the delivery time SYNCED unless a row says LATER."""
    names = ",".join([*columns.split(), "_fivetran_synced"])
    return "".join(
        f"{line}\n" for line in (names, *(row if row.endswith(LATER) else f"{row},{SYNCED}" for row in rows))
    )


# The second CRM's tables lie here under its own names, as some loaders land them.
FILES = {
    "salesforce/account.csv": _table(
        "Id Name NumberOfEmployees BillingCountry _fivetran_active",
        "001A,Old name,40,France,false",
        "001A,New name,400,France,true",
        "001B,Nobody counted,-3,Spain,true",
    ),
    "salesforce/contact.csv": _table(
        "Id AccountId Email _fivetran_active Audience_Segment__c",
        "003A,001A, Ann@Example.com ,true,",
        "003Gone,001A,gone@example.com,false,",
        "003C,001C,cy@example.com,true, Small Business ",
    ),
    "salesforce/lead.csv": _table(
        "Id Email Status IsConverted ConvertedDate ConvertedContactId CreatedDate LastModifiedDate",
        "00QA,ann@example.com,Closed - Converted,true,2026-01-20,003A,2026-01-01 09:00:00,2026-01-20 10:00:00",
        "00QB,bea@example.com,Unqualified,false,,,2026-01-02 09:00:00,2026-01-15 10:00:00",
    ),
    "salesforce/lead_history.csv": _table(
        "Id LeadId Field NewValue CreatedDate",
        "1,00QA,Status,Qualified,2026-01-10 09:00:00",
        "2,00QA,Owner,Somebody,2026-01-11 09:00:00",
    ),
    "salesforce/opportunity.csv": _table(
        "Id AccountId Type StageName Amount IsWon IsClosed CloseDate CreatedDate IsDeleted",
        # Delivered twice: the later one counts.
        "006A,001A,New Business,Prospecting,100.00,false,false,2026-03-01,2026-01-20 10:00:00,false",
        f"006A,001A,New Business,Closed Won,120.00,true,true,2026-02-01,2026-01-20 10:00:00,false,{LATER}",
        "006Minus,001A,New Business,Prospecting,-5.00,false,false,2026-03-01,2026-01-21 10:00:00,false",
        "006Bin,001A,New Business,Prospecting,7.00,false,false,2026-03-01,2026-01-21 10:00:00,true",
        # Of an account that was not delivered, decided on the day of its creation; then one decided before.
        "006Lost,001X,New Business,Closed Lost,7.00,false,true,2026-01-22,2026-01-22 10:00:00,false",
        "006Odd,001A,New Business,Closed Lost,7.00,false,true,2026-01-02,2026-01-22 10:00:00,false",
        # No contact is named, and the account is one person.
        "006C,001C,Existing Business,Prospecting,7.00,false,false,2026-09-01,2026-01-23 10:00:00,false",
    ),
    "salesforce/opportunity_contact_role.csv": _table(
        "Id OpportunityId ContactId IsPrimary",
        "1,006A,003A,true",
        "2,006A,003C,false",
        "3,006Odd,003A,false",
    ),
    "hubspot/contact.csv": _table(
        "id property_email property_associatedcompanyid property_hs_email_optout _fivetran_deleted",
        "1,ANN@example.com,,true,false",
        "2,dee@example.com,71,,false",
        "3,eve@example.com,71,,false",
        "4,fay@example.com,,,true",
    ),
    "hubspot/contact_property_history.csv": _table(
        "contact_id name value timestamp",
        "1,lifecyclestage,lead,2026-01-05 09:00:00",
        "1,lifecyclestage,subscriber,2026-01-25 09:00:00",
        "1,lifecyclestage,house_guest,2026-01-26 09:00:00",
        "1,email,private@example.com,2026-01-26 09:00:00",
    ),
    "hubspot/company.csv": _table("id property_numberofemployees property_annualrevenue", "71,,60000000"),
    "hubspot/deal.csv": _table(
        "deal_id deal_pipeline_stage_id property_dealtype property_amount property_createdate property_closedate "
        "is_deleted",
        "11,closedwon,newbusiness,50,2026-01-10 09:00:00,2026-02-01 00:00:00,false",
        "12,presentationscheduled,newbusiness,50,2026-01-10 09:00:00,2026-12-31 00:00:00,false",
        "13,closedlost,newbusiness,50,2026-01-10 09:00:00,2026-02-01 00:00:00,true",
    ),
    "hubspot/deal_stage.csv": _table(
        "deal_id value date_entered",
        "11,appointmentscheduled,2026-01-10 09:00:00",
        "11,closedwon,2026-01-30 15:00:00",
    ),
    "hubspot/deal_contact.csv": _table("deal_id contact_id", "11,2", "11,3", "12,2"),
    "hubspot/deal_company.csv": _table("deal_id company_id", "11,71"),
}
SELECTED = (
    *(
        "path:models/staging/hubspot",
        "path:models/staging/salesforce",
        "path:seeds/vocabulary",
        "account_bands",
        "survey_measures",
    ),
    *("+int_opportunities", "+int_opportunity_changes", "+int_lifecycle_changes", "+int_accounts"),
    *("+int_consents__hubspot", "+int_stated_segments", "crm_vocabulary_is_mapped"),
)

PEOPLE = """
    select distinct
        customer_id,
        case native_user_id when '003A' then 'ann' when '003C' then 'cy' when '2' then 'dee' end as name
    from intermediate.int_users
    where native_user_id in ('003A', '003C', '2')
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, duckdb.DuckDBPyConnection]]:
    """dbt's output, and the warehouse that it built."""
    folder = tmp_path_factory.mktemp("crm")
    place = Workplace(folder, folder / "raw")
    for name, text in FILES.items():
        path = Path(place.raw_dir / name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    landed = place.land()
    assert landed.returncode == 0, landed.stdout + landed.stderr
    done = place.dbt(
        "build", "--select", *SELECTED, "--indirect-selection", "cautious", "--exclude-resource-type", "unit_test"
    )
    with duckdb.connect(str(place.warehouse), read_only=True) as connection:
        yield done.stdout, connection


def _rows(built: tuple[str, duckdb.DuckDBPyConnection], query: str) -> list[tuple[object, ...]]:
    return built[1].execute(query).fetchall()


def _key(*parts: str) -> str:
    return f"md5('{'|'.join(parts)}')"


def test_only_the_word_without_a_row_stops_the_build(built: tuple[str, duckdb.DuckDBPyConnection]) -> None:
    errors = [line for line in built[0].splitlines() if "[ERROR]" in line]
    assert len(errors) == 1, built[0]
    assert "crm_vocabulary_is_mapped" in errors[0]
    unmapped = (
        "select source_system, source_stage from intermediate.int_lifecycle_changes where is_qualified_lead is null"
    )
    assert _rows(built, unmapped) == [("hubspot", "house_guest")]


def test_negative_amounts_and_counts_are_kept_aside_with_their_reason(
    built: tuple[str, duckdb.DuckDBPyConnection],
) -> None:
    query = "select rule, reason, row_key, row_count from quarantine.salesforce_{} order by all"
    assert _rows(built, query.format("opportunity")) == [
        ("deleted_at_source", None, None, 1),
        ("duplicate_delivery", None, None, 1),
        ("unreadable", "amount: -5.00 is below 0", "006Minus", 1),
    ]
    assert _rows(built, query.format("account")) == [
        ("duplicate_delivery", None, None, 1),
        ("unreadable", "number_of_employees: -3 is below 0", "001B", 1),
    ]


def test_the_version_in_force_counts_and_a_record_without_one_is_gone(
    built: tuple[str, duckdb.DuckDBPyConnection],
) -> None:
    accounts = "select native_account_id, segment, employee_band from intermediate.int_account_bands order by all"
    assert _rows(built, accounts) == [("001A", "mid_market", "250 to 999"), ("71", "mid_market", None)]
    contacts = "select contact_id, account_id from staging.stg_salesforce__contacts order by all"
    assert _rows(built, contacts) == [("003A", "001A"), ("003C", "001C")]


def test_opportunities_have_the_customer_that_can_be_named_and_honest_dates(
    built: tuple[str, duckdb.DuckDBPyConnection],
) -> None:
    found = _rows(
        built,
        f"""
        select
            case opportunities.opportunity_id
                when {_key("salesforce", "006A")} then 'delivered twice'
                when {_key("salesforce", "006C")} then 'only person of the account'
                when {_key("salesforce", "006Lost")} then 'unknown account'
                when {_key("salesforce", "006Odd")} then 'decided before it was created'
                when {_key("hubspot", "11")} then 'two contacts'
                when {_key("hubspot", "12")} then 'open'
            end as what,
            people.name, opportunity_stage, amount, is_won, closed_at
        from intermediate.int_opportunities as opportunities
        left join ({PEOPLE}) as people on opportunities.customer_id = people.customer_id
        order by what
        """,
    )
    assert found == [
        ("decided before it was created", "ann", "lost", 7.0, False, datetime(2026, 1, 2)),
        ("delivered twice", "ann", "won", 120.0, True, datetime(2026, 2, 1)),
        ("only person of the account", "cy", "created", 7.0, None, None),
        ("open", "dee", "proposal", 50.0, None, None),
        ("two contacts", None, "won", 50.0, True, datetime(2026, 1, 30, 15)),
        ("unknown account", None, "lost", 7.0, False, datetime(2026, 1, 22, 10)),
    ]


def test_a_person_in_two_crms_keeps_both_histories_under_one_key(
    built: tuple[str, duckdb.DuckDBPyConnection],
) -> None:
    found = _rows(
        built,
        f"""
        select source_system, source_stage, lifecycle_stage, is_qualified_lead, changed_at
        from intermediate.int_lifecycle_changes
        where customer_id in (select customer_id from ({PEOPLE}) as people where name = 'ann')
            and is_qualified_lead is not null
        order by changed_at
        """,
    )
    assert found == [
        ("salesforce", "lead created", "awareness", False, datetime(2026, 1, 1, 9)),
        ("hubspot", "lead", "awareness", False, datetime(2026, 1, 5, 9)),
        ("salesforce", "qualified", "consideration", True, datetime(2026, 1, 10, 9)),
        ("salesforce", "lead converted", "consideration", True, datetime(2026, 1, 20)),
        ("hubspot", "subscriber", "awareness", False, datetime(2026, 1, 25, 9)),
    ]


def test_the_segment_that_a_person_stated_goes_before_the_size_of_the_account(
    built: tuple[str, duckdb.DuckDBPyConnection],
) -> None:
    found = """
        select native_user_id, segment from intermediate.int_users
        where source_system in ('hubspot', 'salesforce') order by all
    """
    assert _rows(built, found) == [
        ("003A", "mid_market"),
        ("003C", "smb"),
        ("00QB", None),
        ("1", None),
        ("2", "mid_market"),
        ("3", "mid_market"),
    ]


def test_an_opt_out_is_a_refused_consent_since_it_was_told(built: tuple[str, duckdb.DuckDBPyConnection]) -> None:
    found = "select native_user_id, purpose, is_granted, changed_at from intermediate.int_consents__hubspot"
    assert _rows(built, found) == [("1", "marketing", False, datetime(2026, 3, 1))]
