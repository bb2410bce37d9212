"""The product's own tables, in the plain contract: conversations, people, surveys, product, money, marketing, quality.

Conversations are other ones than the helpdesk's, with the same people. Times have milliseconds.
"""

import json
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from demo import billing, truths
from demo.columns import (
    constant,
    delivered,
    flags,
    integers,
    labels,
    money,
    numbered,
    reals,
    times,
)
from demo.contract import conform
from demo.conversations import (
    FIRST_HUMAN,
    FIRST_ROUND,
    INTENTS,
    REOPEN,
    SEVERITIES,
    STATUSES,
    Conversations,
    Kind,
    Role,
    converse,
    last_change,
    status_changes,
    status_now,
)
from demo.population import DAY, END, SEGMENTS, STAGES, START, World, pick
from demo.product import (
    CAMPAIGN_INTENTS,
    CAMPAIGNS,
    REFERRERS,
    EventLog,
    product_log,
    told_by_other_system,
)
from demo.redelivery import delivered_twice, redelivered
from demo.surveys import (
    MEASURES,
    PRIVATE,
    TOUCHPOINTS,
    Respondents,
    respondents,
    score_of,
    silent,
)
from demo.text import Texts, survey_words, write_texts

Array = npt.NDArray[Any]

SOURCE = "landing"
BOT = "b_answer"
MAILBOX = "a_mailbox"
FIRST_THREAD = 1
CURRENCY = "EUR"
ONBOARDING = STAGES.index("onboarding")


def customer_ids(numbers: Array) -> pa.Array:
    """Identifiers of customers in this source."""
    return numbered("u_", numbers, 7)


def agent_ids(numbers: Array) -> pa.Array:
    """Identifiers of agents in this source."""
    return numbered("a_", numbers, 3)


def thread_ids(numbers: Array) -> pa.Array:
    """Identifiers of thread positions; -1 is null."""
    return numbered("th_", np.where(numbers >= 0, numbers + FIRST_THREAD, -1), 7)


def message_ids(numbers: Array) -> pa.Array:
    """Identifiers of messages in this source."""
    return numbered("m_", numbers + 1, 8)


def threads_table(world: World, talk: Conversations) -> pa.Table:
    """The table `threads`."""
    threads = talk.threads
    rng = world.rng("landing threads")
    status, _ = status_now(threads)
    changed_at = last_change(talk)
    earlier = threads.repeat_of
    was_closed = (earlier >= 0) & (threads.closed_at[earlier] < threads.began_at)
    is_follow_up = was_closed & (rng.random(len(threads)) < truths.FOLLOW_UP_SHARE)
    return conform(SOURCE, "threads", {
        "thread_id": thread_ids(np.arange(len(threads))),
        "requester_id": customer_ids(threads.customer),
        "channel": labels(talk.channels, threads.channel),
        "status": labels(STATUSES, status),
        "created_at": times(threads.began_at),
        "updated_at": times(changed_at),
        "language": labels(("en", "de"), threads.is_german.astype(int)),
        "intent": labels(INTENTS, threads.intent),
        "severity": labels(SEVERITIES, threads.severity),
        "journey_stage": labels(STAGES, threads.stage),
        "merged_into_thread_id": thread_ids(threads.merged_into),
        "follow_up_of_thread_id": thread_ids(np.where(is_follow_up, earlier, -1)),
        "synced_at": times(delivered(changed_at)),
    })  # fmt: skip


def is_unlabelled_ack(talk: Conversations) -> Array:
    """Automatic acknowledgments that the export shows as written by the shared mailbox."""
    channel = talk.channels.index(truths.ACK_UNLABELLED_CHANNEL)
    hidden: Array = (talk.messages.kind == Kind.ACK) & (talk.threads.channel[talk.messages.thread] == channel)
    return hidden


def sentiments(rng: np.random.Generator, kind: Array, intent: Array) -> Array:
    """Sentiment of customers' messages, -1 to 1."""
    middle = np.full(len(kind), -0.15)
    middle[np.isin(kind, (Kind.THANKS, Kind.REOPEN_THANKS, Kind.CUSTOMER_OK_TO_BOT))] = 0.7
    middle[np.isin(kind, (Kind.REOPEN, Kind.REPEAT_OPEN, Kind.CUSTOMER_TO_BOT))] = -0.45
    middle[(kind == Kind.OPEN) & (intent == INTENTS.index("complaint"))] = -0.65
    return np.round((middle + rng.normal(0, 0.2, len(kind))).clip(-1, 1), 3)


