"""What sales sees of the population: leads, opportunities and who is in which CRM. Sources turn it into their tables.

Journeys tell all: a lead is known from awareness on and qualified when it begins to consider; an opportunity is opened
while the customer considers and decided at the end of conversion; an upsell opportunity goes with a try to upgrade.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from demo import truths
from demo.billing import upgrades
from demo.columns import numbered
from demo.population import DAY, END, SEGMENTS, STAGES, START, World
from demo.sources.landing import customer_ids

Array = npt.NDArray[Any]

CRM_SINCE = START - truths.CRM_DAYS_BEFORE * DAY
CONSIDERATION, CONVERSION, ONBOARDING = (STAGES.index(name) for name in ("consideration", "conversion", "onboarding"))
EXPANSION = STAGES.index("expansion")
LARGE_SEGMENTS = (SEGMENTS.index("mid_market"), SEGMENTS.index("enterprise"))
# Columns of Opportunities.at.
CREATED, QUALIFIED, PROPOSAL, NEGOTIATION, CLOSED = range(5)
NEW, UPSELL = 0, 1
COUNTRIES = ("Germany", "United States", "United Kingdom", "France", "Netherlands")
LEAST_EMPLOYEES, MOST_EMPLOYEES = np.array([0, 3, 110, 1100]), np.array([1, 95, 950, 20000])
REVENUE_PER_EMPLOYEE = np.array([0, 400_000, 500_000, 1_000_000])
EMPLOYEES_KNOWN_SHARE = 0.9


@dataclass(frozen=True)
class People:
    """Who is in sales' books, by customer number; times are NaN where it never came to that."""

    is_large: Array  # of the segments that the second CRM serves
    is_known: Array  # to the CRM of the segment
    is_in_both: Array
    is_disagreeing: Array
    is_lead: Array  # came in as a lead, not taken over with the old books
    lead_at: Array  # for those taken over: when the CRM began
    qualified_at: Array
    customer_at: Array


@dataclass(frozen=True)
class Opportunities:
    """All opportunities in order of their creation; see the columns of `at`. Times are NaN for stages left out."""

    customer: Array
    kind: Array
    at: Array  # (opportunities, 5)
    is_won: Array
    amount: Array  # whole currency units

    def __len__(self) -> int:
        return len(self.customer)

    def take(self, rows: Array) -> "Opportunities":
        """The opportunities in those rows."""
        return Opportunities(self.customer[rows], self.kind[rows], self.at[rows], self.is_won[rows], self.amount[rows])

    def stage_now(self) -> Array:
        """Column of the latest stage by the end of the data."""
        seen = np.where(self.at < END, self.at, -np.inf)
        return np.where(seen[:, CLOSED] > 0, CLOSED, seen.argmax(axis=1))


@lru_cache(maxsize=2)
def people(world: World) -> People:
    """Leads and customers as sales knows them."""
    population = world.population
    rng = world.rng("sales people")
    size = population.customers
    bounds = np.floor(population.bounds)
    is_lead = (bounds[:, 0] >= CRM_SINCE) & (bounds[:, 0] < END)
    is_qualified = is_lead & (rng.random(size) < truths.LEAD_QUALIFIED_SHARE)
    is_in_both = is_lead & (rng.random(size) < truths.CRM_OVERLAP_SHARE)
    return People(
        is_large=np.isin(population.segment, LARGE_SEGMENTS),
        is_known=is_lead | (population.is_converted & (bounds[:, ONBOARDING] < CRM_SINCE)),
        is_in_both=is_in_both,
        is_disagreeing=is_in_both & (rng.random(size) < truths.CRM_DISAGREEING_SHARE),
        is_lead=is_lead,
        lead_at=np.maximum(bounds[:, 0], CRM_SINCE),
        qualified_at=np.where(is_qualified, bounds[:, CONSIDERATION], np.nan),
        customer_at=np.where(population.is_converted, bounds[:, ONBOARDING], np.nan),
    )


