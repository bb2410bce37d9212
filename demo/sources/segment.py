"""Product events of a part of the customers as Segment's warehouse destination lands them.

Every event is in `tracks`; forms sent and clicks are in a table of their own too, page views in `pages`. Some devices
have a wrong clock, which only `original_timestamp` shows. Times have milliseconds.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from demo import truths
from demo.columns import labels, numbered, reals, times
from demo.contract import conform, schemas
from demo.population import DAY, STAGES, World, stream
from demo.product import CAMPAIGN_INTENTS, CAMPAIGNS, REFERRERS, told_by_other_system
from demo.sources.landing import customer_ids, product_log_of

Array = npt.NDArray[Any]

SOURCE = "segment"
PAGE = "page_viewed"
# What the product's own tables call otherwise.
NAMES = {"form_completed": "form_submitted", "checkout_completed": "order_completed", "cart_added": "product_added"}
OWN_TABLES = ("form_submitted", "element_clicked")
RECEIVED_SECONDS = 4.0


class Events:
    """The vendor's events as arrays in order of time, and the columns that all its tables share."""

    def __init__(self, world: World) -> None:
        log = product_log_of(world)
        rows = np.flatnonzero(told_by_other_system(log.column("customer")))
        order = rows[np.lexsort((log.column("kind")[rows], log.column("customer")[rows], log.column("at")[rows]))]
        self.log, self.order, self.world = log, order, world
        self.customer, self.at, self.kind = (log.column(name)[order] for name in ("customer", "at", "kind"))
        self.names = [NAMES.get(name, name) for name in log.names]
        identified_at = world.population.bounds[:, STAGES.index(truths.IDENTIFIED_BY)]
        self.is_known = identified_at[self.customer] <= self.at
        rng = stream(world.seed, "segment devices")
        customers = world.population.customers
        self.skew = np.where(rng.random(customers) < truths.DEVICE_SKEW_SHARE, -DAY, 0.0)
        shared = (rng.random(customers) < truths.SHARED_DEVICE_SHARE) & (np.arange(customers) >= 30)
        self.device = np.where(shared, np.arange(customers) - truths.VENDOR_EVENTS_EVERY, np.arange(customers))
        self.is_redelivered = rng.random(len(order)) < truths.REDELIVERED_SHARE

    def number(self, name: str) -> Array:
        return self.log.column(name)[self.order]

    def word(self, name: str) -> pa.Array:
        values = [part[name] for part in self.log.parts]
        return labels(values, np.where(np.array([bool(value) for value in values])[self.kind], self.kind, -1))

    def named(self, names: tuple[str, ...]) -> Array:
        chosen: Array = np.isin(self.kind, [place for place, name in enumerate(self.names) if name in names])
        return chosen

    def ids(self) -> dict[str, pa.Array]:
        skewed = self.at + self.skew[self.customer]
        return {
            "id": numbered("msg-", np.arange(len(self.at)) + 1, 10),
            "anonymous_id": numbered("device-", self.device[self.customer], 8),
            "user_id": customer_ids(np.where(self.is_known, self.customer, -1)),
            "context_campaign_name": labels(CAMPAIGNS, self.number("campaign")),
            "original_timestamp": times(skewed),
            "sent_at": times(skewed + 1),
            "received_at": times(self.at + RECEIVED_SECONDS),
            "timestamp": times(self.at),
        }

    def tracked(self) -> dict[str, pa.Array]:
        task = numbered("task-", self.number("task"), 7)
        return {
            **self.ids(),
            "event": labels(self.names, self.kind),
            "event_text": pc.utf8_title(pc.replace_substring(labels(self.names, self.kind), "_", " ")),
            "task_id": task,
            "task_name": self.word("flow"),
            "step": self.word("step"),
            "element": self.word("element"),
            "context_page_path": self.word("page"),
            "properties": json_object(
                {"task_id": task, **{name: self.word(name) for name in ("step", "element")},
                 "task_name": self.word("flow")}
            ),
        }  # fmt: skip


