"""The CRM of larger companies in Salesforce's shape, as the common loaders land it. Times are whole seconds."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from demo import truths
from demo.columns import constant, delivered, flags, integers, labels, money, numbered, reals, times
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

SOURCE = "salesforce"
STAGES = ("Prospecting", "Needs Analysis", "Proposal/Price Quote", "Negotiation/Review", "Closed Won", "Closed Lost")
PROBABILITIES = np.array([10.0, 20.0, 75.0, 90.0, 100.0, 0.0])
LOST = STAGES.index("Closed Lost")
STATUSES = ("New", "Working", "Qualified", "Unqualified", "Closed - Converted")
NEW_LEAD, WORKING, QUALIFIED, UNQUALIFIED, CONVERTED = range(len(STATUSES))
GIVEN_UP_DAYS = 60
SECOND_CURRENCY_SHARE = 0.05


def account_ids(numbers: Array) -> pa.Array:
    """Identifiers of organisations in this source; -1 is null."""
    return numbered("001A", numbers, 11)


def contact_ids(numbers: Array) -> pa.Array:
    """Identifiers of customers who are contacts; -1 is null."""
    return numbered("003C", numbers, 11)


def lead_ids(numbers: Array) -> pa.Array:
    """Identifiers of customers who are or were leads; -1 is null."""
    return numbered("00QL", numbers, 11)


def opportunity_ids(rows: Array) -> pa.Array:
    """Identifiers of opportunities; -1 is null."""
    return numbered("006O", rows, 11)


def user_ids(numbers: Array) -> pa.Array:
    """Identifiers of the CRM's users."""
    return numbered("005U", numbers, 11)


def sales(world: World) -> Opportunities:
    """Opportunities of the large segments."""
    whole = opportunities(world)
    return whole.take(np.flatnonzero(people(world).is_large[whole.customer]))


def first_opportunity(world: World) -> Array:
    """Row of each customer's first sale, -1 without one; by customer number."""
    mine = sales(world)
    rows = np.flatnonzero(mine.kind != UPSELL)
    first = np.full(world.population.customers, -1)
    first[mine.customer[rows]] = rows
    return first


def converted_at(world: World) -> Array:
    """When each lead became a contact: with its opportunity, else when it bought; NaN otherwise. By customer number."""
    known = people(world)
    first = first_opportunity(world)
    opened_at = np.where(first >= 0, sales(world).at[first, CREATED], np.nan)
    at = np.where(first >= 0, opened_at, known.customer_at)
    return np.where(known.is_large & (at < END), at, np.nan)


def leads(world: World) -> Array:
    """Customers who came in as a lead: those of the large segments, and the small ones whom both CRMs know."""
    known = people(world)
    return np.flatnonzero(known.is_lead & (known.is_large | known.is_in_both))


def contacts(world: World) -> Array:
    """Converted leads, and customers taken over with the old books."""
    known = people(world)
    is_contact = known.is_large & known.is_known & (np.isfinite(converted_at(world)) | ~known.is_lead)
    return np.flatnonzero(is_contact)


def contact_created_at(world: World) -> Array:
    """When each contact was made; by customer number."""
    known = people(world)
    return np.where(known.is_lead, converted_at(world), known.lead_at)


def lead_changes(world: World) -> tuple[Array, Array, Array]:
    """(customer, status, moment) of every change of status after the first one, in order of time."""
    known = people(world)
    customer = leads(world)
    is_stuck = (known.is_disagreeing & ~known.is_large)[customer]
    qualified_at = np.where(is_stuck, np.nan, known.qualified_at[customer])
    became_at = converted_at(world)[customer]
    began_at = known.lead_at[customer]
    given_up_at = np.where(np.isnan(qualified_at) & np.isnan(became_at), began_at + GIVEN_UP_DAYS * DAY, np.nan)
    working_at = began_at + 2 * DAY
    parts = ((WORKING, working_at), (QUALIFIED, qualified_at), (UNQUALIFIED, given_up_at), (CONVERTED, became_at))
    who = np.tile(customer, len(parts))
    status = np.repeat([part[0] for part in parts], len(customer))
    at = np.floor(np.concatenate([part[1] for part in parts]))
    rows = np.flatnonzero(np.isfinite(at) & (at < END))
    rows = rows[np.lexsort((status[rows], at[rows]))]
    return who[rows], status[rows], at[rows]


