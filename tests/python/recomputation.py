"""Metrics counted once more, in plain Python from the raw files, by their definitions in words.

Nothing here reads a model or a mart: where both sides agree, two independent readings of the definition agree.
The words: seeds/scoring/metric_catalogue.csv, seeds/vocabulary, docs/decisions.md, docs/privacy.md, the raw contracts.

Does not belong here: any expectation about the figures.
"""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.parquet as pq

PROJECT_DIR = Path(__file__).resolve().parents[2]
Row = dict[str, Any]
DAY = timedelta(days=1)


class Observation(NamedTuple):
    """One record that counts for a metric: when, with what, out of what, in which segment."""

    at: datetime
    numerator: Fraction
    denominator: Fraction = Fraction(1)
    segment: str | None = None


def share(at: datetime, counts: bool, segment: str | None = None) -> Observation:
    """An observation of a share."""
    return Observation(at, Fraction(int(counts)), Fraction(1), segment)


def period_of(at: datetime, grain: str) -> date:
    """First day of the month or quarter that the moment lies in."""
    month = at.month if grain == "month" else at.month - (at.month - 1) % 3
    return date(at.year, month, 1)


def seed(name: str) -> list[dict[str, str]]:
    """Rows of a seed, by its path below seeds/."""
    with (PROJECT_DIR / "seeds" / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def like(text: str | None, pattern: str) -> bool:
    """SQL's like with % only, in lower case."""
    return bool(text) and re.fullmatch(".*".join(map(re.escape, pattern.split("%"))), str(text).lower()) is not None


@dataclass
class Raw:
    """The raw zone, by table; as_of: the newest plausible event."""

    folder: Path
    as_of: datetime
    _cache: dict[tuple[str, ...], list[Row]] = field(default_factory=dict)

    def rows(self, table: str) -> list[Row]:
        """All delivered rows of <source>/<table>."""
        if (table,) not in self._cache:
            self._cache[(table,)] = pq.read_table(self.folder / f"{table}.parquet").to_pylist()
        return self._cache[(table,)]

    def latest(self, table: str, *key: str) -> list[Row]:
        """One row per key: the version delivered last, without what is deleted or no longer in force."""
        if (table, *key) not in self._cache:
            newest: dict[tuple[Any, ...], Row] = {}
            for row in self.rows(table):
                name = tuple(row[column] for column in key)
                kept = newest.get(name)
                if kept is None or _version(row) >= _version(kept):
                    newest[name] = row
            self._cache[(table, *key)] = [row for row in newest.values() if not _is_gone(row, key)]
        return self._cache[(table, *key)]


def _version(row: Row) -> tuple[datetime, datetime]:
    delivered = row.get("_fivetran_synced") or row.get("synced_at") or row.get("received_at")
    return row.get("_fivetran_start") or datetime.min, delivered or datetime.min


def _is_gone(row: Row, key: tuple[str, ...]) -> bool:
    """Marked as deleted; or, where versions are kept, without one in force."""
    is_version = "_fivetran_start" in key
    return any(row.get(mark) for mark in ("_fivetran_deleted", "is_deleted")) or (
        not is_version and row.get("_fivetran_active") is False
    )


# --- one person across systems ----------------------------------------------------------------------------------------
class Record(NamedTuple):
    """A user as one system knows it; product_id: the product's own name of the person."""

    key: tuple[str, str]
    email: str | None
    product_id: str | None
    is_staff: bool = False


@dataclass
class People:
    """customer: the person behind (source, native id)."""

    raw: Raw

    @cached_property
    def records(self) -> list[Record]:
        """Users of every source."""
        return list(_records(self.raw))

    @cached_property
    def _person(self) -> dict[tuple[str, str], tuple[str, str]]:
        return _closure(self.records)

    def of(self, source: str, native_id: Any) -> tuple[str, str]:
        """The person; a user whom no table describes stands alone."""
        key = (source, str(native_id))
        return self._person.get(key, key)

    @cached_property
    def _segments(self) -> dict[tuple[str, str], str]:
        return {
            self.of("landing", row["user_id"]): row["segment"]
            for row in self.raw.latest("landing/users", "user_id", "valid_from")
            if row["segment"] and row["valid_to"] is None
        }

    def segment(self, person: tuple[str, str]) -> str | None:
        """Audience segment that the product's own users table tells."""
        return self._segments.get(person)

    def segment_of(self, source: str, native_id: Any) -> str | None:
        """The same of a user of a source."""
        return self.segment(self.of(source, native_id))


def _records(raw: Raw) -> Iterator[Record]:
    for row in raw.latest("landing/users", "user_id", "valid_from"):
        yield Record(("landing", row["user_id"]), row["email"], row["user_id"], row["role"] not in (None, "customer"))
    for row in raw.latest("segment/users", "id"):
        yield Record(("segment", row["id"]), row["email"], row["id"])
    for row in raw.latest("zendesk/user", "id"):
        yield Record(("zendesk", str(row["id"])), row["email"], row["external_id"], row["role"] != "end-user")
    for row in raw.latest("intercom/contact_history", "id"):
        yield Record(("intercom", row["id"]), row["email"], row["external_id"])
    for row in raw.latest("intercom/admin", "id"):
        yield Record(("intercom", row["id"]), row["email"], None, True)
    for row in raw.latest("assistant/conversations", "user_id"):
        yield Record(("assistant", row["user_id"]), row["user_email"], row["external_user_id"])
    for row in raw.latest("hubspot/contact", "id"):
        yield Record(("hubspot", row["id"]), row["property_email"], row["property_external_user_id"])
    for table in ("salesforce/contact", "salesforce/lead"):
        for row in raw.latest(table, "id"):
            yield Record(("salesforce", row["id"]), row["email"], row["external_user_id_c"])
    for row in raw.latest("stripe/customer", "id"):
        yield Record(("stripe", row["id"]), row["email"], json.loads(row["metadata"] or "{}").get("user_id"))
    for row in raw.latest("qualtrics/directory_contact", "id"):
        yield Record(("qualtrics", row["id"]), row["email"], row["ext_ref"])
    for row in raw.latest("delighted/person", "id"):
        yield Record(("delighted", row["id"]), row["email"], None)


def _closure(records: list[Record]) -> dict[tuple[str, str], tuple[str, str]]:
    """Records joined by equal address or product id, over any number of steps; at most ten records are one person."""
    shared = {row["local_part"] for row in seed("vocabulary/shared_mailboxes")}
    internal = {row["email_domain"] for row in seed("vocabulary/internal_email_domains")}
    holder = {record.key: record.key for record in records}

    def root(key: tuple[str, str]) -> tuple[str, str]:
        while holder[key] != key:
            key = holder[key]
        return key

    def address(record: Record) -> str | None:
        text = (record.email or "").strip().lower()
        return text if "@" in text and text.split("@")[0] not in shared else None

    customers = [r for r in records if not (r.is_staff or (address(r) or "").split("@")[-1] in internal)]
    product_user_of = {address(r): r.product_id for r in customers if address(r) and r.key[0] == "landing"}
    tokens: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for record in customers:
        mail = address(record)
        if mail:
            tokens["email", mail].append(record.key)
        # Where the address names one user and the identifier another, the address holds.
        if record.product_id and product_user_of.get(mail, record.product_id) == record.product_id:
            tokens["product", record.product_id].append(record.key)
    for keys in tokens.values():
        for key in keys[1:]:
            holder[root(key)] = root(keys[0])
    members: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for record in records:
        members[root(record.key)].add(record.key)
    return {key: (group if len(keys) <= 10 else key) for group, keys in members.items() for key in keys}


# --- what customers say -----------------------------------------------------------------------------------------------
ANSWER_WINDOW = timedelta(days=14)


class Answer(NamedTuple):
    """One answered question; position: where it lies between the ends of its scale, 1 is best."""

    source: str
    survey: str
    measure: str
    person: Any
    thread: Any
    position: Fraction
    steps: int
    at: datetime
    name: str


def _position(score: Any, low: Any, high: Any, is_reversed: bool = False) -> Fraction | None:
    """None where the answer cannot be counted: no score, no scale, off the scale."""
    if score is None or low is None or high is None or not low <= score <= high or low == high:
        return None
    place = (Fraction(score) - Fraction(low)) / (Fraction(high) - Fraction(low))
    return 1 - place if is_reversed else place


def survey_answers(raw: Raw, people: People) -> list[Answer]:
    """Answers that count: of several to the same question about the same thing within 14 days the last one."""
    kept: list[Answer] = []
    by_question: dict[tuple[Any, ...], list[Answer]] = defaultdict(list)
    for answer in _told_answers(raw, people):
        if answer.at <= raw.as_of:
            by_question[answer[:5]].append(answer)
    for answers in by_question.values():
        answers.sort(key=lambda answer: (answer.at, answer.name))
        for answer, later in zip(answers, [*answers[1:], None], strict=True):
            if later is None or later.at - answer.at > ANSWER_WINDOW:
                kept.append(answer)
    return kept


def _told_answers(raw: Raw, people: People) -> Iterator[Answer]:
    for source in (_landing_answers, _zendesk_answers, _intercom_answers, _assistant_answers):
        yield from source(raw, people)
    yield from _qualtrics_answers(raw, people)
    yield from _delighted_answers(raw, people)


def _landing_answers(raw: Raw, people: People) -> Iterator[Answer]:
    for row in raw.latest("landing/survey_responses", "response_id"):
        place = _position(row["score"], row["scale_min"], row["scale_max"])
        if place is not None and row["submitted_at"]:
            person = people.of("landing", row["user_id"])
            steps = int(row["scale_max"] - row["scale_min"]) + 1
            about = (row["survey_id"], row["measure"], person, row["thread_id"])
            yield Answer("landing", *about, place, steps, row["submitted_at"], row["response_id"])


def _zendesk_answers(raw: Raw, people: People) -> Iterator[Answer]:
    """The history of the rating tells a change of mind; offers are no answers."""
    requester = {row["id"]: row["requester_id"] for row in raw.latest("zendesk/ticket", "id")}
    for row in raw.latest("zendesk/ticket_field_history", "ticket_id", "field_name", "updated"):
        if row["field_name"] == "satisfaction_score" and row["value"] in ("good", "bad"):
            # A rating was given, even where its ticket has been deleted since.
            ticket = row["ticket_id"]
            person = people.of("zendesk", requester.get(ticket, f"requester of {ticket}"))
            place = Fraction(int(row["value"] == "good"))
            yield Answer("zendesk", "", "csat", person, str(ticket), place, 2, row["updated"], str(ticket))


def _intercom_answers(raw: Raw, people: People) -> Iterator[Answer]:
    for row in raw.latest("intercom/conversation_history", "id"):
        place = _position(row["conversation_rating_value"], 1, 5)
        if place is not None:
            person = people.of("intercom", row["source_author_id"])
            at = row["conversation_rating_created_at"]
            yield Answer("intercom", "", "csat", person, row["id"], place, 5, at, row["id"])


def _assistant_answers(raw: Raw, people: People) -> Iterator[Answer]:
    conversations = {row["conversation_id"]: row for row in raw.latest("assistant/conversations", "conversation_id")}
    for row in raw.latest("assistant/feedback", "feedback_id"):
        place = _position(row["score"], row["scale_min"], row["scale_max"])
        conversation = conversations.get(row["conversation_id"])
        if place is not None and row["answered_at"] and conversation:
            person = people.of("assistant", conversation["user_id"])
            about = (row["trigger_point"], row["measure"], person, row["conversation_id"])
            steps = int(row["scale_max"] - row["scale_min"]) + 1
            yield Answer("assistant", *about, place, steps, row["answered_at"], row["feedback_id"])


def _qualtrics_answers(raw: Raw, people: People) -> Iterator[Answer]:
    names = {row["id"]: row["survey_name"] for row in raw.latest("qualtrics/survey", "id")}
    mappings = [row for row in seed("vocabulary/question_mappings") if row["source_system"] == "qualtrics"]
    tags = {
        (q["survey_id"], q["id"], None): q["data_export_tag"]
        for q in raw.latest("qualtrics/question", "survey_id", "id")
    }
    for row in raw.latest("qualtrics/sub_question", "survey_id", "question_id", "key"):
        tags[row["survey_id"], row["question_id"], row["key"]] = row["choice_data_export_tag"]
    numbers = {
        (row["survey_id"], row["question_id"], row["key"]): row["recode_value"]
        for row in raw.latest("qualtrics/question_option", "survey_id", "question_id", "key")
    }
    responses = {row["id"]: row for row in raw.latest("qualtrics/survey_response", "id") if row["status"] == "0"}
    contact = {
        r["response_id"]: r["contact_id"]
        for r in raw.latest("qualtrics/distribution_contact", "distribution_id", "contact_id")
    }
    about: dict[str, str] = {}
    for row in raw.latest("qualtrics/survey_embedded_data", "response_id", "key"):
        if row["key"] in ("ticket_id", "conversation_id"):
            about[row["response_id"]] = row["value"]
    for row in raw.latest("qualtrics/question_response", "_fivetran_id"):
        response = responses.get(row["response_id"])
        if response is None:
            continue
        survey = response["survey_id"]
        tag = tags.get((survey, row["question_id"], row["sub_question_key"]))
        meant = next(
            (m for m in mappings if like(names.get(survey), m["survey_pattern"]) and like(tag, m["question_pattern"])),
            None,
        )
        if meant is None or meant["answer_kind"] != "score":
            continue
        number = numbers.get((survey, row["question_id"], row["question_option_key"]))
        low, high = int(meant["scale_min"]), int(meant["scale_max"])
        place = _position(number, low, high, meant["is_reversed"] == "true")
        if place is None:
            continue
        person = people.of("qualtrics", contact.get(row["response_id"], row["response_id"]))
        key = (survey, meant["measure"], person, about.get(row["response_id"]))
        at = response["end_date"] or response["recorded_date"]
        yield Answer("qualtrics", *key, place, high - low + 1, at, row["_fivetran_id"])


def _delighted_answers(raw: Raw, people: People) -> Iterator[Answer]:
    kinds = {
        r["question_pattern"]: r for r in seed("vocabulary/question_mappings") if r["source_system"] == "delighted"
    }
    about = {
        row["response_id"]: row["value"]
        for row in raw.latest("delighted/response_property", "response_id", "name")
        if row["name"] in ("ticket_id", "conversation_id")
    }
    for row in raw.latest("delighted/response", "id"):
        kind = kinds[row["survey_type"]]
        low, high = int(kind["scale_min"]), int(kind["scale_max"])
        place = _position(row["score"], low, high)
        if place is not None:
            person = people.of("delighted", row["person_id"])
            key = (row["survey_type"], kind["measure"], person, about.get(row["id"]))
            yield Answer("delighted", *key, place, high - low + 1, row["created_at"], row["id"])


# The favourable answers in words: the top two of five, good of good and bad, 5 to 7 of 7, yes of yes and no.
def is_favourable(answer: Answer) -> bool:
    """Whether the answer is among the best: 5 to 7 of 1 to 7, 9 and 10 of 0 to 10, otherwise the top two of five."""
    best = {7: Fraction(4, 6), 11: Fraction(9, 10)}
    return answer.position >= best.get(answer.steps, Fraction(3, 4))


def rated(answers: list[Answer], people: People, measure: str) -> list[Observation]:
    """Share of favourable answers to a measure."""
    return [share(a.at, is_favourable(a), people.segment(a.person)) for a in answers if a.measure == measure]


def net_promoter(answers: list[Answer], people: People) -> list[Observation]:
    """Promoters (9 or 10 of 10) less detractors (0 to 6)."""
    found = []
    for answer in answers:
        if answer.measure == "nps":
            sign = int(answer.position >= Fraction(9, 10)) - int(answer.position <= Fraction(6, 10))
            found.append(Observation(answer.at, Fraction(sign), Fraction(1), people.segment(answer.person)))
    return found


def mean_place(answers: list[Answer], people: People, measure: str) -> list[Observation]:
    """Place on the scale, 0 to 100; good or bad has no mean."""
    return [
        Observation(a.at, 100 * a.position, Fraction(1), people.segment(a.person))
        for a in answers
        if a.measure == measure and a.steps > 2
    ]


def invitations(raw: Raw) -> list[Observation]:
    """Invitations whose 14 days have passed: answered within them, or not."""
    shown: dict[tuple[Any, ...], list[datetime | None]] = defaultdict(list)
    for told in (_landing_showings, _assistant_showings, _qualtrics_showings, _zendesk_showings):
        for at, about, answered_at in told(raw):
            shown[(at, *about)].append(answered_at)
    return [
        share(key[0], any(at is not None and at - key[0] <= ANSWER_WINDOW for at in answered))
        for key, answered in shown.items()
        if key[0] + ANSWER_WINDOW <= raw.as_of
    ]


Showing = tuple[datetime, tuple[Any, ...], datetime | None]


def _landing_showings(raw: Raw) -> Iterator[Showing]:
    """A survey of several questions is shown once."""
    for row in raw.latest("landing/survey_responses", "response_id"):
        if row["is_solicited"] is not False:
            yield row["shown_at"], ("landing", row["survey_id"], row["user_id"], row["thread_id"]), row["submitted_at"]


def _assistant_showings(raw: Raw) -> Iterator[Showing]:
    for row in raw.latest("assistant/feedback", "feedback_id"):
        yield row["shown_at"], ("assistant", row["feedback_id"]), row["answered_at"]


def _qualtrics_showings(raw: Raw) -> Iterator[Showing]:
    """A reminder belongs to its invitation."""
    waves = {row["id"]: row for row in raw.latest("qualtrics/distribution", "id")}
    sent: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in raw.latest("qualtrics/distribution_contact", "distribution_id", "contact_id"):
        wave = waves.get(row["distribution_id"])
        if wave and wave["request_type"] in ("Invite", "Reminder"):
            sent[wave["parent_distribution_id"] or wave["id"], row["contact_id"]].append(row)
    for key, rows in sent.items():
        shown_at = min(row["sent_at"] for row in rows)
        for row in rows:
            yield shown_at, ("qualtrics", *key), row["response_completed_at"]


def _zendesk_showings(raw: Raw) -> Iterator[Showing]:
    offered: dict[int, datetime] = {}
    rated_at: dict[int, datetime] = {}
    for row in raw.latest("zendesk/ticket_field_history", "ticket_id", "field_name", "updated"):
        if row["field_name"] == "satisfaction_score":
            book = offered if row["value"] == "offered" else rated_at
            book[row["ticket_id"]] = min(row["updated"], book.get(row["ticket_id"], row["updated"]))
    for ticket, at in offered.items():
        yield at, ("zendesk", ticket), rated_at.get(ticket)


# --- money ------------------------------------------------------------------------------------------------------------
REFUND_WINDOW = 30 * DAY
REPEAT_WINDOW = 90 * DAY
GRACE = 14 * DAY
WATCHED = 30 * DAY
MONTH_SECONDS = 2629746


class Payment(NamedTuple):
    """Money taken, in euros; refunds: when and how much."""

    key: tuple[str, str]
    person: Any
    at: datetime
    euros: Fraction
    refunds: tuple[tuple[datetime, Fraction], ...]
    subscription: Any
    is_renewal: bool


@cache
def _rates() -> list[tuple[str, datetime, datetime, Fraction]]:
    found = []
    for row in seed("scoring/exchange_rates"):
        since = datetime.fromisoformat(row["valid_from"])
        until = datetime.fromisoformat(row["valid_to"]) if row["valid_to"] else datetime.max
        found.append((row["currency"], since, until, Fraction(row["units_per_euro"])))
    return found


def _euros(amount: Any, currency: str, at: datetime) -> Fraction:
    """At the rate of the day."""
    rates = (rate for name, since, until, rate in _rates() if name == currency and since <= at < until)
    return Fraction(amount) / next(rates)


def payments(raw: Raw, people: People) -> list[Payment]:
    """Orders and successful charges up to now; a renewal is a later payment for the same subscription."""
    found = sorted([*_landing_payments(raw, people), *_stripe_payments(raw, people)], key=lambda p: (p.at, p.key))
    return [payment for payment in found if payment.at <= raw.as_of]


def _landing_payments(raw: Raw, people: People) -> Iterator[Payment]:
    refunds: dict[str, list[Row]] = defaultdict(list)
    for row in raw.latest("landing/refunds", "refund_id"):
        refunds[row["order_id"]].append(row)
    paid: set[str] = set()
    for row in sorted(raw.latest("landing/orders", "order_id"), key=lambda row: (row["ordered_at"], row["order_id"])):
        at, subscription = row["ordered_at"], row["subscription_id"]
        back = [(r["refunded_at"], _euros(r["amount"], r["currency"], at)) for r in refunds[row["order_id"]]]
        euros = _euros(row["amount"], row["currency"], at)
        person = people.of("landing", row["user_id"])
        yield Payment(("landing", row["order_id"]), person, at, euros, tuple(back), subscription, subscription in paid)
        if subscription:
            paid.add(subscription)


def _stripe_payments(raw: Raw, people: People) -> Iterator[Payment]:
    cents = 100  # all currencies of the demo have two digits
    invoices = {row["id"]: row for row in raw.latest("stripe/invoice", "id")}
    refunds: dict[str, list[Row]] = defaultdict(list)
    for row in raw.latest("stripe/refund", "id"):
        if row["status"] in (None, "succeeded"):
            refunds[row["charge_id"]].append(row)
    for row in raw.latest("stripe/charge", "id"):
        if row["status"] != "succeeded" or row["captured"] is False:
            continue
        at, currency = row["created"], row["currency"].upper()
        invoice = invoices.get(row["invoice_id"], {})
        back = [(r["created"], _euros(Fraction(r["amount"], cents), currency, at)) for r in refunds[row["id"]]]
        euros = _euros(Fraction(row["amount"], cents), currency, at)
        is_renewal = invoice.get("billing_reason") in ("subscription_cycle", "subscription_update")
        person = people.of("stripe", row["customer_id"])
        yield Payment(("stripe", row["id"]), person, at, euros, tuple(back), invoice.get("subscription_id"), is_renewal)


def order_values(raw: Raw, paid: list[Payment]) -> list[Observation]:
    """What is left of a payment after 30 days; renewals left out."""
    found = []
    for payment in paid:
        final = payment.at + REFUND_WINDOW
        if final <= raw.as_of and not payment.is_renewal:
            back = sum((euros for at, euros in payment.refunds if at <= final), Fraction(0))
            found.append(Observation(final, max(payment.euros - back, Fraction(0))))
    return found


def repeated(raw: Raw, people: People, paid: list[Payment]) -> list[Observation]:
    """Orders 90 days old that are no payment for a subscription: the customer bought again within them."""
    bought: dict[Any, list[datetime]] = defaultdict(list)
    orders = [payment for payment in paid if payment.subscription is None]
    for order in orders:
        bought[order.person].append(order.at)
    found = []
    for order in orders:
        if order.at + REPEAT_WINDOW <= raw.as_of:
            again = any(order.at < at <= order.at + REPEAT_WINDOW for at in bought[order.person])
            found.append(share(order.at + REPEAT_WINDOW, again, people.segment(order.person)))
    return found


class Subscription(NamedTuple):
    """When it was paid for and running, and when renewals were due and came (None: never)."""

    key: tuple[str, str]
    person: Any
    in_force: tuple[tuple[datetime, datetime], ...]
    ended_at: datetime | None
    renewals: tuple[tuple[datetime, datetime | None], ...]


def subscriptions(raw: Raw, people: People) -> list[Subscription]:
    """Subscriptions of both billing systems."""
    return [*_landing_subscriptions(raw, people), *_stripe_subscriptions(raw, people)]


def _landing_subscriptions(raw: Raw, people: People) -> Iterator[Subscription]:
    """Past renewals are told by the first day, the next renewal and the interval only: they are spread evenly."""
    for row in raw.latest("landing/subscriptions", "subscription_id"):
        began, ended, due = row["started_at"], row["cancelled_at"], row["renewal_due_at"]
        if row["status"] == "trialing" or began is None or began > raw.as_of:
            continue
        times = round((due - began).total_seconds() / (row["interval_months"] * MONTH_SECONDS))
        moments = [began + (due - began) * number / times for number in range(1, times + 1)]
        renewals = [(moment, None if moment == due else moment) for moment in moments]
        person = people.of("landing", row["user_id"])
        key = ("landing", row["subscription_id"])
        yield Subscription(key, person, ((began, ended or datetime.max),), ended, tuple(renewals))


def _stripe_subscriptions(raw: Raw, people: People) -> Iterator[Subscription]:
    versions: dict[str, list[Row]] = defaultdict(list)
    for row in raw.latest("stripe/subscription_history", "id", "_fivetran_start"):
        versions[row["id"]].append(row)
    for name, rows in versions.items():
        rows.sort(key=lambda row: row["_fivetran_start"])
        spans = []
        for row, later in zip(rows, [*rows[1:], None], strict=True):
            if row["status"] in ("active", "past_due"):
                until = later["_fivetran_start"] if later else row["ended_at"] or datetime.max
                spans.append((row["_fivetran_start"], until))
        active = [row for row in rows if row["status"] == "active"]
        begun = {row["current_period_start"]: row["_fivetran_start"] for row in reversed(active)}
        # A period that was never paid for ends without a renewal being due.
        due = sorted({row["current_period_end"] for row in active})
        renewals = tuple((moment, begun.get(moment)) for moment in due)
        person = people.of("stripe", rows[0]["customer_id"])
        yield Subscription(("stripe", name), person, tuple(spans), rows[-1]["ended_at"], renewals)


def renewed(raw: Raw, people: People, all_subscriptions: list[Subscription]) -> list[Observation]:
    """Subscriptions due at least 14 days ago, on the last day of grace: renewed by then."""
    return [
        share(due + GRACE, came is not None and came <= due + GRACE, people.segment(subscription.person))
        for subscription in all_subscriptions
        for due, came in subscription.renewals
        if due + GRACE <= raw.as_of
    ]


def retained(
    raw: Raw, people: People, all_subscriptions: list[Subscription]
) -> tuple[list[Observation], list[Observation]]:
    """Per paying customer and 30 days since the first paid day, on the day they end: kept, and cancelled."""
    of_person: dict[Any, list[Subscription]] = defaultdict(list)
    for subscription in all_subscriptions:
        if subscription.in_force:
            of_person[subscription.person].append(subscription)
    kept, cancelled = [], []
    for person, owned in of_person.items():
        spans = [span for subscription in owned for span in subscription.in_force]
        began = min(since for since, _ in spans)
        while began + WATCHED <= raw.as_of:
            ended = began + WATCHED
            if any(since <= began < until for since, until in spans):
                stays = any(since <= ended < until for since, until in spans)
                left = any(s.ended_at and began < s.ended_at <= ended for s in owned)
                kept.append(share(ended, stays, people.segment(person)))
                cancelled.append(share(ended, left, people.segment(person)))
            began = ended
    return kept, cancelled


# --- sales ------------------------------------------------------------------------------------------------------------
class Opportunity(NamedTuple):
    """A sale that may come about; is_won: None while it is open."""

    key: tuple[str, str]
    created_at: datetime
    closed_at: datetime | None
    is_won: bool | None


def opportunities(raw: Raw) -> list[Opportunity]:
    """Opportunities of every CRM."""
    mappings = seed("vocabulary/opportunity_stage_mappings")
    words = {(row["source_system"], row["source_stage"]): row["opportunity_stage"] for row in mappings}
    tables = (
        ("hubspot", "hubspot/deal", "deal_id", ("property_createdate", "property_closedate", "deal_pipeline_stage_id")),
        ("salesforce", "salesforce/opportunity", "id", ("created_date", "close_date", "stage_name")),
        ("landing", "landing/opportunities", "opportunity_id", ("created_at", "closed_at", "stage")),
    )
    found = []
    for source, table, key, (created, closed, stage) in tables:
        for row in raw.latest(table, key):
            is_won = {"won": True, "lost": False}.get(words.get((source, (row[stage] or "").lower()), ""))
            closed_at = row[closed] if is_won is not None else None
            if isinstance(closed_at, date) and not isinstance(closed_at, datetime):
                closed_at = datetime(closed_at.year, closed_at.month, closed_at.day)
            found.append(Opportunity((source, row[key]), row[created], closed_at, is_won))
    return [opportunity for opportunity in found if opportunity.created_at <= raw.as_of]


def won(raw: Raw, deals: list[Opportunity]) -> list[Observation]:
    """Decided opportunities, on the day of the decision."""
    return [share(d.closed_at, bool(d.is_won)) for d in deals if d.closed_at and d.closed_at <= raw.as_of]


LEAD_WINDOW = 45 * DAY


def qualified_leads(raw: Raw, people: People) -> list[Observation]:
    """People whom a CRM knew before they were customers, 45 days after its first word: qualified by then."""
    meaning = {(r["source_system"], r["source_stage"]): r for r in seed("vocabulary/lifecycle_stage_mappings")}
    told: dict[Any, list[tuple[datetime, Row]]] = defaultdict(list)

    def tell(source: str, native_id: str, at: datetime, word: str) -> None:
        known = meaning.get((source, word.lower()))
        if known and at <= raw.as_of:
            told[people.of(source, native_id)].append((at, known))

    for row in raw.latest("hubspot/contact_property_history", "contact_id", "name", "timestamp"):
        if row["name"] == "lifecyclestage":
            tell("hubspot", row["contact_id"], row["timestamp"], row["value"])
    for row in raw.latest("salesforce/lead", "id"):
        tell("salesforce", row["id"], row["created_date"], "lead created")
    for row in raw.latest("salesforce/lead_history", "id"):
        if row["field"] == "Status":
            tell("salesforce", row["lead_id"], row["created_date"], row["new_value"])
    for row in raw.latest("landing/lifecycle_changes", "user_id", "lifecycle_stage", "changed_at"):
        tell("landing", row["user_id"], row["changed_at"], row["lifecycle_stage"])
    found = []
    for person, words in told.items():
        words.sort(key=lambda word: word[0])
        first_at, first = words[0]
        if first["journey_stage"] in ("awareness", "consideration") and first_at + LEAD_WINDOW <= raw.as_of:
            in_time = any(w["is_qualified_lead"] == "true" and at <= first_at + LEAD_WINDOW for at, w in words)
            found.append(share(first_at, in_time, people.segment(person)))
    return found


# --- marketing --------------------------------------------------------------------------------------------------------
REACTIONS = ("opened_at", "clicked_at", "replied_at", "unsubscribed_at", "complained_at")


def sends(raw: Raw) -> list[Row]:
    """Messages of marketing up to now."""
    return [row for row in raw.latest("landing/marketing_sends", "send_id") if row["sent_at"] <= raw.as_of]


def reacted(raw: Raw, people: People, *columns: str) -> list[Observation]:
    """Delivered messages with one of the reactions; whoever reacted got the message."""
    return [
        share(row["sent_at"], any(row[c] for c in columns), people.segment_of("landing", row["user_id"]))
        for row in sends(raw)
        if row["delivered_at"] or any(row[c] for c in REACTIONS)
    ]


def with_reason(raw: Raw, people: People) -> list[Observation]:
    """Messages with rule and reason."""
    return [
        share(row["sent_at"], bool(row["rule_id"] and row["reason"]), people.segment_of("landing", row["user_id"]))
        for row in sends(raw)
    ]


def sent_twice(raw: Raw, people: People) -> list[Observation]:
    """Messages that repeat an intent to the same person on the same day."""
    seen: set[tuple[Any, ...]] = set()
    found = []
    for row in sorted(sends(raw), key=lambda row: (row["sent_at"], row["send_id"])):
        key = (people.of("landing", row["user_id"]), row["intent"], row["sent_at"].date())
        found.append(share(row["sent_at"], row["intent"] is not None and key in seen))
        seen.add(key)
    return found


# --- what customers do ------------------------------------------------------------------------------------------------
VISIT_GAP = timedelta(minutes=30)
FIRST_VALUE_TARGET = 14 * DAY


class Event(NamedTuple):
    """One event of the site or the product; visitor: the person, or the device of somebody unknown."""

    source: str
    name: str
    visitor: Any
    type: str
    at: datetime
    task: Any
    task_name: Any
    step: Any


def events(raw: Raw, people: People) -> list[Event]:
    """Events of the product and of the analytics vendor under their names in the taxonomy, in their order."""
    words = {(r["source_system"], r["source_event"]): r["event_type"] for r in seed("vocabulary/event_mappings")}
    pages = sorted(seed("vocabulary/page_types"), key=lambda row: -len(row["page_prefix"]))
    told = list(_told_events(raw))
    owners: dict[tuple[str, str], set[Any]] = defaultdict(set)
    for source, row in told:
        if row["user_id"] and row["anonymous_id"]:
            owners[source, row["anonymous_id"]].add(people.of(source, row["user_id"]))
    for row in raw.latest("segment/identifies", "id"):
        owners["segment", row["anonymous_id"]].add(people.of("segment", row["user_id"]))
    found = []
    for source, row in told:
        kind = words.get((source, row["word"]))
        if kind == "page_view":
            path = row["path"] or ""
            page = next((p for p in pages if path == p["page_prefix"] or path.startswith(p["page_prefix"] + "/")), None)
            kind = page["event_type"] if page else kind
        device = (source, row["anonymous_id"])
        known = owners.get(device, set())
        visitor = (
            people.of(source, row["user_id"])
            if row["user_id"]
            else min(known)
            if len(known) == 1
            else ("device", *device)
        )
        if kind and (row["user_id"] or row["anonymous_id"]) and datetime(2000, 1, 1) <= row["at"] <= raw.as_of:
            task = (source, row["task_id"]) if row["task_id"] else None
            found.append(Event(source, row["id"], visitor, kind, row["at"], task, row["task_name"], row["step"]))
    return sorted(found, key=lambda event: (event.at, event.name))


def _told_events(raw: Raw) -> Iterator[tuple[str, Row]]:
    fields = ("task_id", "task_name", "step")
    for row in raw.latest("landing/product_events", "event_id"):
        kept = {column: row[column] for column in ("user_id", "anonymous_id", *fields)}
        word, at = row["event_name"], row["occurred_at"]
        yield "landing", {**kept, "id": row["event_id"], "word": word, "at": at, "path": row["page"]}
    by_id: dict[str, Row] = {}
    for table in ("tracks", "form_submitted", "element_clicked", "pages", "screens"):
        for row in raw.latest(f"segment/{table}", "id"):
            told = {**json.loads(row.get("properties") or "{}"), **{k: v for k, v in row.items() if v is not None}}
            word = {"pages": "page", "screens": "screen"}.get(table) or row["event"]
            path = row.get("path") or row.get("context_page_path") or (row["name"] if table == "screens" else None)
            kept = {column: told.get(column) for column in ("user_id", "anonymous_id", *fields)}
            by_id[row["id"]] = {**kept, "id": row["id"], "word": word, "at": row["timestamp"], "path": path}
    for row in by_id.values():
        yield "segment", row


class Attempt(NamedTuple):
    """One attempt at a task whose start was seen and whose time has passed."""

    task_type: str
    visitor: Any
    started_at: datetime
    is_form: bool
    is_completed: bool
    has_backtrack: bool
    has_error: bool


def attempts(raw: Raw, all_events: list[Event]) -> list[Attempt]:
    """Attempts at tasks, told by their events."""
    kinds = {row["event_type"]: row for row in seed("vocabulary/event_types") if row["task_type"]}
    types = {row["task_type"]: row for row in seed("scoring/task_types")}
    of_task: dict[Any, list[Event]] = defaultdict(list)
    for event in all_events:
        if event.task and event.type in kinds:
            of_task[event.task].append(event)
    found = []
    for told in of_task.values():
        actions = [(kinds[event.type]["task_action"], event) for event in told]
        started = min((event.at for action, event in actions if action == "start"), default=None)
        ended = min((event.at for action, event in actions if action == "complete"), default=None)
        kind = kinds[told[0].type]["task_type"]
        limit = timedelta(seconds=int(types[kind]["outcome_seconds"]))
        if started is None or started + limit > raw.as_of or (ended and ended < started):
            continue
        steps = [event.step for action, event in actions if action == "step"]
        back = any(action == "back" for action, _ in actions) or len(steps) > len(set(steps))
        error = any(action == "error" for action, _ in actions)
        is_form = types[kind]["is_form"] == "true"
        in_time = ended is not None and ended <= started + limit
        found.append(Attempt(kind, told[0].visitor, started, is_form, in_time, back, error))
    return found


def visits(all_events: list[Event]) -> list[list[Event]]:
    """Stretches of a visitor's events without half an hour between them."""
    found: dict[Any, list[list[Event]]] = defaultdict(list)
    for event in all_events:
        own = found[event.source, event.visitor]
        if own and event.at - own[-1][-1].at <= VISIT_GAP:
            own[-1].append(event)
        else:
            own.append([event])
    return [visit for own in found.values() for visit in own]


VIEWS = ("page_view", "pricing_view", "comparison_view", "help_view", "upgrade_view")


def bounced(all_visits: list[list[Event]], people: People) -> list[Observation]:
    """Visits with a page view: one page, and nothing else was done."""
    return [
        share(visit[0].at, len(visit) == 1, people.segment(visit[0].visitor))
        for visit in all_visits
        if any(event.type in VIEWS for event in visit)
    ]


def first_value(raw: Raw, all_events: list[Event], owned: list[Subscription]) -> list[Observation]:
    """Customers whose sign-up, or else first paid subscription, is 14 days old: first value within them."""
    paid_from: dict[Any, datetime] = {}
    for subscription in owned:
        for since, _ in subscription.in_force:
            paid_from[subscription.person] = min(since, paid_from.get(subscription.person, since))
    firsts: dict[str, dict[Any, datetime]] = {"sign_up": {}, "first_value": {}}
    seen: set[Any] = set()
    for event in all_events:
        seen.add(event.visitor)
        if event.type in firsts:
            firsts[event.type].setdefault(event.visitor, event.at)
    begun = min(event.at for event in all_events)
    found = []
    for visitor in seen:
        signed_up = firsts["sign_up"].get(visitor) or paid_from.get(visitor)
        if signed_up and signed_up >= begun and signed_up + FIRST_VALUE_TARGET <= raw.as_of:
            reached = firsts["first_value"].get(visitor)
            found.append(share(signed_up, reached is not None and reached <= signed_up + FIRST_VALUE_TARGET))
    return found


def paid_after(
    raw: Raw, all_events: list[Event], paid: list[Payment], event_type: str, window: timedelta
) -> list[Observation]:
    """First events of a kind before any payment, on the day the window ends: the first payment came in it."""
    first_paid: dict[Any, datetime] = {}
    for payment in paid:
        first_paid.setdefault(payment.person, payment.at)
    first: dict[Any, datetime] = {}
    for event in all_events:
        if event.type == event_type:
            first.setdefault(event.visitor, event.at)
    found = []
    for visitor, at in first.items():
        bought = first_paid.get(visitor)
        if at + window <= raw.as_of and not (bought and bought < at):
            found.append(share(at + window, bought is not None and bought <= at + window))
    return found


# --- support ----------------------------------------------------------------------------------------------------------
SOLVED = ("solved", "closed")


class Thread(NamedTuple):
    """A ticket or conversation: its statuses in their order, and the public replies of people."""

    key: tuple[str, str]
    person: Any
    created_at: datetime
    statuses: tuple[str, ...]
    human_replies: int

    @property
    def is_solved_once(self) -> bool:
        """Solved or closed at least once."""
        return any(status in SOLVED for status in self.statuses)

    @property
    def is_reopened(self) -> bool:
        """A change from solved or closed to a live status."""
        return any(a in SOLVED and b not in SOLVED for a, b in zip(self.statuses, self.statuses[1:], strict=False))


def threads(raw: Raw, people: People) -> list[Thread]:
    """Threads that tell the history of their status; a log of an assistant that speaks for a helpdesk is none."""
    of_source = (_zendesk_threads, _landing_threads, _intercom_threads, _assistant_threads)
    return [thread for read in of_source for thread in read(raw, people)]


def _zendesk_threads(raw: Raw, people: People) -> Iterator[Thread]:
    history: dict[int, list[Row]] = defaultdict(list)
    staff = {row["id"] for row in raw.latest("zendesk/user", "id") if row["role"] != "end-user"}
    for row in raw.latest("zendesk/ticket_field_history", "ticket_id", "field_name", "updated"):
        if row["field_name"] == "status":
            history[row["ticket_id"]].append(row)
        elif row["field_name"] == "assignee_id" and row["value"]:
            staff.add(int(row["value"]))
    staff -= {int(row["native_author_id"]) for row in seed("vocabulary/bot_authors")}
    replies: dict[int, int] = defaultdict(int)
    for row in raw.latest("zendesk/ticket_comment", "id"):
        replies[row["ticket_id"]] += int(row["public"] and row["user_id"] in staff)
    chat_of = {row["chat_id"]: row["ticket_id"] for row in raw.latest("zendesk/ticket_chat", "chat_id")}
    for row in raw.latest("zendesk/ticket_chat_event", "chat_id", "chat_index"):
        if row["type"] == "ChatMessage" and not row["is_history_context"]:
            author = row["actor_id"].removeprefix("agent:")
            replies[chat_of[row["chat_id"]]] += int(author.isdigit() and int(author) in staff)
    for ticket in raw.latest("zendesk/ticket", "id"):
        name = ticket["id"]
        told = tuple(row["value"] for row in sorted(history[name], key=lambda row: row["updated"]))
        person = people.of("zendesk", ticket["requester_id"])
        yield Thread(("zendesk", str(name)), person, ticket["created_at"], told, replies[name])


def _receipts(talks: dict[str, list[Row]]) -> set[str]:
    """First answers within 120 s whose text opens a fifth of all threads, and at least five: automatic ones."""
    openings: dict[str, list[tuple[Row, bool]]] = defaultdict(list)
    for talk in talks.values():
        asked = next((row["sent_at"] for row in talk if row["role"] == "customer"), None)
        first = next((row for row in talk if row["role"] != "customer"), None)
        if first and asked and first["sent_at"] >= asked:
            text = re.sub(r"\d+", "#", first["body"] or "").strip().lower()
            openings[text].append((first, first["sent_at"] - asked <= timedelta(seconds=120)))
    enough = max(5, len(talks) / 5)
    return {
        row["message_id"]
        for opened in openings.values()
        if sum(is_quick for _, is_quick in opened) >= enough
        for row, is_quick in opened
        if is_quick
    }


def _landing_threads(raw: Raw, people: People) -> Iterator[Thread]:
    history: dict[str, list[Row]] = defaultdict(list)
    roles = {row["user_id"]: row["role"] for row in raw.latest("landing/users", "user_id", "valid_from")}
    for row in raw.latest("landing/thread_events", "event_id"):
        if row["event_type"] == "status":
            history[row["thread_id"]].append(row)
        elif row["event_type"] == "assignee" and row["value"]:
            roles[row["value"]] = "human_agent"
    replies: dict[str, int] = defaultdict(int)
    talks: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(
        raw.latest("landing/messages", "message_id"), key=lambda row: (row["sent_at"], row["message_id"])
    ):
        if row["is_public"] is not False:
            talks[row["thread_id"]].append({**row, "role": row["author_role"] or roles.get(row["author_id"])})
    receipts = _receipts(talks)
    for name, talk in talks.items():
        spoken = [row for row in talk if row["role"] == "human_agent" and not row["is_automated"]]
        replies[name] = sum(row["message_id"] not in receipts for row in spoken)
    for thread in raw.latest("landing/threads", "thread_id"):
        name = thread["thread_id"]
        told = tuple(
            row["value"] for row in sorted(history[name], key=lambda row: (row["occurred_at"], row["event_id"]))
        )
        person = people.of("landing", thread["requester_id"])
        yield Thread(("landing", name), person, thread["created_at"], told, replies[name])


def _intercom_threads(raw: Raw, people: People) -> Iterator[Thread]:
    parts: dict[str, list[Row]] = defaultdict(list)
    for row in raw.latest("intercom/conversation_part_history", "id"):
        parts[row["conversation_id"]].append(row)
    for conversation in raw.latest("intercom/conversation_history", "id"):
        statuses, replies = ["open"], int(conversation["source_author_type"] == "admin")
        for part in sorted(parts[conversation["id"]], key=lambda part: (part["created_at"], int(part["id"]))):
            kind = part["part_type"]
            says = part["body"] is not None and kind not in ("note", "note_and_reopen")
            replies += int(says and part["author_type"] == "admin")
            if kind == "close":
                statuses.append("closed")
            elif kind == "snoozed":
                statuses.append("snoozed")
            elif kind == "open" or kind.endswith("_reopen") or (says and part["author_type"] in ("user", "lead")):
                statuses.append("open")
        person = people.of("intercom", conversation["source_author_id"])
        key = ("intercom", conversation["id"])
        yield Thread(key, person, conversation["created_at"], tuple(statuses), replies)


def _assistant_threads(raw: Raw, people: People) -> Iterator[Thread]:
    """Conversations that no helpdesk holds."""
    replies: dict[str, int] = defaultdict(int)
    for row in raw.latest("assistant/messages", "message_id"):
        replies[row["conversation_id"]] += int(row["author_type"] == "agent" and row["is_public"] is not False)
    for row in raw.latest("assistant/conversations", "conversation_id"):
        if row["helpdesk_thread_id"] is None:
            name = row["conversation_id"]
            told = ("open", "solved") if row["status"] == "resolved" else ("open",)
            person = people.of("assistant", row["user_id"])
            yield Thread(("assistant", name), person, row["created_at"], told, replies[name])


# --- every metric that is counted here --------------------------------------------------------------------------------
class Zone:
    """What the metrics are counted on; each kind of record is read once."""

    def __init__(self, folder: Path, as_of: datetime) -> None:
        self.raw = Raw(folder, as_of)
        self.people = People(self.raw)

    @cached_property
    def answers(self) -> list[Answer]:
        """Survey answers that count."""
        return survey_answers(self.raw, self.people)

    @cached_property
    def payments(self) -> list[Payment]:
        """Payments up to now."""
        return payments(self.raw, self.people)

    @cached_property
    def subscriptions(self) -> list[Subscription]:
        """Subscriptions of both billing systems."""
        return subscriptions(self.raw, self.people)

    @cached_property
    def periods(self) -> tuple[list[Observation], list[Observation]]:
        """Paying customers' 30 days: kept, and cancelled."""
        return retained(self.raw, self.people, self.subscriptions)

    @cached_property
    def events(self) -> list[Event]:
        """Events of the site and the product."""
        return events(self.raw, self.people)

    @cached_property
    def attempts(self) -> list[Attempt]:
        """Attempts at tasks."""
        return attempts(self.raw, self.events)

    @cached_property
    def solved_threads(self) -> list[Thread]:
        """Threads solved at least once."""
        return [t for t in threads(self.raw, self.people) if t.is_solved_once and t.created_at <= self.raw.as_of]

    def segment(self, person: Any) -> str | None:
        """Audience segment of a person."""
        return self.people.segment(person)

    def tasks(
        self, counts: Callable[[Attempt], bool], among: Callable[[Attempt], bool] | None = None
    ) -> list[Observation]:
        """Share of attempts, by the day of their start."""
        kept = [attempt for attempt in self.attempts if among is None or among(attempt)]
        return [share(attempt.started_at, counts(attempt), self.segment(attempt.visitor)) for attempt in kept]


METRICS: dict[str, Callable[[Zone], list[Observation]]] = {
    # experience
    "csat_rate": lambda zone: rated(zone.answers, zone.people, "csat"),
    "nps": lambda zone: net_promoter(zone.answers, zone.people),
    "customer_effort_rate": lambda zone: rated(zone.answers, zone.people, "ces"),
    "confidence_rate": lambda zone: rated(zone.answers, zone.people, "confidence"),
    "task_success_rate": lambda zone: zone.tasks(lambda attempt: attempt.is_completed),
    # qualitative
    "felt_understood_rate": lambda zone: rated(zone.answers, zone.people, "felt_understood"),
    # survey
    "trust_rate": lambda zone: rated(zone.answers, zone.people, "trust"),
    "relevance_rate": lambda zone: rated(zone.answers, zone.people, "relevance"),
    "competence_rate": lambda zone: rated(zone.answers, zone.people, "competence"),
    "solved_rate": lambda zone: rated(zone.answers, zone.people, "solved"),
    "easy_to_follow_rate": lambda zone: rated(zone.answers, zone.people, "easy"),
    "csat_mean": lambda zone: mean_place(zone.answers, zone.people, "csat"),
    "customer_effort_mean": lambda zone: mean_place(zone.answers, zone.people, "ces"),
    "survey_response_rate": lambda zone: invitations(zone.raw),
    # behaviour
    "form_completion_rate": lambda zone: zone.tasks(lambda a: a.is_completed, lambda a: a.is_form),
    "task_without_backtrack_rate": lambda zone: zone.tasks(lambda attempt: not attempt.has_backtrack),
    "task_error_rate": lambda zone: zone.tasks(lambda attempt: attempt.has_error),
    "checkout_abandonment_rate": lambda zone: zone.tasks(
        lambda attempt: not attempt.is_completed, lambda attempt: attempt.task_type == "checkout"
    ),
    "bounce_rate": lambda zone: bounced(visits(zone.events), zone.people),
    "time_to_first_value_on_time_rate": lambda zone: first_value(zone.raw, zone.events, zone.subscriptions),
    # business
    "renewal_rate": lambda zone: renewed(zone.raw, zone.people, zone.subscriptions),
    "retention_rate": lambda zone: zone.periods[0],
    "cancel_rate": lambda zone: zone.periods[1],
    "repeat_purchase_rate": lambda zone: repeated(zone.raw, zone.people, zone.payments),
    "average_order_value": lambda zone: order_values(zone.raw, zone.payments),
    "checkout_to_paid_rate": lambda zone: paid_after(zone.raw, zone.events, zone.payments, "checkout_start", 14 * DAY),
    # pipeline
    "qualified_lead_rate": lambda zone: qualified_leads(zone.raw, zone.people),
    "opportunity_win_rate": lambda zone: won(zone.raw, opportunities(zone.raw)),
    # messaging
    "open_rate": lambda zone: reacted(zone.raw, zone.people, "opened_at"),
    "click_through_rate": lambda zone: reacted(zone.raw, zone.people, "clicked_at"),
    "engagement_rate": lambda zone: reacted(zone.raw, zone.people, "clicked_at", "replied_at"),
    "unsubscribe_rate": lambda zone: reacted(zone.raw, zone.people, "unsubscribed_at"),
    "message_complaint_rate": lambda zone: reacted(zone.raw, zone.people, "complained_at"),
    "message_reason_rate": lambda zone: with_reason(zone.raw, zone.people),
    "duplicate_send_rate": lambda zone: sent_twice(zone.raw, zone.people),
    # support
    "reopen_rate": lambda zone: [share(t.created_at, t.is_reopened) for t in zone.solved_threads],
    "one_touch_rate": lambda zone: [share(t.created_at, t.human_replies == 1) for t in zone.solved_threads],
}