@lru_cache(maxsize=2)
def opportunities(world: World) -> Opportunities:
    """First sales to qualified leads, and upsells to customers."""
    population, known = world.population, people(world)
    rng = world.rng("sales opportunities")
    size = population.customers
    bounds = population.bounds
    share = np.array([truths.OPPORTUNITY_SHARE[name] for name in SEGMENTS])[population.segment]
    has_one = np.isfinite(known.qualified_at) & (rng.random(size) < share)
    first = np.flatnonzero(has_one)
    begin, end = bounds[first, CONSIDERATION], bounds[first, CONVERSION]
    created = begin + rng.uniform(0.05, 0.35, len(first)) * (end - begin)
    is_won = population.is_converted[first]
    is_qualified = is_won | (rng.random(len(first)) < truths.LOST_QUALIFIED_SHARE)
    at = np.column_stack([
        created, created + 0.3 * (end - created), created + 0.6 * (end - created), end, bounds[first, ONBOARDING],
    ])  # fmt: skip
    at[~is_qualified, QUALIFIED:CLOSED] = np.nan

    tries = upgrades(world)
    is_business = population.organisation[tries["tried"]] >= 0
    is_sold = is_business & known.is_known[tries["tried"]] & (tries["tried_at"] >= CRM_SINCE)
    more, tried_at = tries["tried"][is_sold], tries["tried_at"][is_sold]
    won_at = np.full(size, np.nan)
    won_at[tries["customer"]] = tries["at"]
    begin = bounds[more, EXPANSION]
    created = begin + 0.1 * (tried_at - begin)
    has_upgraded = np.isfinite(won_at[more])
    again = np.column_stack([
        created, created + 0.3 * (tried_at - created), created + 0.6 * (tried_at - created), tried_at,
        np.where(has_upgraded, won_at[more], bounds[more, EXPANSION + 1]),
    ])  # fmt: skip

    customer = np.concatenate([first, more])
    whole_at = np.floor(np.concatenate([at, again]))
    median = np.array([truths.OPPORTUNITY_AMOUNT[name] for name in SEGMENTS])[population.segment[customer]]
    amount = np.round(median * np.exp(0.5 * rng.standard_normal(len(customer))))
    whole = Opportunities(
        customer=customer,
        kind=np.repeat([NEW, UPSELL], [len(first), len(more)]),
        at=whole_at,
        is_won=np.concatenate([is_won, has_upgraded]),
        amount=amount,
    )
    rows = np.flatnonzero((whole_at[:, CREATED] >= CRM_SINCE) & (whole_at[:, CREATED] < END))
    return whole.take(rows[np.argsort(whole_at[rows, CREATED], kind="stable")])


def second_people(world: World, rng: np.random.Generator, deals: Opportunities) -> Array:
    """For some opportunities a colleague of the customer who is named too, by customer number; -1 for the others."""
    population, known = world.population, people(world)
    is_candidate = known.is_known & (population.organisation >= 0)
    chosen = np.full(len(deals), -1)
    for row in np.flatnonzero(rng.random(len(deals)) < truths.OPPORTUNITY_TWO_PEOPLE_SHARE):
        own = deals.customer[row]
        same = population.organisation == population.organisation[own]
        colleagues = np.flatnonzero(is_candidate & same & (np.arange(population.customers) != own))
        if len(colleagues):
            chosen[row] = colleagues[0]
    return chosen


def addresses(world: World, source: str, customer: Array) -> tuple[pa.Array, pa.Array]:
    """(e-mail, product's user id) of customers as a CRM has them: some spelled differently, missing, or others."""
    rng = world.rng(f"{source} addresses")
    size = world.population.customers
    kind = rng.random(size)[customer]
    is_shouted = pa.array((rng.random(size) < truths.EMAIL_SPELLED_DIFFERENTLY_SHARE)[customer])
    is_own = kind < truths.EMAIL_MATCH_SHARE
    is_by_id = ~is_own & (kind < truths.EMAIL_MATCH_SHARE + truths.EXTERNAL_ID_ONLY_SHARE)
    has_id = is_by_id | (is_own & (rng.random(size) < 0.3)[customer])
    own = world.population.emails.take(pa.array(customer))
    own = pc.if_else(is_shouted, pc.binary_join_element_wise(" ", pc.utf8_upper(own), ""), own)
    other = pc.binary_join_element_wise(numbered("contact", customer, 6), f"{source}-only.example", "@")
    email = pc.if_else(pa.array(is_own), own, pc.if_else(pa.array(is_by_id), pa.scalar(None, pa.string()), other))
    return email, customer_ids(np.where(has_id, customer, -1))


def company_sizes(world: World) -> tuple[Array, Array]:
    """(employees, annual revenue) of each organisation; -1 employees where the books do not say."""
    rng = world.rng("sales company sizes")
    segment = world.population.organisation_segment
    size = len(segment)
    employees = rng.integers(LEAST_EMPLOYEES[segment], MOST_EMPLOYEES[segment] + 1)
    revenue = employees * REVENUE_PER_EMPLOYEE[segment]
    return np.where(rng.random(size) < EMPLOYEES_KNOWN_SHARE, employees, -1), revenue