def account(world: World) -> pa.Table:
    """The table `account`."""
    population = world.population
    number = np.flatnonzero(population.organisation_segment > SEGMENTS.index("smb"))
    employees, revenue = company_sizes(world)
    words = labels(COMPANY_WORDS, number % len(COMPANY_WORDS))
    kinds = labels(COMPANY_KINDS, number // len(COMPANY_WORDS) % len(COMPANY_KINDS))
    at = CRM_SINCE + (number % 60) * DAY
    size = len(number)
    return conform(SOURCE, "account", {
        "id": account_ids(number),
        "name": pc.binary_join_element_wise(words, kinds, numbered("", number, 4), " "),
        "owner_id": user_ids(number % 4),
        "type": constant("Customer", size),
        "industry": kinds,
        "billing_country": labels(COUNTRIES, number % len(COUNTRIES)),
        "number_of_employees": integers(employees[number]),
        "annual_revenue": money(revenue[number] * 100),
        "created_date": times(at),
        **marks(size, at),
        **in_force(size),
    })  # fmt: skip


def marks(size: int, at: Array) -> dict[str, pa.Array]:
    """The loader's columns and the recycle bin for rows that last changed at `at`."""
    return {
        "is_deleted": constant(False, size),
        "_fivetran_deleted": constant(False, size),
        "_fivetran_synced": times(delivered(at)),
    }


def in_force(size: int) -> dict[str, pa.Array]:
    """The mark of the version in force."""
    return {"_fivetran_active": constant(True, size)}


def contact(world: World) -> pa.Table:
    """The table `contact`."""
    population = world.population
    customer = contacts(world)
    created_at = contact_created_at(world)[customer]
    email, user_id = addresses(world, SOURCE, customer)
    size = len(customer)
    return conform(SOURCE, "contact", {
        "id": contact_ids(customer),
        "account_id": account_ids(population.organisation[customer]),
        "owner_id": user_ids(customer % 4),
        "external_user_id_c": user_id,
        "email": email,
        "first_name": labels(FIRST_NAMES, population.first[customer]),
        "last_name": labels(LAST_NAMES, population.last[customer]),
        "lead_source": constant("Web", size),
        "created_date": times(created_at),
        "last_modified_date": times(created_at),
        **marks(size, created_at),
        **in_force(size),
    })  # fmt: skip


def lead(world: World) -> pa.Table:
    """The table `lead`."""
    known = people(world)
    customer = leads(world)
    size = len(customer)
    email, user_id = addresses(world, SOURCE, customer)
    who, status, at = lead_changes(world)
    now = np.full(world.population.customers, NEW_LEAD)
    changed_at = known.lead_at.copy()
    now[who], changed_at[who] = status, at  # in order of time: the last one stays
    became_at = converted_at(world)[customer]
    is_converted = np.isfinite(became_at)
    organisation = world.population.organisation[customer]
    return conform(SOURCE, "lead", {
        "id": lead_ids(customer),
        "converted_account_id": account_ids(np.where(is_converted, organisation, -1)),
        "converted_contact_id": contact_ids(np.where(is_converted, customer, -1)),
        "converted_opportunity_id": opportunity_ids(np.where(is_converted, first_opportunity(world)[customer], -1)),
        "external_user_id_c": user_id,
        "email": email,
        "status": labels(STATUSES, now[customer]),
        "lead_source": constant("Web", size),
        "is_converted": flags(is_converted),
        "converted_date": times(np.floor(became_at / DAY) * DAY).cast(pa.date32()),
        "created_date": times(known.lead_at[customer]),
        "last_modified_date": times(changed_at[customer]),
        **marks(size, changed_at[customer]),
        **in_force(size),
    })  # fmt: skip


def lead_history(world: World) -> pa.Table:
    """The table `lead_history`."""
    who, status, at = lead_changes(world)
    size = len(who)
    return conform(SOURCE, "lead_history", {
        "id": numbered("017H", np.arange(size), 11),
        "lead_id": lead_ids(who),
        "field": constant("Status", size),
        "new_value": labels(STATUSES, status),
        "created_date": times(at),
        **marks(size, at),
    })  # fmt: skip


def opportunity(world: World) -> pa.Table:
    """The table `opportunity`; some were delivered twice, the first time as they were when they were opened."""
    mine = sales(world)
    rng = world.rng("salesforce opportunities")
    rows = np.arange(len(mine))
    stage = mine.stage_now()
    is_closed = stage == CLOSED
    shown = np.where(is_closed & ~mine.is_won, LOST, stage)
    close_at = np.where(is_closed, mine.at[:, CLOSED], mine.at[:, CREATED] + 45 * DAY)
    changed_at = mine.at[rows, stage]
    is_deleted = rng.random(len(mine)) < truths.OPPORTUNITY_DELETED_SHARE
    is_dollar = rng.random(len(mine)) < SECOND_CURRENCY_SHARE
    twice = np.flatnonzero((rng.random(len(mine)) < truths.OPPORTUNITY_REDELIVERED_SHARE) & (stage != CREATED))
    index = np.concatenate([twice, rows])
    size = len(index)
    is_first = np.arange(size) < len(twice)
    opened_at = mine.at[index, CREATED]
    synced_at = np.where(is_first, opened_at, changed_at[index])
    synced_at = np.where(~is_first & np.isin(index, twice), np.maximum(synced_at, opened_at + DAY), synced_at)
    cents = mine.amount.astype(np.int64) * 100
    now = np.where(is_first, CREATED, shown[index])
    return conform(SOURCE, "opportunity", {
        "id": opportunity_ids(index),
        "account_id": account_ids(world.population.organisation[mine.customer[index]]),
        "owner_id": user_ids(index % 4),
        "name": numbered("Opportunity ", index + 1, 5),
        "type": labels(("New Business", "Existing Business"), mine.kind[index]),
        "stage_name": labels(STAGES, now),
        "lead_source": constant("Web", size),
        "currency_iso_code": labels(("EUR", "USD"), is_dollar[index].astype(int)),
        "amount": money(cents[index]),
        "expected_revenue": money((cents[index] * PROBABILITIES[now] / 100).astype(np.int64)),
        "probability": reals(PROBABILITIES[now]),
        "is_won": flags(~is_first & (is_closed & mine.is_won)[index]),
        "is_closed": flags(~is_first & is_closed[index]),
        "close_date": times(np.floor(close_at[index] / DAY) * DAY).cast(pa.date32()),
        "created_date": times(opened_at),
        **marks(size, synced_at),
        "is_deleted": flags(is_deleted[index]),
        **in_force(size),
    })  # fmt: skip


def opportunity_history(world: World) -> pa.Table:
    """The table `opportunity_history`: every entry into a stage."""
    mine = sales(world)
    row, stage = np.nonzero(np.isfinite(mine.at) & (mine.at < END))
    at = mine.at[row, stage]
    shown = np.where((stage == CLOSED) & ~mine.is_won[row], LOST, stage)
    return conform(SOURCE, "opportunity_history", {
        "id": numbered("008H", np.arange(len(row)), 11),
        "opportunity_id": opportunity_ids(row),
        "stage_name": labels(STAGES, shown),
        "amount": money(mine.amount[row].astype(np.int64) * 100),
        "probability": reals(PROBABILITIES[shown]),
        "created_date": times(at),
        **marks(len(row), at),
    })  # fmt: skip


def opportunity_contact_role(world: World) -> pa.Table:
    """The table `opportunity_contact_role`; where two contacts are named, neither is marked as the main one."""
    mine = sales(world)
    is_contact = np.zeros(world.population.customers, bool)
    is_contact[contacts(world)] = True
    second = second_people(world, world.rng("salesforce second contacts"), mine)
    both = np.flatnonzero((second >= 0) & is_contact[second])
    row = np.concatenate([np.arange(len(mine)), both])
    person = np.concatenate([mine.customer, second[both]])
    at = mine.at[row, CREATED]
    return conform(SOURCE, "opportunity_contact_role", {
        "id": numbered("00KR", np.arange(len(row)), 11),
        "opportunity_id": opportunity_ids(row),
        "contact_id": contact_ids(person),
        "role": constant("Decision Maker", len(row)),
        "is_primary": flags(~np.isin(row, both)),
        **marks(len(row), at),
    })  # fmt: skip


def user(world: World) -> pa.Table:
    """The table `user`: people of sales."""
    number = np.arange(4)
    at = np.full(4, CRM_SINCE)
    names = pc.binary_join_element_wise(labels(FIRST_NAMES, number + 6), labels(LAST_NAMES, number + 6), " ")
    return conform(SOURCE, "user", {
        "id": user_ids(number),
        "name": names,
        "email": pc.binary_join_element_wise(numbered("account", number, 2), truths.AGENT_EMAIL_DOMAIN, "@"),
        "title": constant("Account executive", 4),
        "is_active": constant(True, 4),
        "last_login_date": times(np.full(4, END - DAY)),
        "_fivetran_deleted": constant(False, 4),
        "_fivetran_active": constant(True, 4),
        "_fivetran_synced": times(delivered(at)),
    })  # fmt: skip


def task(world: World) -> pa.Table:
    """The table `task`: one call for each opportunity, a day after it was opened."""
    mine = sales(world)
    rng = world.rng("salesforce tasks")
    at = mine.at[:, CREATED] + DAY
    rows = np.flatnonzero(at < END)
    at = at[rows]
    size = len(rows)
    return conform(SOURCE, "task", {
        "id": numbered("00TT", rows, 11),
        "who_id": contact_ids(mine.customer[rows]),
        "what_id": opportunity_ids(rows),
        "account_id": account_ids(world.population.organisation[mine.customer[rows]]),
        "owner_id": user_ids(rows % 4),
        "subject": constant("Call", size),
        "status": constant("Completed", size),
        "priority": constant("Normal", size),
        "call_duration_in_seconds": integers(rng.integers(120, 2400, size)),
        "is_closed": constant(True, size),
        "created_date": times(at),
        "completed_date_time": times(at),
        **marks(size, at),
        **in_force(size),
    })  # fmt: skip


def tables(world: World) -> dict[str, pa.Table]:
    """Every table of the contract, by name."""
    return {
        "account": account(world),
        "contact": contact(world),
        "lead": lead(world),
        "lead_history": lead_history(world),
        "opportunity": opportunity(world),
        "opportunity_history": opportunity_history(world),
        "opportunity_contact_role": opportunity_contact_role(world),
        "user": user(world),
        "task": task(world),
    }