def json_object(columns: dict[str, pa.Array]) -> pa.Array:
    """A flat JSON object per row with the keys whose text is there; the texts need no escapes."""
    parts = [
        pc.if_else(pc.is_valid(texts), pc.binary_join_element_wise(f'"{key}": "', texts.fill_null(""), '", ', ""), "")
        for key, texts in columns.items()
    ]
    joined = pc.utf8_rtrim(pc.binary_join_element_wise(*parts, ""), ", ")
    return pc.binary_join_element_wise("{", joined, "}", "")


def table_of(name: str, columns: dict[str, pa.Array], rows: Array, again: Array) -> pa.Table:
    """The rows of a table, those in `again` once more as received a day later."""
    size = len(rows)
    contract = conform(SOURCE, name, {key: values for key, values in columns.items() if key in fields(name)})
    once = contract.filter(pa.array(rows))
    twice = contract.filter(pa.array(rows & again))
    if size and twice.num_rows:
        place = contract.schema.get_field_index("received_at")
        later = pc.add(twice["received_at"], pa.scalar(int(DAY * 1e6), pa.duration("us")))
        twice = twice.set_column(place, contract.schema.field("received_at"), later)
    return pa.concat_tables([once, twice]).combine_chunks()


def fields(name: str) -> set[str]:
    """Columns that the contract of a table has."""
    return set(schemas(SOURCE)[name].names)


def identifies(events: Events) -> pa.Table:
    """One message per customer, at the first event with a user."""
    known = np.flatnonzero(events.is_known)
    _, first = np.unique(events.customer[known], return_index=True)
    rows = known[np.sort(first)]
    customer, at = events.customer[rows], events.at[rows]
    emails = events.world.population.emails.take(pa.array(customer))
    has_email = customer % 20 != 3  # the others are known by the product's identifier alone
    return conform(SOURCE, "identifies", {
        "id": numbered("identify-", customer, 8),
        "anonymous_id": numbered("device-", events.device[customer], 8),
        "user_id": customer_ids(customer),
        "email": pc.if_else(pa.array(has_email), emails, None),
        "original_timestamp": times(at + events.skew[customer]),
        "sent_at": times(at + events.skew[customer] + 1),
        "received_at": times(at + RECEIVED_SECONDS),
        "timestamp": times(at),
    })  # fmt: skip


def users(events: Events) -> pa.Table:
    """One row per known user."""
    people = events.world.population
    customer = np.unique(events.customer[events.is_known])
    last = np.zeros(people.customers)
    np.maximum.at(last, events.customer, events.at)
    return conform(SOURCE, "users", {
        "id": customer_ids(customer),
        "email": pc.if_else(pa.array(customer % 20 != 3), people.emails.take(pa.array(customer)), None),
        "language": labels(("en", "de"), people.is_german[customer].astype(int)),
        "created_at": times(np.round(people.bounds[customer, 0])),
        "received_at": times(last[customer] + RECEIVED_SECONDS),
    })  # fmt: skip


def tables(world: World) -> dict[str, pa.Table]:
    """Every table of the contract, by name."""
    events = Events(world)
    columns = events.tracked()
    is_page = events.named((PAGE,))
    page = events.word("page")
    # Every other customer uses the product as an app, which tells screens.
    in_app = np.asarray(pc.starts_with(page, "/app").fill_null(False)) & (events.customer % 2 == 1)
    pages = {
        **events.ids(),
        "name": pc.utf8_title(pc.replace_substring(page, "/", " ")),
        "path": page,
        "url": pc.binary_join_element_wise("https://lumen.example", page, ""),
        "referrer": labels(REFERRERS, events.number("referrer")),
        "landing_intent": labels(CAMPAIGN_INTENTS, events.number("intent")),
        "scroll_depth": reals(events.number("scroll")),
        "engaged_seconds": reals(events.number("engaged")),
    }
    again = events.is_redelivered
    own = {name: table_of(name, columns, events.named((name,)), again) for name in OWN_TABLES}
    screens = table_of("screens", {**events.ids(), "name": page}, is_page & in_app, again)
    return {
        "tracks": table_of("tracks", columns, ~is_page, again),
        "pages": table_of("pages", pages, is_page & ~in_app, again),
        "screens": screens,
        **own,
        "identifies": identifies(events),
        "users": users(events),
    }