def messages_table(world: World, talk: Conversations, texts: Texts) -> pa.Table:
    """The table `messages`."""
    messages, threads = talk.messages, talk.threads
    rng = world.rng("landing messages")
    size = len(messages)
    thread, role = messages.thread, messages.role
    is_bot, is_agent, is_customer = role == Role.BOT, role == Role.AGENT, role == Role.CUSTOMER
    is_hidden = is_unlabelled_ack(talk)
    is_system = (role == Role.SYSTEM) & ~is_hidden
    author = pc.if_else(pa.array(is_customer), customer_ids(threads.customer[thread]), agent_ids(messages.agent))
    author = pc.if_else(pa.array(is_bot), BOT, author)
    author = pc.if_else(pa.array(is_hidden), MAILBOX, author)
    is_role_known = ~is_hidden & ~(is_agent & (rng.random(size) < 0.05))
    role_names = ("customer", "bot", "human_agent", "system")
    version = talk.model_version()[thread]
    prompt_version = (messages.sent_at >= truths.COACHING_AT.timestamp()).astype(int)
    is_approved = is_bot & (rng.random(size) < 0.25)
    is_edited = is_approved & (rng.random(size) < 0.40)
    confidence = np.round(rng.beta(np.where(version == 1, 9.0, 7.0), 2.5, size), 3)
    columns = {
        "message_id": message_ids(np.arange(size)),
        "thread_id": thread_ids(thread),
        "author_id": author,
        "author_role": labels(role_names, np.where(is_role_known, role, -1)),
        "channel": labels(talk.channels, threads.channel[thread]),
        "is_public": flags(messages.is_public),
        "is_automated": flags(is_system, ~is_hidden),
        "sent_at": times(messages.sent_at),
        "body": texts.body,
        "language": labels(("en", "de"), (threads.is_german[thread] & (messages.kind != Kind.ACK)).astype(int)),
        "intent": labels(INTENTS, np.where(is_customer, threads.intent[thread], -1)),
        "severity": labels(SEVERITIES, np.where(is_customer, threads.severity[thread], -1)),
        "sentiment_score": reals(sentiments(rng, messages.kind, threads.intent[thread]), is_customer),
        "model_version": labels(truths.MODEL_VERSIONS, np.where(is_bot, version, -1)),
        "prompt_id": labels(("support_answer", "support_handoff"),
                            np.where(is_bot, (messages.kind == Kind.BOT_HANDOFF).astype(int), -1)),
        "prompt_version": labels(("3", "4"), np.where(is_bot, prompt_version, -1)),
        "guardrail_version": labels(("g-2026.1", "g-2026.2"), np.where(is_bot, version, -1)),
        "confidence": reals(confidence, is_bot),
        "generation_ms": reals(np.round(900 * np.exp(0.5 * rng.standard_normal(size))), is_bot),
        "is_human_approved": flags(is_approved, is_bot),
        "is_human_edited": flags(is_edited, is_bot),
        "edit_ratio": reals(np.round(np.where(is_edited, rng.beta(2, 6, size), 0.0), 3), is_approved),
        "knowledge_source_count": integers(np.where(is_bot, rng.poisson(1.4, size), -1)),
        "synced_at": times(delivered(messages.sent_at)),
    }  # fmt: skip
    twice = delivered_twice(rng, is_customer)
    return redelivered(conform(SOURCE, "messages", columns), twice, "body", "synced_at",
                       delivered(messages.sent_at[twice]) + DAY)  # fmt: skip


def thread_events(talk: Conversations) -> pa.Table:
    """The table `thread_events`: status and assignee changes."""
    threads = talk.threads
    row, status, at = status_changes(threads)
    asked = np.concatenate([threads.at[:, FIRST_ROUND::2], threads.at[:, [REOPEN]]], axis=1)
    is_customers = (status == STATUSES.index("new")) | (asked[row] == at[:, None]).any(axis=1)
    is_systems = (status == STATUSES.index("closed")) | (threads.agent[row] < 0)
    customer = customer_ids(threads.customer[row])
    actor = pc.if_else(pa.array(is_systems), pa.scalar(None, pa.string()), agent_ids(threads.agent[row]))
    parts = [(row, "status", at, labels(STATUSES, status), pc.if_else(pa.array(is_customers), customer, actor))]
    rows = np.flatnonzero(np.isfinite(threads.assigned_at) & (threads.assigned_at < END))
    who = agent_ids(threads.agent[rows])
    parts.append((rows, "assignee", threads.assigned_at[rows], who, who))
    moved_at = threads.at[:, FIRST_HUMAN] + 1
    rows = np.flatnonzero((threads.second_agent >= 0) & (moved_at < END))
    parts.append(
        (
            rows,
            "assignee",
            moved_at[rows],
            agent_ids(threads.second_agent[rows]),
            agent_ids(threads.agent[rows]),
        )
    )
    rows = np.arange(len(threads))
    parts.append(
        (
            rows,
            "priority",
            threads.began_at,
            labels(SEVERITIES, threads.severity),
            customer_ids(threads.customer),
        )
    )
    all_at = np.concatenate([part[2] for part in parts])
    all_thread = np.concatenate([part[0] for part in parts])
    kind = np.repeat(np.arange(len(parts)), [len(part[0]) for part in parts])
    order = np.lexsort((kind, all_thread, all_at))
    index = pa.array(order)
    return conform(SOURCE, "thread_events", {
        "event_id": numbered("e_", np.arange(len(order)) + 1, 8),
        "thread_id": thread_ids(all_thread[order]),
        "event_type": labels([part[1] for part in parts], kind[order]),
        "value": pa.concat_arrays([part[3] for part in parts]).take(index),
        "actor_id": pa.concat_arrays([part[4] for part in parts]).take(index),
        "occurred_at": times(all_at[order]),
        "synced_at": times(delivered(all_at[order])),
    })  # fmt: skip


