"""What customers pay, whoever bills them: subscriptions in periods, upgrades, orders, refunds.

One customer is billed by one system only. Arrays are in parallel; times are float seconds since 1970-01-01 UTC, NaN
where something does not happen.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from demo import truths
from demo.population import DAY, END, SEGMENTS, STAGES, World

Array = npt.NDArray[Any]

MONTH = 365.2425 / 12 * DAY
CONSIDERATION, CONVERSION = STAGES.index("consideration"), STAGES.index("conversion")
ONBOARDING, EXPANSION = STAGES.index("onboarding"), STAGES.index("expansion")
PLANS = ("Starter", "Team", "Business", "Premium", "Enterprise")
PLAN_CENTS = np.array([1900, 4900, 9900, 19900, 49900])
PLAN_OF_SEGMENT = {"consumer": (0, 1), "smb": (1, 2), "mid_market": (2, 3), "enterprise": (3, 4)}
CURRENCIES = ("EUR", "USD")
VENDOR, OWN = 0, 1
MOST_ORDERS = 8


@dataclass(frozen=True)
class Subscriptions:
    """One row per subscription; shape (subscriptions,)."""

    customer: Array
    plan: Array  # position in PLANS at the beginning
    plan_now: Array
    currency: Array  # position in CURRENCIES
    months: Array  # months of a period: 1 or 12
    trial_at: Array
    started_at: Array  # first paid moment; NaN for a trial that nobody paid for
    upgraded_at: Array
    asked_at: Array  # when the end was asked for
    ended_at: Array  # end of the last period
    is_unpaid: Array  # ended because the payment failed
    is_past_due: Array

    @property
    def period(self) -> Array:
        """Seconds of a period."""
        period: Array = self.months * MONTH
        return period

    def __len__(self) -> int:
        return len(self.customer)


def billed_by(world: World) -> Array:
    """VENDOR or OWN per customer: consumers and every second small business are billed by the vendor."""
    people = world.population
    number = np.arange(people.customers)
    is_consumer = people.segment == SEGMENTS.index("consumer")
    is_small = people.segment == SEGMENTS.index("smb")
    biller: Array = np.where(is_consumer | (is_small & (number % 2 == 0)), VENDOR, OWN)
    return biller


def currencies(customer: Array) -> Array:
    """Position in CURRENCIES of what each customer pays in to the vendor."""
    currency: Array = (customer % truths.DOLLAR_EVERY == 0).astype(int)
    return currency


def trial_at(world: World) -> Array:
    """When each customer tries the product: halfway through consideration; shape (customers,)."""
    bounds = world.population.bounds
    middle: Array = bounds[:, CONSIDERATION] + 0.5 * (bounds[:, CONVERSION] - bounds[:, CONSIDERATION])
    return middle


def upgrades(world: World) -> dict[str, Array]:
    """Who tried to upgrade in an expansion period, and who did."""
    people = world.population
    rng = world.rng("landing upgrades")
    begin, end = people.bounds[:, EXPANSION], people.bounds[:, EXPANSION + 1]
    at = begin + rng.uniform(0.2, 0.9, people.customers) * (end - begin)
    tried = np.flatnonzero(
        people.is_converted & (end > begin) & (rng.random(people.customers) < truths.UPGRADE_TRIED_SHARE)
    )
    share = truths.UPGRADED_SHARE / truths.UPGRADE_TRIED_SHARE
    done = tried[rng.random(len(tried)) < share]
    return {"tried": tried, "tried_at": at[tried], "customer": done, "at": at[done] + 300}


@lru_cache(maxsize=2)
def subscribe(world: World) -> Subscriptions:
    """Every subscription, and every trial with the vendor that came to nothing, until the end of the demo."""
    people = world.population
    rng = world.rng("billing subscriptions")
    tried_at = trial_at(world)
    has_trial = (rng.random(people.customers) < truths.TRIAL_SHARE) & (billed_by(world) == VENDOR)
    begin = np.floor(people.bounds[:, ONBOARDING])
    pays = people.is_converted & (begin < END)
    customer = np.flatnonzero(pays | (has_trial & (tried_at < END)))
    size = len(customer)
    segment = people.segment[customer]
    choices = np.array([PLAN_OF_SEGMENT[name] for name in SEGMENTS])[segment]
    plan = choices[np.arange(size), rng.integers(0, 2, size)]
    months = np.where(rng.random(size) < truths.ANNUAL_SHARE, 12, 1)
    started_at = np.where(pays[customer], begin[customer], np.nan)
    trial = np.where(has_trial[customer], np.floor(tried_at[customer]), np.nan)

    renewed = np.array([truths.RENEWED_SHARE[name] for name in SEGMENTS])[segment]
    periods = rng.geometric(1 - renewed)
    ended_at = np.floor(started_at + periods * months * MONTH)
    asked_at = np.floor(ended_at - rng.uniform(1, 20, size) * DAY)
    is_unpaid = rng.random(size) < truths.UNPAID_SHARE
    asked_at = np.where(is_unpaid, np.nan, asked_at)
    over = END - 1
    is_over = ended_at < over
    trial_over = np.floor(people.bounds[customer, CONVERSION + 1])
    never = np.isnan(started_at)
    ended_at = np.where(never, np.where(trial_over < over, trial_over, np.nan), np.where(is_over, ended_at, np.nan))

    done = upgrades(world)
    when = np.full(people.customers, np.nan)
    when[done["customer"]] = np.floor(done["at"])
    upgraded_at = when[customer]
    is_upgraded = (upgraded_at < END) & ~(upgraded_at >= ended_at) & (plan < len(PLANS) - 1) & ~never
    upgraded_at = np.where(is_upgraded, upgraded_at, np.nan)
    return Subscriptions(
        customer=customer, plan=plan, plan_now=plan + is_upgraded, currency=currencies(customer), months=months,
        trial_at=trial, started_at=started_at, upgraded_at=upgraded_at,
        asked_at=np.where(asked_at < over, asked_at, np.nan), ended_at=ended_at,
        is_unpaid=is_unpaid & np.isfinite(ended_at) & ~never, is_past_due=rng.random(size) < truths.PAST_DUE_SHARE,
    )  # fmt: skip


@dataclass(frozen=True)
class Terms:
    """One row per subscription and paid period, in order; shape (periods,)."""

    sub: Array  # row in Subscriptions
    number: Array  # 0 for the first period
    begin: Array
    end: Array
    cents: Array  # price of the period
    is_last: Array  # the subscription ends with it


@lru_cache(maxsize=2)
def paid_terms(world: World) -> Terms:
    """Every period that was paid for and began before the end of the demo."""
    sold = subscribe(world)
    rows = np.flatnonzero(np.isfinite(sold.started_at))
    period, started_at, ended_at = sold.period[rows], sold.started_at[rows], sold.ended_at[rows]
    is_over = np.isfinite(ended_at)
    span = np.where(is_over, ended_at, END) - started_at
    terms = np.where(is_over, np.rint(span / period), np.ceil(span / period)).astype(int)
    row = np.repeat(np.arange(len(rows)), terms)
    number = np.arange(len(row)) - np.repeat(np.cumsum(terms) - terms, terms)
    sub = rows[row]
    begin = np.floor(started_at[row] + number * period[row])
    end = np.floor(started_at[row] + (number + 1) * period[row])
    plan = np.where(sold.upgraded_at[sub] <= begin, sold.plan_now[sub], sold.plan[sub])
    is_last = is_over[row] & (number == terms[row] - 1)
    return Terms(sub, number, begin, end, PLAN_CENTS[plan] * sold.months[sub], is_last)


def payments(world: World) -> dict[str, Array]:
    """Customer, moment and price of every paid period."""
    sold, terms = subscribe(world), paid_terms(world)
    return {"customer": sold.customer[terms.sub], "at": terms.begin, "cents": terms.cents}


@dataclass(frozen=True)
class Orders:
    """Orders beside the subscriptions, in order of time; shape (orders,)."""

    customer: Array
    at: Array
    cents: Array
    refunded_at: Array
    is_part: Array  # half of it is refunded

    def __len__(self) -> int:
        return len(self.customer)


@lru_cache(maxsize=2)
def buy(world: World) -> Orders:
    """Orders: the first with the conversion, then one after the other while the customer buys again."""
    people = world.population
    rng = world.rng("billing orders")
    customers, times = [], []
    customer = np.flatnonzero(people.is_converted)
    at = people.bounds[customer, ONBOARDING]
    for _ in range(MOST_ORDERS):
        customers.append(customer)
        times.append(at)
        again = rng.random(len(customer)) < truths.REPEAT_ORDER_SHARE
        customer, at = customer[again], at[again] + rng.uniform(20, 120, again.sum()) * DAY
    customer, at = np.concatenate(customers), np.floor(np.concatenate(times))
    inside = np.flatnonzero(at < END)
    order = inside[np.lexsort((customer[inside], at[inside]))]
    customer, at = customer[order], at[order]
    size = len(at)
    cents = np.round(4000 * np.exp(0.6 * rng.standard_normal(size))).astype(np.int64) + 490
    refunded = rng.random(size) < truths.REFUNDED_SHARE
    refunded_at = np.where(refunded, np.floor(at + rng.uniform(2, 25, size) * DAY), np.nan)
    return Orders(customer, at, cents, np.where(refunded_at < END, refunded_at, np.nan), rng.random(size) < 0.25)
