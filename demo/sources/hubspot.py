"""The CRM of consumers and small businesses in HubSpot's shape, as the common loaders land it. Whole seconds."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from demo import truths
from demo.columns import constant, delivered, flags, integers, labels, money, numbered, times
from demo.contract import conform
from demo.population import COMPANY_KINDS, COMPANY_WORDS, DAY, END, FIRST_NAMES, LAST_NAMES, SEGMENTS, World
from demo.sales import (
    CLOSED,
    COUNTRIES,
    CREATED,
    CRM_SINCE,
    UPSELL,
    Opportunities,
    addresses,
    company_sizes,
    opportunities,
    people,
    second_people,
)

Array = npt.NDArray[Any]

SOURCE = "hubspot"
FIRST_DEAL = 9_000_000_001
FIRST_OWNER = 41_000_001
PIPELINE = "default"
STAGES = (
    ("appointmentscheduled", "Appointment Scheduled", 0.2, False, False),
    ("qualifiedtobuy", "Qualified To Buy", 0.4, False, False),
    ("presentationscheduled", "Presentation Scheduled", 0.6, False, False),
    ("contractsent", "Contract Sent", 0.9, False, False),
    ("closedwon", "Closed Won", 1.0, True, True),
    ("closedlost", "Closed Lost", 0.0, True, False),
)
STAGE_IDS = tuple(stage[0] for stage in STAGES)
WON, LOST = STAGE_IDS.index("closedwon"), STAGE_IDS.index("closedlost")
LIFECYCLE = ("subscriber", "lead", "marketingqualifiedlead", "salesqualifiedlead", "opportunity", "customer")
SUBSCRIBER, LEAD, MARKETING_QUALIFIED, SALES_QUALIFIED, OPPORTUNITY, CUSTOMER = range(len(LIFECYCLE))
PRIMARY_COMPANY = 1


def contact_ids(numbers: Array) -> pa.Array:
    """Identifiers of customers in this source; -1 is null."""
    return numbered("", np.where(numbers >= 0, numbers + 500_001, -1), 1)


def company_ids(numbers: Array) -> pa.Array:
    """Identifiers of organisations in this source; -1 is null."""
    return numbered("", np.where(numbers >= 0, numbers + 7_000_001, -1), 1)


def deal_ids(rows: Array) -> pa.Array:
    """Identifiers of deals."""
    return numbered("", rows + FIRST_DEAL, 1)


def contacts(world: World) -> Array:
    """Customers of the small segments, and those of the large ones whom both CRMs know."""
    known = people(world)
    return np.flatnonzero((known.is_known & ~known.is_large) | (known.is_in_both & known.is_large))


def companies(world: World) -> Array:
    """Organisations of small businesses."""
    return np.flatnonzero(world.population.organisation_segment == SEGMENTS.index("smb"))


def deals(world: World) -> Opportunities:
    """Opportunities of the small segments."""
    whole = opportunities(world)
    return whole.take(np.flatnonzero(~people(world).is_large[whole.customer]))


def lifecycle(world: World) -> tuple[Array, Array, Array]:
    """(customer, position in LIFECYCLE, moment) of every change; nothing for contacts taken over with the old books."""
    known = people(world)
    customer = contacts(world)
    lead = customer[known.is_lead[customer]]
    qualified_at = np.where(known.is_disagreeing & known.is_large, np.nan, known.qualified_at)[lead]
    customer_at = np.where(known.is_disagreeing & known.is_large, np.nan, known.customer_at)[lead]
    mine = deals(world)
    first = mine.take(np.flatnonzero(mine.kind != UPSELL))
    opened_at = np.full(world.population.customers, np.nan)
    opened_at[first.customer] = first.at[:, CREATED]
    begins = np.where((known.is_disagreeing & known.is_large)[lead], SUBSCRIBER, LEAD)
    accepted_at = qualified_at + 0.05 * (opened_at[lead] - qualified_at)
    later = np.repeat([MARKETING_QUALIFIED, SALES_QUALIFIED, OPPORTUNITY, CUSTOMER], len(lead))
    who = np.tile(lead, 5)
    stage = np.concatenate([begins, later])
    at = np.concatenate([
        known.lead_at[lead] + 60, qualified_at, np.floor(accepted_at), opened_at[lead], customer_at,
    ])  # fmt: skip
    rows = np.flatnonzero(np.isfinite(at) & (at < END))
    rows = rows[np.lexsort((stage[rows], at[rows]))]
    return who[rows], stage[rows], at[rows]


def opt_outs(world: World) -> Array:
    """When each customer opted out of marketing e-mail; NaN for those who did not. By customer number."""
    known = people(world)
    rng = world.rng("hubspot opt-outs")
    size = world.population.customers
    at = np.floor(known.lead_at + rng.uniform(5, 90, size) * DAY)
    return np.where((rng.random(size) < truths.SALES_OPT_OUT_SHARE) & (at < END), at, np.nan)


def contact(world: World) -> pa.Table:
    """The table `contact`."""
    population, known = world.population, people(world)
    customer = contacts(world)
    size = len(customer)
    email, user_id = addresses(world, SOURCE, customer)
    who, stage, at = lifecycle(world)
    now = np.where(known.customer_at < END, CUSTOMER, SUBSCRIBER)
    now[who] = stage  # in order of time: the last one stays
    changed_at = known.lead_at.copy()
    changed_at[who] = at
    organisation = np.where(population.segment == SEGMENTS.index("smb"), population.organisation, -1)[customer]
    opted_out_at = opt_outs(world)[customer]
    return conform(SOURCE, "contact", {
        "id": contact_ids(customer),
        "property_email": email,
        "property_firstname": labels(FIRST_NAMES, population.first[customer]),
        "property_lastname": labels(LAST_NAMES, population.last[customer]),
        "property_associatedcompanyid": company_ids(organisation),
        "property_external_user_id": user_id,
        "property_lifecyclestage": labels(LIFECYCLE, now[customer]),
        "property_hs_language": labels(("en", "de-de"), population.is_german[customer].astype(int)),
        "property_hs_email_optout": flags(np.isfinite(opted_out_at)),
        "property_createdate": times(known.lead_at[customer]),
        "_fivetran_deleted": constant(False, size),
        "_fivetran_synced": times(delivered(np.fmax(changed_at[customer], opted_out_at))),
    })  # fmt: skip


def contact_property_history(world: World) -> pa.Table:
    """The table `contact_property_history`: lifecycle stages and opt-outs."""
    who, stage, at = lifecycle(world)
    opted_out_at = opt_outs(world)
    customer = contacts(world)
    out = customer[np.isfinite(opted_out_at[customer])]
    names = np.repeat([0, 1], [len(who), len(out)])
    moment = np.concatenate([at, opted_out_at[out]])
    return conform(SOURCE, "contact_property_history", {
        "contact_id": contact_ids(np.concatenate([who, out])),
        "name": labels(("lifecyclestage", "hs_email_optout"), names),
        "source": labels(("AUTOMATION_PLATFORM", "EMAIL"), names),
        "value": pa.concat_arrays([labels(LIFECYCLE, stage), constant("true", len(out), pa.string())]),
        "timestamp": times(moment),
        "_fivetran_synced": times(delivered(moment)),
    })  # fmt: skip


def company(world: World) -> pa.Table:
    """The table `company`."""
    number = companies(world)
    employees, revenue = company_sizes(world)
    words = labels(COMPANY_WORDS, number % len(COMPANY_WORDS))
    kinds = labels(COMPANY_KINDS, number // len(COMPANY_WORDS) % len(COMPANY_KINDS))
    at = CRM_SINCE + (number % 60) * DAY
    return conform(SOURCE, "company", {
        "id": company_ids(number),
        "property_name": pc.binary_join_element_wise(words, kinds, numbered("", number, 4), " "),
        "property_industry": pc.utf8_upper(kinds),
        "property_country": labels(COUNTRIES, number % len(COUNTRIES)),
        "property_numberofemployees": integers(employees[number]),
        "property_annualrevenue": money(revenue[number] * 100),
        "property_createdate": times(at),
        "_fivetran_deleted": constant(False, len(number)),
        "_fivetran_synced": times(delivered(at)),
    })  # fmt: skip


def deal(world: World) -> pa.Table:
    """The table `deal`; some were delivered twice, the first time as they were when they were opened."""
    mine = deals(world)
    rng = world.rng("hubspot deals")
    rows = np.arange(len(mine))
    stage = mine.stage_now()
    stage_id = np.where((stage == CLOSED) & ~mine.is_won, LOST, stage)
    closes_at = np.floor(np.where(stage == CLOSED, mine.at[:, CLOSED], mine.at[:, CREATED] + 30 * DAY) / DAY) * DAY
    changed_at = mine.at[rows, stage]
    is_deleted = rng.random(len(mine)) < truths.OPPORTUNITY_DELETED_SHARE
    twice = np.flatnonzero((rng.random(len(mine)) < truths.OPPORTUNITY_REDELIVERED_SHARE) & (stage != CREATED))
    index = np.concatenate([twice, rows])
    is_first = np.arange(len(index)) < len(twice)
    opened_at = mine.at[index, CREATED]
    synced_at = delivered(np.where(is_first, opened_at, changed_at[index]))
    synced_at = np.where(
        ~is_first & np.isin(index, twice), np.maximum(synced_at, delivered(opened_at) + DAY), synced_at
    )
    return conform(SOURCE, "deal", {
        "deal_id": deal_ids(index),
        "deal_pipeline_id": constant(PIPELINE, len(index)),
        "deal_pipeline_stage_id": labels(STAGE_IDS, np.where(is_first, CREATED, stage_id[index])),
        "owner_id": numbered("", FIRST_OWNER + index % 6, 1),
        "property_dealname": numbered("Deal ", index + 1, 5),
        "property_dealtype": labels(("newbusiness", "existingbusiness"), mine.kind[index]),
        "property_deal_currency_code": constant("EUR", len(index)),
        "property_amount": money(mine.amount[index].astype(np.int64) * 100),
        "property_createdate": times(opened_at),
        "property_closedate": times(closes_at[index]),
        "is_deleted": flags(is_deleted[index]),
        "_fivetran_deleted": constant(False, len(index)),
        "_fivetran_synced": times(synced_at),
    })  # fmt: skip


def deal_stage(world: World) -> pa.Table:
    """The table `deal_stage`: every entry into a stage."""
    mine = deals(world)
    row, stage = np.nonzero(np.isfinite(mine.at) & (mine.at < END))
    at = mine.at[row, stage]
    value = np.where((stage == CLOSED) & ~mine.is_won[row], LOST, stage)
    return conform(SOURCE, "deal_stage", {
        "deal_id": deal_ids(row),
        "value": labels(STAGE_IDS, value),
        "date_entered": times(at),
        "_fivetran_start": times(at),
        "_fivetran_synced": times(delivered(at)),
    })  # fmt: skip


def links(world: World) -> dict[str, pa.Table]:
    """Which contact belongs to which company, and which of them to which deal."""
    population = world.population
    customer = contacts(world)
    member = customer[population.segment[customer] == SEGMENTS.index("smb")]
    mine = deals(world)
    second = second_people(world, world.rng("hubspot second contacts"), mine)
    both = np.flatnonzero(second >= 0)
    row = np.concatenate([np.arange(len(mine)), both])
    of_deal = np.concatenate([mine.customer, second[both]])
    with_company = np.flatnonzero(population.organisation[mine.customer] >= 0)

    def synced(at: Array) -> pa.Array:
        return times(delivered(at))

    return {
        "contact_company": conform(SOURCE, "contact_company", {
            "contact_id": contact_ids(member),
            "company_id": company_ids(population.organisation[member]),
            "category": constant("HUBSPOT_DEFINED", len(member)),
            "type_id": integers(np.full(len(member), PRIMARY_COMPANY)),
            "_fivetran_deleted": constant(False, len(member)),
            "_fivetran_synced": synced(people(world).lead_at[member]),
        }),
        "deal_contact": conform(SOURCE, "deal_contact", {
            "deal_id": deal_ids(row),
            "contact_id": contact_ids(of_deal),
            "_fivetran_deleted": constant(False, len(row)),
            "_fivetran_synced": synced(mine.at[row, CREATED]),
        }),
        "deal_company": conform(SOURCE, "deal_company", {
            "deal_id": deal_ids(with_company),
            "company_id": company_ids(population.organisation[mine.customer[with_company]]),
            "_fivetran_deleted": constant(False, len(with_company)),
            "_fivetran_synced": synced(mine.at[with_company, CREATED]),
        }),
    }  # fmt: skip


def lists() -> dict[str, pa.Table]:
    """Stages of the pipeline, and owners."""
    number = np.arange(6)
    synced = times(delivered(np.full(6, CRM_SINCE)))
    return {
        "deal_pipeline_stage": conform(SOURCE, "deal_pipeline_stage", {
            "stage_id": pa.array(STAGE_IDS),
            "pipeline_id": constant(PIPELINE, len(STAGES)),
            "label": pa.array([stage[1] for stage in STAGES]),
            "display_order": integers(np.arange(len(STAGES))),
            "probability": pa.array([stage[2] for stage in STAGES]),
            "is_closed": pa.array([stage[3] for stage in STAGES]),
            "closed_won": pa.array([stage[4] for stage in STAGES]),
            "_fivetran_deleted": constant(False, len(STAGES)),
            "_fivetran_synced": synced,
        }),
        "owner": conform(SOURCE, "owner", {
            "owner_id": numbered("", FIRST_OWNER + number, 1),
            "email": pc.binary_join_element_wise(numbered("sales", number, 2), truths.AGENT_EMAIL_DOMAIN, "@"),
            "first_name": labels(FIRST_NAMES, number),
            "last_name": labels(LAST_NAMES, number),
            "_fivetran_synced": synced,
        }),
    }  # fmt: skip


def tables(world: World) -> dict[str, pa.Table]:
    """Every table of the contract, by name."""
    return {
        "contact": contact(world),
        "contact_property_history": contact_property_history(world),
        "company": company(world),
        "deal": deal(world),
        "deal_stage": deal_stage(world),
        **links(world),
        **lists(),
    }