def users(world: World) -> pa.Table:
    """All customers, agents (leavers with a row per role), the bot and the shared mailbox."""
    people = world.population
    number = np.arange(people.customers)
    agents = np.arange(people.agents)
    leavers = np.flatnonzero(np.isfinite(people.agent_left_at))
    never, hired_at = np.nan, START - 500 * DAY
    customers = {
        "user_id": customer_ids(number),
        "role": constant("customer", people.customers),
        "email": people.emails,
        "external_id": pa.nulls(people.customers, pa.string()),
        "segment": labels(SEGMENTS, people.segment),
        "account_id": numbered("acc_", people.organisation, 5),
        "language": labels(("en", "de"), people.is_german.astype(int)),
        "is_active": constant(True, people.customers),
        "valid_from": times(np.full(people.customers, never)),
        "valid_to": times(np.full(people.customers, never)),
        "created_at": times(np.round(people.bounds[:, 0])),
    }
    left_at = people.agent_left_at
    staff = pa.concat_arrays([agent_ids(agents), agent_ids(leavers), pa.array([BOT, MAILBOX])])
    size = len(staff)
    ones, extra = len(agents), len(leavers)
    others = {
        "user_id": staff,
        "role": labels(("human_agent", "customer", "bot"), np.repeat([0, 1, 2, 0], [ones, extra, 1, 1])),
        "email": pa.concat_arrays([people.agent_emails, people.agent_emails.take(pa.array(leavers)),
                                   pa.array([truths.BOT_EMAIL, f"care@{truths.AGENT_EMAIL_DOMAIN}"])]),
        "external_id": pa.nulls(size, pa.string()),
        "segment": pa.nulls(size, pa.string()),
        "account_id": pa.nulls(size, pa.string()),
        "language": constant("en", size),
        "is_active": flags(np.concatenate([~np.isfinite(left_at), np.zeros(extra, bool), [True, True]])),
        "valid_from": times(np.concatenate([np.where(np.isfinite(left_at), hired_at, never), np.floor(left_at[leavers]),
                                            [never, never]])),
        "valid_to": times(np.concatenate([np.floor(left_at), np.full(extra + 2, never)])),
        "created_at": times(np.full(size, hired_at)),
    }  # fmt: skip
    merged = {name: pa.concat_arrays([customers[name], others[name]]) for name in customers}
    changed_at = np.concatenate([people.bounds[:, 0], np.full(ones, hired_at), left_at[leavers], [hired_at, hired_at]])
    merged["synced_at"] = times(delivered(np.maximum(changed_at, START)))
    return conform(SOURCE, "users", merged)


SURVEYS = {
    "relationship": ("trust", "relevance", "competence", "confidence"),
    "touchpoint": ("csat", "ces", "easy", "solved", "felt_understood", "confidence"),
    "after_contact": ("csat", "solved", "felt_understood", "ces", "easy"),
}


def answers(world: World, survey: str, who: Respondents, thread: Array) -> dict[str, Any]:
    """All answers of the respondents of one survey, one row per answered question."""
    rng = world.rng(f"landing survey {survey}")
    people = world.population
    size = len(who)
    mood = rng.random(size)
    rows: list[Array] = []
    measures: list[Array] = []
    scores: list[Array] = []
    for position, measure in enumerate(SURVEYS[survey]):
        score = score_of(rng, measure, who.stage, people.segment[who.customer], who.at, mood)
        chosen = np.flatnonzero((rng.random(size) < truths.QUESTION_ANSWERED_SHARE) | (position == 0))
        rows.append(chosen)
        measures.append(np.full(len(chosen), MEASURES.index(measure)))
        scores.append(score[chosen])
    row = np.concatenate(rows)
    measure_number = np.concatenate(measures)
    is_first = np.concatenate([np.full(len(part), position == 0) for position, part in enumerate(rows)])
    # The open question comes with the first one; its tone follows that score.
    score = np.concatenate(scores)
    middle = np.array([sum(truths.SCALES[name]) / 2 for name in MEASURES])[measure_number]
    is_written = is_first & (rng.random(len(row)) < truths.TEXT_ANSWER_SHARE)
    return {
        "survey": np.full(len(row), list(SURVEYS).index(survey)),
        "customer": who.customer[row],
        "thread": thread[row],
        "stage": who.stage[row],
        "measure": measure_number,
        "score": score.astype(float),
        "at": who.at[row],
        "shown_at": who.at[row] - rng.uniform(30, 6 * 3600, size)[row],
        "text": survey_words(rng, score > middle, is_written, people.is_german[who.customer[row]]),
    }


