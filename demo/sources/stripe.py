"""The billing system's tables in Stripe's shape, as the common loaders land them. Times are whole seconds.

It bills the customers that demo/billing.py gives to the vendor: their subscriptions, invoices, charges and refunds.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from demo import billing, truths
from demo.columns import constant, delivered, flags, integers, labels, numbered, times
from demo.contract import conform
from demo.population import DAY, END, World
from demo.sources.landing import customer_ids

Array = npt.NDArray[Any]

SOURCE = "stripe"
STATUSES = ("trialing", "active", "past_due", "canceled")
TRIALING, ACTIVE, PAST_DUE, CANCELED = range(4)
REASONS = ("subscription_create", "subscription_cycle", "subscription_update")
CREATE, CYCLE, UPDATE = range(3)
RETRY_SECONDS = 3 * DAY
GIVEN_UP_SECONDS = 10 * DAY
NEVER = np.nan
FOREVER = 253_402_300_799.0


@dataclass(frozen=True)
class Books:
    """What the billing system did, as columns of chunks; `sub` is a row of the vendor's subscriptions."""

    versions: dict[str, Array]
    invoices: dict[str, Array]
    charges: dict[str, Array]


class Chunks:
    """Rows added bit by bit; what is not given is NaN."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        self.parts: list[dict[str, Array]] = []

    def add(self, size: int, **columns: Any) -> None:
        """Append `size` rows; a column is an array or one value for all."""
        self.parts.append({
            name: np.broadcast_to(np.asarray(columns.get(name, NEVER), float), size) for name in self.names
        })  # fmt: skip

    def rows(self, at: str) -> dict[str, Array]:
        """All rows that happen before the end of the demo."""
        whole = {name: np.concatenate([part[name] for part in self.parts]) for name in self.names}
        inside = whole[at] < END
        return {name: values[inside] for name, values in whole.items()}


def vendor_subscriptions(world: World) -> tuple[billing.Subscriptions, Array]:
    """All subscriptions, and the rows of those that the vendor bills."""
    sold = billing.subscribe(world)
    return sold, np.flatnonzero(billing.billed_by(world)[sold.customer] == billing.VENDOR)


@lru_cache(maxsize=2)
def keep_books(world: World) -> Books:
    """Every version, invoice and charge."""
    sold, vendor = vendor_subscriptions(world)
    rng = world.rng("stripe books")
    versions = Chunks(("sub", "at", "status", "period_from", "period_to", "is_asked", "ended_at"))
    invoices = Chunks(("customer", "sub", "at", "reason", "cents", "is_paid", "number"))
    charges = Chunks(("customer", "invoice", "order", "at", "cents", "is_good"))

    tried = vendor[np.isfinite(sold.trial_at[vendor])]
    trial_end = np.where(np.isfinite(sold.started_at[tried]), sold.started_at[tried], sold.ended_at[tried])
    trial_end = np.where(np.isfinite(trial_end), trial_end, sold.trial_at[tried] + 14 * DAY)
    versions.add(len(tried), sub=tried, at=sold.trial_at[tried], status=TRIALING,
                 period_from=sold.trial_at[tried], period_to=trial_end)  # fmt: skip
    unsold = np.flatnonzero(np.isnan(sold.started_at[tried]) & np.isfinite(sold.ended_at[tried]))
    versions.add(len(unsold), sub=tried[unsold], at=trial_end[unsold], status=CANCELED,
                 period_from=sold.trial_at[tried][unsold], period_to=trial_end[unsold],
                 ended_at=trial_end[unsold])  # fmt: skip

    terms = billing.paid_terms(world)
    own = np.flatnonzero(np.isin(terms.sub, vendor))
    sub, term, begin, end, cents = (
        part[own] for part in (terms.sub, terms.number, terms.begin, terms.end, terms.cents)
    )
    period = sold.period[sub]
    is_late = (term > 0) & (rng.random(len(sub)) < truths.PAYMENT_RECOVERED_SHARE)
    versions.add(len(sub), sub=sub, at=begin, status=np.where(is_late, PAST_DUE, ACTIVE), period_from=begin,
                 period_to=end)  # fmt: skip
    late = np.flatnonzero(is_late)
    versions.add(len(late), sub=sub[late], at=begin[late] + RETRY_SECONDS, status=ACTIVE, period_from=begin[late],
                 period_to=end[late])  # fmt: skip
    number = np.arange(len(sub))
    customer = sold.customer[sub]
    invoices.add(len(sub), customer=customer, sub=sub, at=begin, reason=np.where(term > 0, CYCLE, CREATE),
                 cents=cents, is_paid=True, number=number)  # fmt: skip
    charges.add(len(sub), customer=customer, invoice=number, at=begin + np.where(is_late, RETRY_SECONDS, 0),
                cents=cents, is_good=True)  # fmt: skip
    charges.add(len(late), customer=customer[late], invoice=number[late], at=begin[late], cents=cents[late],
                is_good=False)  # fmt: skip

    is_turned = (sold.upgraded_at[sub] > begin) & (sold.upgraded_at[sub] < end)
    turned = np.flatnonzero(is_turned)
    at = sold.upgraded_at[sub[turned]]
    left = (end[turned] - at) / period[turned]
    more = billing.PLAN_CENTS[sold.plan_now[sub[turned]]] - billing.PLAN_CENTS[sold.plan[sub[turned]]]
    more = np.maximum(np.round(more * sold.months[sub[turned]] * left), 1)
    versions.add(len(turned), sub=sub[turned], at=at, status=ACTIVE, period_from=begin[turned], period_to=end[turned])
    number = len(sub) + np.arange(len(turned))
    invoices.add(len(turned), customer=customer[turned], sub=sub[turned], at=at, reason=UPDATE, cents=more,
                 is_paid=True, number=number)  # fmt: skip
    charges.add(len(turned), customer=customer[turned], invoice=number, at=at, cents=more, is_good=True)

    is_asked = (sold.asked_at[sub] > begin) & (sold.asked_at[sub] < end)
    asked = np.flatnonzero(is_asked)
    versions.add(len(asked), sub=sub[asked], at=sold.asked_at[sub[asked]], status=ACTIVE, period_from=begin[asked],
                 period_to=end[asked], is_asked=1)  # fmt: skip
    last = np.flatnonzero(terms.is_last[own])
    quit_now = last[~sold.is_unpaid[sub[last]]]
    versions.add(len(quit_now), sub=sub[quit_now], at=end[quit_now], status=CANCELED, period_from=begin[quit_now],
                 period_to=end[quit_now], is_asked=1, ended_at=end[quit_now])  # fmt: skip
    unpaid = last[sold.is_unpaid[sub[last]]]
    over = end[unpaid] + GIVEN_UP_SECONDS
    after = {"sub": sub[unpaid], "period_from": end[unpaid], "period_to": end[unpaid] + period[unpaid]}
    versions.add(len(unpaid), at=end[unpaid], status=PAST_DUE, **after)
    versions.add(len(unpaid), at=over, status=CANCELED, ended_at=over, **after)
    number = len(sub) + len(turned) + np.arange(len(unpaid))
    invoices.add(len(unpaid), customer=customer[unpaid], sub=sub[unpaid], at=end[unpaid], reason=CYCLE,
                 cents=cents[unpaid], is_paid=False, number=number)  # fmt: skip
    for attempt in range(3):
        charges.add(len(unpaid), customer=customer[unpaid], invoice=number, at=end[unpaid] + attempt * RETRY_SECONDS,
                    cents=cents[unpaid], is_good=False)  # fmt: skip

    bought = billing.buy(world)
    rows = np.flatnonzero(billing.billed_by(world)[bought.customer] == billing.VENDOR)
    charges.add(len(rows), customer=bought.customer[rows], order=rows, at=bought.at[rows], cents=bought.cents[rows],
                is_good=True)  # fmt: skip
    return Books(versions.rows("at"), invoices.rows("at"), charges.rows("at"))


def in_time(rows: dict[str, Array], *keys: str) -> dict[str, Array]:
    """The rows in order of the keys, the last key first."""
    order = np.lexsort([rows[key] for key in keys])
    return {name: values[order] for name, values in rows.items()}


def whole(values: Array) -> Array:
    """Whole numbers of a float column; NaN is -1."""
    numbers: Array = np.where(np.isfinite(values), values, -1).astype(np.int64)
    return numbers


def codes(customer: Array) -> pa.Array:
    """Currency of each customer, lower case."""
    return labels([name.lower() for name in billing.CURRENCIES], billing.currencies(customer))


def customers(world: World) -> pa.Table:
    """The table `customer`: who was ever charged or tried."""
    people = world.population
    books = keep_books(world)
    sold, _ = vendor_subscriptions(world)
    number = np.unique(np.concatenate([
        whole(books.charges["customer"]), sold.customer[whole(books.versions["sub"])],
    ]))  # fmt: skip
    rng = world.rng("stripe customers")
    has_email = rng.random(len(number)) < truths.EMAIL_MATCH_SHARE
    is_linked = ~has_email | (rng.random(len(number)) < 0.5)
    link = pc.binary_join_element_wise('{"user_id": "', customer_ids(number), '"}', "")
    created = np.floor(billing.trial_at(world)[number])
    return conform(SOURCE, "customer", {
        "_fivetran_synced": times(delivered(created)),
        "id": numbered("cus_", number, 8),
        "email": pc.if_else(pa.array(has_email), people.emails.take(pa.array(number)), pa.scalar(None, pa.string())),
        "metadata": pc.if_else(pa.array(is_linked), link, "{}"),
        "currency": codes(number),
        "delinquent": constant(False, len(number)),
        "created": times(created),
        "is_deleted": constant(False, len(number)),
    })  # fmt: skip


def subscription_history(world: World) -> pa.Table:
    """The table `subscription_history`: every version."""
    sold, _ = vendor_subscriptions(world)
    rows = in_time(keep_books(world).versions, "status", "at", "sub")
    # Two versions of one second are one: the later state stays.
    is_kept = np.append((rows["sub"][1:] != rows["sub"][:-1]) | (rows["at"][1:] != rows["at"][:-1]), True)
    rows = {name: values[is_kept] for name, values in rows.items()}
    sub = whole(rows["sub"])
    is_last = np.append(sub[1:] != sub[:-1], True)
    until = np.where(is_last, FOREVER, np.append(rows["at"][1:], FOREVER))
    status = whole(rows["status"])
    first_at = np.where(np.isfinite(sold.trial_at[sub]), sold.trial_at[sub], sold.started_at[sub])
    trial_to = np.where(np.isfinite(sold.started_at[sub]), sold.started_at[sub], sold.ended_at[sub])
    has_trial = np.isfinite(sold.trial_at[sub])
    is_asked = np.isfinite(rows["is_asked"])
    reasons = ("cancellation_requested", "payment_failed")
    reason = np.where(status == CANCELED, sold.is_unpaid[sub].astype(int), -1)
    return conform(SOURCE, "subscription_history", {
        "_fivetran_synced": times(delivered(rows["at"])),
        "_fivetran_active": flags(is_last),
        "_fivetran_start": times(rows["at"]),
        "_fivetran_end": times(until),
        "id": numbered("sub_v", sub, 7),
        "customer_id": numbered("cus_", sold.customer[sub], 8),
        "status": labels(STATUSES, status),
        "cancellation_details_reason": labels(reasons, reason),
        "cancel_at_period_end": flags(is_asked),
        "created": times(first_at),
        "start_date": times(first_at),
        "current_period_start": times(rows["period_from"]),
        "current_period_end": times(rows["period_to"]),
        "cancel_at": times(np.where(is_asked, rows["period_to"], NEVER)),
        "canceled_at": times(np.where(is_asked, np.fmin(sold.asked_at[sub], rows["at"]), rows["ended_at"])),
        "ended_at": times(rows["ended_at"]),
        "trial_start": times(np.where(has_trial, sold.trial_at[sub], NEVER)),
        "trial_end": times(np.where(has_trial, trial_to, NEVER)),
    })  # fmt: skip


def subscription_items(world: World) -> pa.Table:
    """The table `subscription_item`: one item per subscription, with the plan of today."""
    sold, _ = vendor_subscriptions(world)
    sub = np.unique(whole(keep_books(world).versions["sub"]))
    created = np.where(np.isfinite(sold.trial_at[sub]), sold.trial_at[sub], sold.started_at[sub])
    return conform(SOURCE, "subscription_item", {
        "_fivetran_synced": times(delivered(created)),
        "_fivetran_deleted": constant(False, len(sub)),
        "id": numbered("si_", sub, 7),
        "subscription_id": numbered("sub_v", sub, 7),
        "plan_id": plan_ids(sold.plan_now[sub], sold.months[sub], sold.currency[sub]),
        "quantity": integers(np.ones(len(sub))),
        "created": times(created),
    })  # fmt: skip


def plan_ids(plan: Array, months: Array, currency: Array) -> pa.Array:
    """Identifiers of plans like team_month_eur."""
    names = labels([name.lower() for name in billing.PLANS], plan)
    interval = labels(("month", "year"), (months == 12).astype(int))
    return pc.binary_join_element_wise(
        names, interval, labels([name.lower() for name in billing.CURRENCIES], currency), "_"
    )


def plans() -> dict[str, pa.Table]:
    """The tables `plan` and `price`: each plan by the month and by the year, in each currency."""
    plan, yearly, currency = (
        part.ravel() for part in np.meshgrid(np.arange(len(billing.PLANS)), [0, 1], [0, 1], indexing="ij")
    )
    months = np.where(yearly == 1, 12, 1)
    size = len(plan)
    began = np.full(size, END - 700 * DAY)
    shared = {
        "_fivetran_synced": times(delivered(began)),
        "id": plan_ids(plan, months, currency),
        "nickname": labels(billing.PLANS, plan),
        "currency": labels([name.lower() for name in billing.CURRENCIES], currency),
        "is_deleted": constant(False, size),
    }
    interval = labels(("month", "year"), yearly)
    cents = integers(billing.PLAN_CENTS[plan] * months)
    one = integers(np.ones(size))
    return {
        "plan": conform(SOURCE, "plan", {**shared, "interval": interval, "interval_count": one, "amount": cents}),
        "price": conform(SOURCE, "price", {
            **shared, "recurring_interval": interval, "recurring_interval_count": one, "unit_amount": cents,
        }),
    }  # fmt: skip


def invoices(world: World) -> pa.Table:
    """The table `invoice`."""
    rows = in_time(keep_books(world).invoices, "number", "at")
    is_paid = rows["is_paid"] == 1
    customer, cents = whole(rows["customer"]), whole(rows["cents"])
    return conform(SOURCE, "invoice", {
        "_fivetran_synced": times(delivered(rows["at"])),
        "id": numbered("in_", whole(rows["number"]), 8),
        "customer_id": numbered("cus_", customer, 8),
        "subscription_id": numbered("sub_v", whole(rows["sub"]), 7),
        "status": labels(("uncollectible", "paid"), is_paid.astype(int)),
        "billing_reason": labels(REASONS, whole(rows["reason"])),
        "currency": codes(customer),
        "subtotal": integers(cents),
        "amount_due": integers(cents),
        "amount_paid": integers(np.where(is_paid, cents, 0)),
        "created": times(rows["at"]),
        "is_deleted": constant(False, len(cents)),
    })  # fmt: skip


@lru_cache(maxsize=2)
def money_back(world: World) -> tuple[dict[str, Array], Array, Array]:
    """The charges in order of time, when each was refunded (NaN: not) and how much of it, cents."""
    rows = in_time(keep_books(world).charges, "customer", "at")
    rng = world.rng("stripe refunds")
    bought = billing.buy(world)
    order = whole(rows["order"])
    size = len(order)
    of_order = np.where(order >= 0, bought.refunded_at[order], NEVER)
    is_back = (order < 0) & (rows["is_good"] == 1) & (rng.random(size) < truths.REFUNDED_RENEWAL_SHARE)
    later = np.floor(rows["at"] + rng.uniform(2, 20, size) * DAY)
    at = np.where(is_back & (later < END), later, of_order)
    cents = whole(rows["cents"])
    part = np.where((order >= 0) & bought.is_part[order], cents // 2, cents)
    return rows, at, np.where(np.isfinite(at), part, 0)


def charges(world: World) -> pa.Table:
    """The table `charge`."""
    rows, refunded_at, back = money_back(world)
    is_good = rows["is_good"] == 1
    customer = whole(rows["customer"])
    changed_at = np.fmax(rows["at"], refunded_at)
    return conform(SOURCE, "charge", {
        "_fivetran_synced": times(delivered(changed_at)),
        "id": numbered("ch_", np.arange(len(customer)) + 1, 8),
        "customer_id": numbered("cus_", customer, 8),
        "invoice_id": numbered("in_", whole(rows["invoice"]), 8),
        "status": labels(("failed", "succeeded"), is_good.astype(int)),
        "currency": codes(customer),
        "failure_code": labels(("card_declined",), np.where(is_good, -1, 0)),
        "amount": integers(whole(rows["cents"])),
        "amount_refunded": integers(back),
        "captured": flags(is_good),
        "created": times(rows["at"]),
    })  # fmt: skip


def refunds(world: World) -> pa.Table:
    """The table `refund`."""
    rows, refunded_at, back = money_back(world)
    chosen = np.flatnonzero(np.isfinite(refunded_at))
    rng = world.rng("stripe refund reasons")
    reasons = ("requested_by_customer", "duplicate", "fraudulent")
    return conform(SOURCE, "refund", {
        "_fivetran_synced": times(delivered(refunded_at[chosen])),
        "id": numbered("re_", chosen + 1, 8),
        "charge_id": numbered("ch_", chosen + 1, 8),
        "status": constant("succeeded", len(chosen)),
        "reason": labels(reasons, rng.choice(len(reasons), len(chosen), p=[0.9, 0.07, 0.03])),
        "currency": codes(whole(rows["customer"])[chosen]),
        "amount": integers(back[chosen]),
        "created": times(refunded_at[chosen]),
    })  # fmt: skip


def tables(world: World) -> dict[str, pa.Table]:
    """Every table of the contract, by name."""
    return {
        "customer": customers(world),
        "subscription_history": subscription_history(world),
        "subscription_item": subscription_items(world),
        **plans(),
        "invoice": invoices(world),
        "charge": charges(world),
        "refund": refunds(world),
    }