def shown_in_vain(world: World, survey: str, who: Respondents) -> dict[str, Any]:
    """Surveys that were shown and not answered: one row each, with the first question."""
    asked = silent(world, f"landing {survey}", who, truths.SURVEY_ANSWERED_SHARE[SOURCE])
    size = len(asked)
    return {
        "survey": np.full(size, list(SURVEYS).index(survey)),
        "customer": asked.customer,
        "thread": np.full(size, -1),
        "stage": asked.stage,
        "measure": np.full(size, MEASURES.index(SURVEYS[survey][0])),
        "score": np.full(size, np.nan),
        "at": np.full(size, np.nan),
        "shown_at": asked.at,
        "text": pa.nulls(size, pa.string()),
    }


def after_contact(world: World, talk: Conversations) -> tuple[Respondents, Array]:
    """(who answered after a contact, about which thread)."""
    threads = talk.threads
    rng = world.rng("landing after contact")
    at = np.round(threads.solved_at + rng.uniform(600, 1.5 * DAY, len(threads)), 3)
    is_asked = np.isfinite(at) & (at < END) & (threads.stage >= 0) & ~threads.is_proactive
    rows = np.flatnonzero(is_asked & (rng.random(len(threads)) < truths.AFTER_CONTACT_SHARE))
    return Respondents(threads.customer[rows], at[rows], threads.stage[rows]), rows


def survey_responses(world: World, talk: Conversations) -> pa.Table:
    """The table `survey_responses`: surveys in the product and after a contact, answered or not."""
    who, about = after_contact(world, talk)
    parts = [answers(world, "after_contact", who, about), shown_in_vain(world, "after_contact", who)]
    for survey, segments in (("relationship", PRIVATE), ("touchpoint", SEGMENTS)):
        who = respondents(world, survey, segments)
        parts.append(answers(world, survey, who, np.full(len(who), -1)))
        parts.append(shown_in_vain(world, survey, who))
    whole = {name: np.concatenate([part[name] for part in parts]) for name in parts[0] if name != "text"}
    known_at = np.where(np.isfinite(whole["at"]), whole["at"], whole["shown_at"])
    order = np.lexsort((whole["measure"], whole["customer"], known_at))
    columns = {name: values[order] for name, values in whole.items()}
    text = pa.concat_arrays([part["text"] for part in parts]).take(pa.array(order))
    size = len(order)
    week = np.floor((known_at[order] - START) / DAY / 7).astype(int)
    count = int(week.max()) + 1
    # Each wave of a survey is a survey of its own; the one after a contact is always the same.
    waves = [f"{survey}_{number + 1:02d}" for survey in SURVEYS for number in range(count)]
    wave = columns["survey"] * count + week
    is_after = columns["survey"] == list(SURVEYS).index("after_contact")
    survey_id = labels([*waves, "after_contact"], np.where(is_after, len(waves), wave))
    touchpoint = np.where(is_after, len(STAGES), columns["stage"])
    return conform(SOURCE, "survey_responses", {
        "response_id": numbered("r_", np.arange(size) + 1, 8),
        "survey_id": survey_id,
        "measure": labels(MEASURES, columns["measure"]),
        "score": reals(columns["score"]),
        "scale_min": reals(np.array([truths.SCALES[name][0] for name in MEASURES], float)[columns["measure"]]),
        "scale_max": reals(np.array([truths.SCALES[name][1] for name in MEASURES], float)[columns["measure"]]),
        "answer_text": text,
        "is_solicited": constant(True, size),
        "touchpoint": labels([*(TOUCHPOINTS[name] for name in STAGES), "support"], touchpoint),
        "journey_stage": labels(STAGES, columns["stage"]),
        "segment": labels(SEGMENTS, world.population.segment[columns["customer"]]),
        "user_id": customer_ids(columns["customer"]),
        "thread_id": thread_ids(columns["thread"]),
        "shown_at": times(columns["shown_at"]),
        "submitted_at": times(columns["at"]),
        "synced_at": times(delivered(known_at[order])),
    })  # fmt: skip


def exposures(world: World) -> dict[str, Array]:
    """Customers who began onboarding in the period: variant, exposure, moment of first value (NaN: not reached)."""
    people = world.population
    rng = world.rng("landing experiment")
    begin = people.bounds[:, ONBOARDING]
    rows = np.flatnonzero(people.is_converted & (begin >= START) & (begin < END))
    variant = rng.integers(0, len(truths.EXPERIMENT_VARIANTS), len(rows))
    exposed_at = np.round(begin[rows] + rng.uniform(60, 3600, len(rows)), 3)
    share = np.array([truths.FIRST_VALUE_14D_SHARE[name] for name in truths.EXPERIMENT_VARIANTS])[variant]
    uniform = rng.random(len(rows))
    is_quick = uniform < share
    is_late = ~is_quick & (uniform < share + 0.25)
    days = np.select([is_quick, is_late], [rng.uniform(1, 13.9, len(rows)), rng.uniform(14.5, 29, len(rows))], np.nan)
    inside = exposed_at < END
    whole = {"customer": rows, "variant": variant, "exposed_at": exposed_at, "value_at": exposed_at + days * DAY}
    return {name: values[inside] for name, values in whole.items()}


def experiment_exposures(world: World) -> pa.Table:
    """The table `experiment_exposures`."""
    seen = exposures(world)
    return conform(SOURCE, "experiment_exposures", {
        "experiment_id": constant(truths.EXPERIMENT_ID, len(seen["customer"])),
        "variant_id": labels(truths.EXPERIMENT_VARIANTS, seen["variant"]),
        "user_id": customer_ids(seen["customer"]),
        "exposed_at": times(seen["exposed_at"]),
        "synced_at": times(delivered(seen["exposed_at"])),
    })  # fmt: skip


@lru_cache(maxsize=2)
def product_log_of(world: World) -> EventLog:
    """What all customers did on the site and in the product."""
    return product_log(world, exposures(world), billing.upgrades(world))


def product_events(world: World) -> pa.Table:
    """The events of the customers whom the product's own tables tell."""
    people = world.population
    log = product_log_of(world)
    own = ~told_by_other_system(log.column("customer"))
    at, customer, task, kind = (log.column(name)[own] for name in ("at", "customer", "task", "kind"))
    order = np.lexsort((kind, customer, at))
    at, customer, task, kind = at[order], customer[order], task[order], kind[order]
    day = np.floor(at / DAY).astype(int)
    is_anonymous = people.bounds[customer, STAGES.index(truths.IDENTIFIED_BY)] > at

    def words(name: str) -> pa.Array:
        values = [part[name] for part in log.parts]
        return labels(values, np.where(np.array([bool(value) for value in values])[kind], kind, -1))

    devices = [json.dumps({"device": device}) for device in ("desktop", "mobile", "tablet")]
    rng = world.rng("landing devices")
    return conform(SOURCE, "product_events", {
        "event_id": numbered("pe_", np.arange(len(at)) + 1, 8),
        "user_id": customer_ids(np.where(is_anonymous, -1, customer)),
        "anonymous_id": numbered("anon_", customer * 7 % (people.customers * 7 + 1), 7),
        "event_name": labels(log.names, kind),
        "occurred_at": times(at),
        "web_session_id": pc.binary_join_element_wise(numbered("ws_", customer, 7), numbered("", day, 1), "_"),
        "page": words("page"),
        "task_id": numbered("task_", task, 7),
        "task_name": words("flow"),
        "step": words("step"),
        "element": words("element"),
        "referrer": labels(REFERRERS, log.column("referrer")[own][order]),
        "campaign_id": labels(CAMPAIGNS, log.column("campaign")[own][order]),
        "landing_intent": labels(CAMPAIGN_INTENTS, log.column("intent")[own][order]),
        "scroll_depth": reals(log.column("scroll")[own][order]),
        "engaged_seconds": reals(log.column("engaged")[own][order]),
        "properties": labels(devices, rng.integers(0, len(devices), len(at))),
        "synced_at": times(delivered(at)),
    })  # fmt: skip


def subscriptions(world: World) -> pa.Table:
    """The table `subscriptions`: those that the product bills itself."""
    sold = billing.subscribe(world)
    rng = world.rng("landing subscriptions")
    rows = np.flatnonzero((billing.billed_by(world)[sold.customer] == billing.OWN) & np.isfinite(sold.started_at))
    size = len(rows)
    started_at, ended_at = sold.started_at[rows], sold.ended_at[rows]
    is_ended = np.isfinite(ended_at)
    period = sold.period[rows]
    renewal_at = started_at + np.ceil((END - started_at + 1) / period) * period
    status = np.where(is_ended, 1, np.where(sold.is_past_due[rows], 2, 0))
    reasons = ("too_expensive", "not_used", "missing_feature", "service", "switched", "payment_failed")
    reason = np.where(sold.is_unpaid[rows], len(reasons) - 1, rng.integers(0, len(reasons) - 1, size))
    changed_at = np.where(is_ended, ended_at, np.maximum(started_at, START))
    return conform(SOURCE, "subscriptions", {
        "subscription_id": numbered("sub_", sold.customer[rows], 7),
        "user_id": customer_ids(sold.customer[rows]),
        "plan": labels(billing.PLANS, sold.plan_now[rows]),
        "status": labels(("active", "cancelled", "past_due"), status),
        "monthly_amount": money(billing.PLAN_CENTS[sold.plan_now[rows]]),
        "currency": constant(CURRENCY, size),
        "started_at": times(started_at),
        "interval_months": integers(sold.months[rows]),
        "renewal_due_at": times(np.floor(np.where(is_ended, ended_at, renewal_at))),
        "cancelled_at": times(ended_at),
        "cancel_reason": labels(reasons, np.where(is_ended, reason, -1)),
        "synced_at": times(delivered(changed_at)),
    })  # fmt: skip


def own_orders(world: World) -> Array:
    """Positions of the orders that the product bills itself."""
    return np.flatnonzero(billing.billed_by(world)[billing.buy(world).customer] == billing.OWN)


def orders(world: World) -> pa.Table:
    """The table `orders`: purchases, and a payment for each period of a subscription."""
    bought, rows = billing.buy(world), own_orders(world)
    paid = billing.payments(world)
    own = np.flatnonzero(billing.billed_by(world)[paid["customer"]] == billing.OWN)
    customer = np.concatenate([bought.customer[rows], paid["customer"][own]])
    at = np.concatenate([bought.at[rows], paid["at"][own]])
    subscriber = np.concatenate([np.full(len(rows), -1), paid["customer"][own]])
    cents = np.concatenate([bought.cents[rows], paid["cents"][own]])
    ids = pa.concat_arrays([numbered("o_", rows + 1, 7), numbered("op_", own + 1, 7)])
    return conform(SOURCE, "orders", {
        "order_id": ids,
        "user_id": customer_ids(customer),
        "subscription_id": numbered("sub_", subscriber, 7),
        "amount": money(cents),
        "currency": constant(CURRENCY, len(customer)),
        "ordered_at": times(at),
        "synced_at": times(delivered(at)),
    })  # fmt: skip


def refunds(world: World) -> pa.Table:
    """The table `refunds`."""
    bought, rows = billing.buy(world), own_orders(world)
    rng = world.rng("landing refunds")
    rows = rows[np.isfinite(bought.refunded_at[rows])]
    reasons = ("not_as_described", "late", "damaged", "changed_mind")
    cents = np.where(bought.is_part[rows], bought.cents[rows] // 2, bought.cents[rows])
    at = bought.refunded_at[rows]
    return conform(SOURCE, "refunds", {
        "refund_id": numbered("rf_", rows + 1, 7),
        "order_id": numbered("o_", rows + 1, 7),
        "amount": money(cents),
        "currency": constant(CURRENCY, len(rows)),
        "reason": labels(reasons, rng.integers(0, len(reasons), len(rows))),
        "refunded_at": times(at),
        "synced_at": times(delivered(at)),
    })  # fmt: skip


def consents(world: World) -> pa.Table:
    """The table `consents`: what customers answered when their journey began, and what some withdrew later."""
    people = world.population
    rng = world.rng("landing consents")
    asked = np.flatnonzero(rng.random(people.customers) < truths.CONSENT_ASKED_SHARE)
    parts = []
    for purpose, share in enumerate(truths.CONSENT_GRANTED_SHARE.values()):
        asked_at = people.bounds[asked, 0] + 60
        is_granted = rng.random(len(asked)) < share
        is_withdrawn = is_granted & (rng.random(len(asked)) < truths.CONSENT_WITHDRAWN_SHARE)
        withdrawn_at = asked_at + rng.uniform(DAY, END - START, len(asked))
        parts.append((asked, asked_at, is_granted, purpose))
        parts.append((asked[is_withdrawn], withdrawn_at[is_withdrawn], np.zeros(is_withdrawn.sum(), bool), purpose))
    customer, at, is_granted = (np.concatenate([part[place] for part in parts]) for place in range(3))
    purpose_number = np.concatenate([np.full(len(part[0]), part[3]) for part in parts])
    inside = np.flatnonzero(at < END)
    order = inside[np.lexsort((purpose_number[inside], customer[inside], at[inside]))]
    return conform(SOURCE, "consents", {
        "user_id": customer_ids(customer[order]),
        "purpose": labels(tuple(truths.CONSENT_GRANTED_SHARE), purpose_number[order]),
        "is_granted": flags(is_granted[order]),
        "changed_at": times(np.floor(at[order])),
        "synced_at": times(delivered(np.maximum(at[order], START))),
    })  # fmt: skip


def marketing_sends(world: World) -> pa.Table:
    """The table `marketing_sends`."""
    people = world.population
    rng = world.rng("landing marketing")
    size = people.customers * truths.SENDS_PER_CUSTOMER // len(STAGES)
    drawn = [people.moments_in_stage(rng, stage, size) for stage in range(len(STAGES))]
    customer = np.concatenate([part[0] for part in drawn])
    at = np.floor(np.concatenate([part[1] for part in drawn]))
    stage = np.repeat(np.arange(len(STAGES)), size)
    order = np.lexsort((customer, at))
    customer, at, stage = customer[order], at[order], stage[order]
    total = len(at)

    def then(share: float | Array, before: Array, shortest: float, longest: float) -> Array:
        moment = np.where(rng.random(total) < share, before + rng.uniform(shortest, longest, total), np.nan)
        return np.where(moment < END, moment, np.nan)

    delivered_at = then(0.98, at, 1, 60)
    by_customer = np.argsort(customer, kind="stable")
    ordered = customer[by_customer]
    earlier = np.arange(total) - np.searchsorted(ordered, ordered)
    exposure = np.empty(total)
    exposure[by_customer] = earlier
    opened_at = then(truths.SEND_OPENED_SHARE * truths.SEND_FATIGUE_FACTOR**exposure, delivered_at, 60, 2 * DAY)
    clicked_at = then(truths.SEND_CLICKED_SHARE, opened_at, 5, 600)
    reasons = tuple(f"customer is in the stage {name}" for name in STAGES)
    return conform(SOURCE, "marketing_sends", {
        "send_id": numbered("s_", np.arange(total) + 1, 8),
        "user_id": customer_ids(customer),
        "campaign_id": labels(CAMPAIGNS, stage),
        "channel": labels(("email", "in_app", "push"), pick(rng, np.array([0.7, 0.2, 0.1]), total)),
        "intent": labels(CAMPAIGN_INTENTS, stage),
        "rule_id": labels([f"rule_{name}" for name in STAGES], stage),
        "reason": labels(reasons, stage),
        "sent_at": times(at),
        "delivered_at": times(delivered_at),
        "opened_at": times(opened_at),
        "clicked_at": times(clicked_at),
        "replied_at": times(then(0.02, opened_at, 300, DAY)),
        "unsubscribed_at": times(then(truths.SEND_UNSUBSCRIBED_SHARE, delivered_at, 60, DAY)),
        "complained_at": times(then(truths.SEND_COMPLAINED_SHARE, delivered_at, 60, DAY)),
        "synced_at": times(delivered(at)),
    })  # fmt: skip


def renewals(world: World) -> dict[str, pa.Table]:
    """A dozen accounts with a renewal that the product itself keeps book of, in no CRM."""
    people = world.population
    began_at = people.bounds[:, ONBOARDING]
    is_due = (began_at >= START - 150 * DAY) & (began_at < END - 190 * DAY)
    is_customer = people.is_converted & (people.organisation >= 0) & is_due
    _, first = np.unique(people.organisation[is_customer], return_index=True)
    customer = np.flatnonzero(is_customer)[first][:12]
    organisation = people.organisation[customer]
    size = len(customer)
    due_at = np.floor(people.bounds[customer, ONBOARDING]) + 180 * DAY
    opened_at = due_at - 30 * DAY
    is_won = np.arange(size) % 3 > 0
    return {
        "accounts": conform(SOURCE, "accounts", {
            "account_id": numbered("acc_", organisation, 5),
            "segment": labels(SEGMENTS, people.organisation_segment[organisation]),
            "business_model": constant("b2b", size),
            "created_at": times(opened_at),
            "synced_at": times(delivered(opened_at)),
        }),
        "opportunities": conform(SOURCE, "opportunities", {
            "opportunity_id": numbered("rn_", customer, 7),
            "account_id": numbered("acc_", organisation, 5),
            "user_id": customer_ids(customer),
            "opportunity_type": constant("renewal", size),
            "stage": labels(("lost", "won"), is_won.astype(int)),
            "currency": constant(CURRENCY, size),
            "amount": money(np.full(size, 12 * 9900)),
            "is_won": flags(is_won),
            "is_closed": constant(True, size),
            "created_at": times(opened_at),
            "closed_at": times(due_at),
            "synced_at": times(delivered(due_at)),
        }),
        "lifecycle_changes": conform(SOURCE, "lifecycle_changes", {
            "user_id": customer_ids(customer),
            "lifecycle_stage": constant("customer", size),
            "changed_at": times(np.floor(people.bounds[customer, ONBOARDING])),
            "synced_at": times(delivered(people.bounds[customer, ONBOARDING])),
        }),
    }  # fmt: skip


def qa_reviews(world: World, talk: Conversations) -> pa.Table:
    """Two raters score each item, 1 to 5, on a part of the human answers; the acts of a message move its scores."""
    messages = talk.messages
    rng = world.rng("landing quality")
    is_answer = np.isin(messages.kind, (Kind.REPLY, Kind.RESOLVE)) & (messages.sent_at + 8 * DAY < END)
    rows = np.flatnonzero(is_answer & (rng.random(len(messages)) < truths.QA_REVIEWED_SHARE))
    acts = {name: values[rows].astype(int) for name, values in messages.acts.items()}
    size = len(rows)
    truth = np.column_stack([
        2 + 2 * acts["acknowledgment"], 2 + acts["next_step"] + acts["timeline"],
        2 + acts["acknowledgment"] + acts["timeline"], 2 + acts["apology"] + acts["next_step"] - acts["blame"],
        3 + acts["acknowledgment"] - 2 * acts["blame"],
    ])  # fmt: skip
    first = (truth + rng.integers(-1, 2, truth.shape)).clip(1, 5)
    is_same = rng.random(truth.shape) < truths.QA_RATERS_AGREE_SHARE
    step = np.where(first == 5, -1, np.where(first == 1, 1, rng.choice([-1, 1], truth.shape)))
    second = np.where(is_same, first, first + step)
    raters = rng.permuted(np.tile(np.arange(6), (size, 1)), axis=1)[:, :2]
    # One more item, yes or no, on which the raters do not differ; a generator of its own keeps the other draws.
    useful = world.rng("landing usefulness").random(size) < truths.QA_USEFUL_SHARE
    first, second = (np.column_stack([scores, useful.astype(first.dtype)]) for scores in (first, second))
    names = (*truths.QA_ITEMS, "useful")
    items = len(names)
    scores = np.stack([first, second], axis=2).reshape(-1)
    row = np.repeat(np.arange(size), items * 2)
    reviewed_at = messages.sent_at[rows, None] + rng.uniform(1, 7, (size, 2)) * DAY
    rater = np.tile(np.arange(2), size * items)
    at = np.floor(reviewed_at[row, rater])
    return conform(SOURCE, "qa_reviews", {
        "review_id": numbered("q_", np.arange(len(scores)) + 1, 8),
        "thread_id": thread_ids(messages.thread[rows][row]),
        "message_id": message_ids(rows[row]),
        "rater_id": numbered("rater_", raters[row, rater], 1),
        "rater_type": constant("human", len(scores)),
        "rubric_version": constant("1", len(scores)),
        "item": labels(names, np.tile(np.repeat(np.arange(items), 2), size)),
        "score": reals(scores.astype(float)),
        "reviewed_at": times(at),
        "synced_at": times(delivered(at)),
    })  # fmt: skip


def cost_rates() -> pa.Table:
    """The table `cost_rates`."""
    middle = START + 13 * 7 * DAY
    rates = (
        ("labour_hour", "hour", 36_500_000, START, middle), ("labour_hour", "hour", 38_000_000, middle, np.nan),
        ("contact", "contact", 4_200_000, START, np.nan), ("media", "thousand_impressions", 7_350_000, START, np.nan),
    )  # fmt: skip
    size = len(rates)
    begin = np.array([rate[3] for rate in rates])
    return conform(SOURCE, "cost_rates", {
        "cost_rate_id": numbered("cr_", np.arange(size) + 1, 3),
        "cost_type": pa.array([rate[0] for rate in rates]),
        "unit": pa.array([rate[1] for rate in rates]),
        "amount": money(np.array([rate[2] for rate in rates]), 18, 6),
        "currency": constant(CURRENCY, size),
        "valid_from": times(begin),
        "valid_to": times(np.array([rate[4] for rate in rates])),
        "synced_at": times(delivered(begin)),
    })  # fmt: skip


def tables(world: World) -> dict[str, pa.Table]:
    """Every table of the contract, by name."""
    talk = converse(world, SOURCE, places=3)
    texts = write_texts(
        world.rng("landing texts"), world, talk, numbered("", np.arange(len(talk.threads)) + 300_001, 1)
    )
    return {
        "messages": messages_table(world, talk, texts),
        "threads": threads_table(world, talk),
        "thread_events": thread_events(talk),
        "users": users(world),
        "survey_responses": survey_responses(world, talk),
        "product_events": product_events(world),
        "subscriptions": subscriptions(world),
        "orders": orders(world),
        "refunds": refunds(world),
        "consents": consents(world),
        "marketing_sends": marketing_sends(world),
        "experiment_exposures": experiment_exposures(world),
        "qa_reviews": qa_reviews(world, talk),
        "cost_rates": cost_rates(),
        **renewals(world),
    }
