"""Conversations between the population and its helpdesks: who says what kind of thing when, without any wording.

A thread is a row of moments, one per slot of a fixed script (NaN: does not happen). Everything is drawn for all threads
at once. Sources take the result and write it in their own shape; text.py writes the words. Seconds since 1970 UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import IntEnum
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from demo import truths
from demo.population import DAY, END, GROUPS, HABITS, STAGES, START, World, draw, pick

Array = npt.NDArray[Any]
HOUR = 3600.0
MINUTE = 60.0


class Kind(IntEnum):
    """What a message does in its conversation; picks its wording."""

    OPEN = 0
    PROACTIVE = 1
    ACK = 2
    BOT_ANSWER = 3
    CUSTOMER_TO_BOT = 4  # wants a person
    CUSTOMER_OK_TO_BOT = 5  # the bot's answer worked
    BOT_HANDOFF = 6
    BOT_CLOSE = 7
    NOTE = 8
    REPLY = 9  # a person works on it
    RESOLVE = 10  # a person settles it
    FOLLOW_UP = 11  # customer asks on
    DETAILS = 12  # customer answers a question
    THANKS = 13
    REOPEN = 14
    REOPEN_THANKS = 15
    REPEAT_OPEN = 16
    COPIED_ACK = 17
    DUPLICATE_OPEN = 18


class Role(IntEnum):
    """Who writes a message."""

    CUSTOMER = 0
    BOT = 1
    AGENT = 2
    SYSTEM = 3


ROLE_OF_KIND = np.array(
    [
        {
            Kind.PROACTIVE: Role.AGENT,
            Kind.ACK: Role.SYSTEM,
            Kind.BOT_ANSWER: Role.BOT,
            Kind.BOT_HANDOFF: Role.BOT,
            Kind.BOT_CLOSE: Role.BOT,
            Kind.NOTE: Role.AGENT,
            Kind.REPLY: Role.AGENT,
            Kind.RESOLVE: Role.AGENT,
            Kind.COPIED_ACK: Role.AGENT,
        }.get(kind, Role.CUSTOMER)
        for kind in Kind
    ]
)
ANSWER_KINDS = (Kind.REPLY, Kind.RESOLVE)

# The script: one column per slot. ROUNDS pairs of (customer, agent) follow the first human reply.
ROUNDS = 4
OPEN, ACK, BOT_ANSWER, TO_BOT, BOT_SECOND, NOTE, FIRST_HUMAN = range(7)
FIRST_ROUND = FIRST_HUMAN + 1
THANKS = FIRST_ROUND + 2 * ROUNDS
REOPEN = THANKS + 1
REOPEN_REPLY = REOPEN + 1
SLOTS = REOPEN_REPLY + 1
ROUND_SHARES = np.array([0.42, 0.32, 0.16, 0.07, 0.03])
THANKS_SHARE = 0.35
NEVER = np.nan
STATUSES = ("new", "open", "pending", "hold", "solved", "closed")


@dataclass(frozen=True)
class ChannelStyle:
    """How people use a channel: delays are (median seconds, sigma, longest) of later turns."""

    style: str  # mail, chat, direct or voice
    customer_delay: tuple[float, float, float]
    agent_delay: tuple[float, float, float]


MAIL = ChannelStyle("mail", (5 * HOUR, 0.9, 60 * HOUR), (3 * HOUR, 0.8, 48 * HOUR))
CHAT = ChannelStyle("chat", (45.0, 0.6, 20 * MINUTE), (60.0, 0.6, 25 * MINUTE))
MESSAGING = ChannelStyle("chat", (150.0, 0.8, 20 * MINUTE), (300.0, 0.8, 2 * HOUR))
DIRECT = ChannelStyle("direct", (20 * MINUTE, 0.8, 3 * HOUR), (25 * MINUTE, 0.8, 3 * HOUR))
VOICE = ChannelStyle("voice", (2 * HOUR, 0.8, 24 * HOUR), (2 * HOUR, 0.8, 24 * HOUR))
STYLES = {
    "email": MAIL,
    "web": MAIL,
    "web_form": MAIL,
    "mobile_sdk": DIRECT,
    "chat": CHAT,
    "live_chat": CHAT,
    "native_messaging": MESSAGING,
    "in_app": MESSAGING,
    "voice": VOICE,
    "twitter_dm": DIRECT,
    "social_dm": DIRECT,
    "conversation": MESSAGING,
    "whatsapp": DIRECT,
    "app": MESSAGING,
    "website": CHAT,
}

# fmt: off
INTENTS = (
    "billing_error", "refund_request", "payment_failed", "cancellation", "password_reset", "account_access",
    "bug_report", "outage", "how_to", "onboarding_setup", "feature_request", "delivery_status", "complaint",
    "upgrade_question", "pricing_question",
)
# Weights of the intents per stage, in the order above; complaint (0 here) has its own planted share.
INTENT_WEIGHTS = {
    "awareness":     (0, 0, 0, 0, 1, 2, 1, 1, 6, 0, 2, 1, 0, 2, 12),
    "consideration": (0, 0, 1, 0, 2, 3, 2, 1, 7, 3, 3, 1, 0, 3, 14),
    "conversion":    (3, 1, 9, 2, 3, 4, 2, 1, 3, 2, 0, 6, 0, 1, 6),
    "onboarding":    (4, 2, 2, 2, 6, 6, 4, 2, 9, 14, 2, 5, 0, 1, 1),
    "retention":     (8, 6, 5, 6, 6, 6, 8, 4, 8, 1, 4, 8, 0, 2, 2),
    "expansion":     (4, 2, 2, 2, 3, 4, 5, 2, 6, 2, 6, 3, 0, 14, 8),
}
GROUP_OF_INTENT = {
    "billing_error": "Billing", "refund_request": "Billing", "payment_failed": "Billing", "cancellation": "Billing",
    "password_reset": "Technical", "account_access": "Technical", "bug_report": "Technical", "outage": "Technical",
    "how_to": "Onboarding", "onboarding_setup": "Onboarding", "feature_request": "General",
    "delivery_status": "General", "complaint": "General", "upgrade_question": "Onboarding",
    "pricing_question": "General",
}
# fmt: on
COMPLAINT = INTENTS.index("complaint")
GROUP_NUMBER = np.array([GROUPS.index(GROUP_OF_INTENT[intent]) for intent in INTENTS])
SEVERITIES = ("low", "normal", "high", "urgent")
SEVERITY_WEIGHTS = np.array([[0.22, 0.55, 0.18, 0.05]] * len(INTENTS))
SEVERITY_WEIGHTS[INTENTS.index("outage")] = [0.02, 0.18, 0.45, 0.35]
SEVERITY_WEIGHTS[COMPLAINT] = [0.05, 0.40, 0.40, 0.15]
SEVERITY_WEIGHTS[INTENTS.index("feature_request")] = [0.60, 0.38, 0.02, 0.0]


@dataclass(frozen=True)
class Threads:
    """Threads in order of their begin; arrays of shape (threads,), `at` of shape (threads, SLOTS)."""

    customer: Array
    stage: Array  # position in STAGES or -1
    intent: Array
    severity: Array
    channel: Array  # position in `channels` of the conversations
    is_german: Array
    agent: Array
    second_agent: Array  # -1, or who takes over after the first reply
    rounds: Array
    is_proactive: Array
    has_bot: Array
    is_bot_resolved: Array
    is_on_hold: Array
    repeat_of: Array  # thread number or -1
    merged_into: Array  # thread number or -1
    assigned_at: Array
    solved_at: Array
    solved_again_at: Array
    closed_at: Array
    is_thanks_reopen: Array
    is_ack_copied: Array
    at: Array

    @property
    def began_at(self) -> Array:
        return self.at[:, OPEN]

    def __len__(self) -> int:
        return len(self.customer)

    def take(self, rows: Array) -> "Threads":
        return Threads(**{item.name: getattr(self, item.name)[rows] for item in fields(self)})


@dataclass(frozen=True)
class Messages:
    """Messages in order of their time; arrays of shape (messages,)."""

    thread: Array
    kind: Array
    agent: Array  # agent number, -1 when no agent wrote it
    sent_at: Array
    is_public: Array
    acts: dict[str, Array]  # act name -> bool; only answers of agents have any
    has_question: Array

    @property
    def role(self) -> Array:
        return ROLE_OF_KIND[self.kind]

    def __len__(self) -> int:
        return len(self.thread)


@dataclass(frozen=True)
class Conversations:
    """All threads and messages of one source, as columns."""

    channels: tuple[str, ...]
    threads: Threads
    messages: Messages

    def styles(self) -> Array:
        """Style name of each thread's channel; shape (threads,)."""
        return np.array([STYLES[name].style for name in self.channels])[self.threads.channel]

    def model_version(self) -> Array:
        """Position in MODEL_VERSIONS of each thread's bot; shape (threads,)."""
        return (self.threads.began_at >= truths.MODEL_CHANGE_AT.timestamp()).astype(int)


def lognormal(rng: np.random.Generator, median: Array, sigma: Array) -> Array:
    """One draw per median, seconds; sigma is the standard deviation of the logarithm."""
    return median * np.exp(sigma * rng.standard_normal(len(median)))


def daytime(rng: np.random.Generator, at: Array) -> Array:
    """The same days with most contacts moved into waking hours and some weekend days moved into the week."""
    day = np.floor(at / DAY)
    weekday = (day + 3) % 7  # 1970-01-01 was a Thursday; Monday is 0
    is_moved = (weekday >= 5) & (rng.random(len(at)) < 0.6)
    day = day + np.where(is_moved, rng.integers(2, 6, len(at)), 0)
    hour = np.where(rng.random(len(at)) < 0.85, rng.normal(12.5, 3.2, len(at)), rng.uniform(0, 24, len(at)))
    return (day + (hour % 24) / 24) * DAY


def arrivals(rng: np.random.Generator, world: World, size: int) -> tuple[Array, Array]:
    """(customer, begin) of new threads, in the planted proportions of the stages."""
    stage = draw(rng, truths.THREAD_STAGE_SHARE, size)
    customer = np.empty(size, np.int64)
    began_at = np.empty(size)
    for number in range(len(STAGES)):
        rows = np.flatnonzero(stage == number)
        customer[rows], began_at[rows] = world.population.moments_in_stage(rng, number, len(rows))
    moved = daytime(rng, began_at)
    is_same_stage = world.population.stage_at(customer, moved) == stage
    is_inside = (moved >= START) & (moved < END - HOUR)
    return customer, np.where(is_same_stage & is_inside, moved, began_at)


def intents_of(rng: np.random.Generator, stage: Array) -> Array:
    """An intent per thread by its stage, complaints in their planted share."""
    intent = np.empty(len(stage), np.int64)
    for number, name in enumerate(STAGES):
        rows = np.flatnonzero(stage == number)
        intent[rows] = pick(rng, np.array(INTENT_WEIGHTS[name], float), len(rows))
        is_complaint = rng.random(len(rows)) < truths.COMPLAINT_SHARE[name]
        intent[rows[is_complaint]] = COMPLAINT
    return intent


def spread_intents(customer: Array, began_at: Array, intent: Array) -> Array:
    """Change the intent of a thread that would by chance repeat the same customer's last one within two weeks.

    Keeps repeat contacts to the planted ones. Complaints stay as they are.
    """
    order = np.lexsort((began_at, customer))
    who, when, what = customer[order], began_at[order], intent[order].copy()
    for _ in range(3):
        for back in (1, 2):
            is_same = np.zeros(len(what), bool)
            is_same[back:] = (
                (who[back:] == who[:-back])
                & (when[back:] - when[:-back] < 14 * DAY)
                & (what[back:] == what[:-back])
                & (what[back:] != COMPLAINT)
            )
            what[is_same] = (what[is_same] + 1) % len(INTENTS)
            what[is_same & (what == COMPLAINT)] += 1
    result = intent.copy()
    result[order] = what
    return result


def agents_for(rng: np.random.Generator, world: World, intent: Array, began_at: Array) -> Array:
    """An agent of the intent's group per thread, who is there for long enough to finish it."""
    population = world.population
    agent = np.empty(len(intent), np.int64)
    group = GROUP_NUMBER[intent]
    for number in range(len(GROUPS)):
        members = np.flatnonzero(population.agent_group == number)
        lasting = members[np.isinf(population.agent_left_at[members])]
        rows = np.flatnonzero(group == number)
        chosen = members[rng.integers(0, len(members), len(rows))]
        has_left = population.agent_left_at[chosen] < began_at[rows] + 30 * DAY
        agent[rows] = np.where(has_left, lasting[rng.integers(0, len(lasting), len(rows))], chosen)
    return agent


def per_channel(channels: tuple[str, ...], values: Mapping[str, tuple[float, ...]], channel: Array) -> Array:
    """Rows of `values` by the channel of each thread; shape (threads, width)."""
    return np.array([values[name] for name in channels])[channel]


def simulate(
    rng: np.random.Generator,
    world: World,
    channels: tuple[str, ...],
    places: int,
    customer: Array,
    began_at: Array,
    intent: Array,
    channel: Array,
    repeat_of: Array,
    merged_into: Array,
) -> Threads:
    """Play the script for all given threads at once. `places`: decimal places of the seconds the system keeps."""
    size = len(customer)
    names = np.array(channels)[channel]
    stage = world.population.stage_at(customer, began_at)
    is_mail = np.isin(names, truths.ACK_CHANNELS)
    is_duplicate = merged_into >= 0
    is_first_contact = (repeat_of < 0) & ~is_duplicate
    is_proactive = is_mail & is_first_contact & (rng.random(size) < truths.PROACTIVE_SHARE)
    bot_first = np.where(np.isin(names, truths.ASSISTANT_CHANNELS), 1.0, truths.BOT_FIRST_SHARE)
    has_bot = np.isin(names, truths.BOT_CHANNELS) & (rng.random(size) < bot_first)
    version = (began_at >= truths.MODEL_CHANGE_AT.timestamp()).astype(int)
    bot_share = np.array([truths.BOT_RESOLVED_SHARE[name] for name in truths.MODEL_VERSIONS])[version]
    is_bot_resolved = has_bot & (rng.random(size) < bot_share)
    is_unanswered = ~is_proactive & (rng.random(size) < truths.UNANSWERED_SHARE)
    is_human = ~is_bot_resolved & ~is_unanswered & ~is_duplicate

    at = np.full((size, SLOTS), NEVER)
    at[:, OPEN] = began_at
    has_ack = is_mail & ~is_proactive & ~is_duplicate & (rng.random(size) < truths.ACK_SHARE)
    at[:, ACK] = np.where(has_ack, began_at + rng.uniform(*truths.ACK_SECONDS, size), NEVER)

    target = per_channel(channels, truths.FIRST_HUMAN_RESPONSE, channel)
    slow = np.where(stage == STAGES.index(truths.SLOW_STAGE), truths.SLOW_STAGE_FACTOR, 1.0)
    wait = lognormal(rng, target[:, 0] * slow, target[:, 1]).clip(min=8)
    bot_at = began_at + rng.uniform(*truths.BOT_SECONDS, size)
    at[:, BOT_ANSWER] = np.where(has_bot, bot_at, NEVER)
    bot_ok_said = is_bot_resolved & (rng.random(size) < 0.7)
    reading = lognormal(rng, np.full(size, 50.0), np.full(size, 0.5)).clip(10, 900)
    waiting = (0.35 * wait).clip(10, 900)
    to_bot = bot_at + np.where(is_bot_resolved, reading, waiting)
    at[:, TO_BOT] = np.where(has_bot & (~is_bot_resolved | bot_ok_said), to_bot, NEVER)
    second = to_bot + rng.uniform(*truths.BOT_SECONDS, size)
    at[:, BOT_SECOND] = np.where(has_bot & (~is_bot_resolved | bot_ok_said), second, NEVER)
    wait = np.where(has_bot, np.maximum(wait, second - began_at + 5), wait)

    first_human = began_at + wait
    at[:, FIRST_HUMAN] = np.where(is_human & ~is_proactive, first_human, NEVER)
    assigned_at = np.where(is_human, began_at + np.where(is_proactive, 0, 0.5 * wait), NEVER)
    has_note = is_human & ~is_proactive & ~np.isin(names, truths.BOT_CHANNELS)
    has_note &= rng.random(size) < truths.PRIVATE_NOTE_SHARE
    at[:, NOTE] = np.where(has_note, began_at + 0.7 * wait, NEVER)

    rounds = pick(rng, ROUND_SHARES, size)
    rounds[names == "voice"] = 0
    is_answered = rng.random(size) < truths.PROACTIVE_ANSWERED_SHARE
    rounds = np.where(is_proactive, is_answered.astype(int), rounds)
    rounds = np.where(is_human, rounds, 0)
    customer_delay = per_channel(channels, {name: STYLES[name].customer_delay for name in channels}, channel)
    agent_delay = per_channel(channels, {name: STYLES[name].agent_delay for name in channels}, channel)

    def later(delay: Array) -> Array:
        return lognormal(rng, delay[:, 0], delay[:, 1]).clip(5, delay[:, 2])

    last = np.where(is_proactive, began_at, np.where(is_human, first_human, began_at))
    last = np.where(is_bot_resolved, np.where(bot_ok_said, second, bot_at), last)
    for number in range(ROUNDS):
        happens = rounds > number
        asked_at = last + later(customer_delay)
        replied_at = asked_at + later(agent_delay)
        at[:, FIRST_ROUND + 2 * number] = np.where(happens, asked_at, NEVER)
        at[:, FIRST_ROUND + 2 * number + 1] = np.where(happens, replied_at, NEVER)
        last = np.where(happens, replied_at, last)

    is_resolved = is_human & (is_proactive | (rng.random(size) >= truths.UNRESOLVED_SHARE))
    is_reopened = is_resolved & ~is_proactive & (rng.random(size) < truths.REOPENED_SHARE)
    is_thanks_reopen = is_reopened & (rng.random(size) < truths.REOPENED_THANKS_ONLY_SHARE)
    says_thanks = is_resolved & ~is_thanks_reopen & (names != "voice") & (rng.random(size) < THANKS_SHARE)
    says_thanks &= ~is_proactive | is_answered
    thanked_at = last + later(customer_delay)
    at[:, THANKS] = np.where(says_thanks, thanked_at, NEVER)
    last = np.where(says_thanks, thanked_at, last)

    is_chat = np.isin(names, truths.BOT_CHANNELS)
    settle = np.where(is_chat, rng.uniform(30, 900, size), rng.uniform(2 * MINUTE, 8 * HOUR, size))
    solved_at = np.where(is_resolved | is_bot_resolved, last + settle, NEVER)
    reopened_at = np.where(is_reopened, solved_at + rng.uniform(2 * HOUR, 5 * DAY, size), NEVER)
    at[:, REOPEN] = reopened_at
    reply_wait = lognormal(rng, target[:, 0] * slow, target[:, 1]).clip(8, 2 * DAY)
    replied_at = np.where(is_reopened & ~is_thanks_reopen, reopened_at + reply_wait, NEVER)
    at[:, REOPEN_REPLY] = replied_at
    stays_open = is_reopened & ~is_thanks_reopen & (rng.random(size) < truths.REOPENED_STILL_OPEN_SHARE)
    second_settle = np.where(is_thanks_reopen, rng.uniform(HOUR, 6 * HOUR, size), settle)
    solved_again_at = np.where(
        is_reopened & ~stays_open, np.where(is_thanks_reopen, reopened_at, replied_at) + second_settle, NEVER
    )
    final = np.where(is_reopened, solved_again_at, solved_at)
    closed_at = np.where(is_duplicate, began_at + rng.uniform(10 * MINUTE, HOUR, size), final + 4 * DAY)

    agent = agents_for(rng, world, intent, began_at)
    other = agents_for(rng, world, intent, began_at)
    is_moved = (rounds >= 1) & (other != agent) & ~is_proactive & (rng.random(size) < truths.REASSIGNED_SHARE)
    return Threads(
        customer=customer,
        stage=stage,
        intent=intent,
        severity=(SEVERITY_WEIGHTS[intent].cumsum(axis=1) < rng.random(size)[:, None])
        .sum(axis=1)
        .clip(max=len(SEVERITIES) - 1),
        channel=channel,
        is_german=world.population.is_german[customer],
        agent=np.where(is_human, agent, -1),
        second_agent=np.where(is_moved, other, -1),
        rounds=rounds,
        is_proactive=is_proactive,
        has_bot=has_bot,
        is_bot_resolved=is_bot_resolved,
        is_on_hold=(rounds >= 2) & (rng.random(size) < 0.15),
        repeat_of=repeat_of,
        merged_into=merged_into,
        assigned_at=assigned_at,
        solved_at=solved_at,
        solved_again_at=solved_again_at,
        closed_at=closed_at,
        is_thanks_reopen=is_thanks_reopen,
        is_ack_copied=is_human & is_mail & ~is_proactive & (rng.random(size) < truths.COPIED_ACK_SHARE),
        at=np.round(at, places),
    )


def joined(parts: list[Threads]) -> Threads:
    """Several sets of threads as one, in the order given."""
    names = [item.name for item in fields(Threads)]
    return Threads(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})


def repeats_of(rng: np.random.Generator, threads: Threads, offset: int) -> tuple[Array, Array]:
    """(thread numbers counted from `offset`, begin of the new thread) of the planted repeat contacts."""
    is_eligible = np.isfinite(threads.solved_at) & np.isnan(threads.at[:, REOPEN]) & ~threads.is_proactive
    rows = np.flatnonzero(is_eligible & (rng.random(len(threads)) < truths.REPEAT_SHARE))
    began_at = threads.solved_at[rows] + rng.uniform(*truths.REPEAT_DAYS, len(rows)) * DAY
    is_inside = began_at < END - HOUR
    return rows[is_inside] + offset, began_at[is_inside]


def all_threads(
    rng: np.random.Generator,
    world: World,
    channels: tuple[str, ...],
    shares: dict[str, float],
    places: int,
    size: int,
) -> Threads:
    """`size` new threads with their repeat contacts and merged duplicates, in order of their begin."""
    customer, began_at = arrivals(rng, world, size)
    stage = world.population.stage_at(customer, began_at)
    intent = spread_intents(customer, began_at, intents_of(rng, stage))
    none = np.full(size, -1)
    parts = [simulate(rng, world, channels, places, customer, began_at, intent, draw(rng, shares, size), none, none)]
    known = parts[0]
    offset = 0
    while len(parts[-1]):
        rows, began_at = repeats_of(rng, parts[-1], offset)
        offset += len(parts[-1])
        if not len(rows):
            break
        none = np.full(len(rows), -1)
        again = simulate(
            rng, world, channels, places, known.customer[rows], began_at, known.intent[rows], known.channel[rows],
            rows, none,
        )  # fmt: skip
        parts.append(again)
        known = joined(parts)
    is_mail = np.isin(np.array(channels)[known.channel], ["email"]) & ~known.is_proactive
    rows = np.flatnonzero(is_mail & (rng.random(len(known)) < truths.MERGED_DUPLICATE_SHARE))
    rows = rows[known.began_at[rows] < END - DAY]
    twice = simulate(
        rng, world, channels, places, known.customer[rows], known.began_at[rows] + rng.uniform(300, 1500, len(rows)),
        known.intent[rows], known.channel[rows], np.full(len(rows), -1), rows,
    )  # fmt: skip
    known = joined([known, twice])
    order = np.argsort(known.began_at, kind="stable")
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    in_order = known.take(order)
    return replace(
        in_order,
        repeat_of=np.where(in_order.repeat_of >= 0, place[in_order.repeat_of], -1),
        merged_into=np.where(in_order.merged_into >= 0, place[in_order.merged_into], -1),
    )


def kinds_of(threads: Threads) -> Array:
    """Kind of the message in each slot; shape (threads, SLOTS). Meaningful where `at` is finite."""
    kinds = np.empty((len(threads), SLOTS), np.int64)
    kinds[:, OPEN] = np.where(threads.repeat_of >= 0, Kind.REPEAT_OPEN, Kind.OPEN)
    kinds[threads.is_proactive, OPEN] = Kind.PROACTIVE
    kinds[threads.merged_into >= 0, OPEN] = Kind.DUPLICATE_OPEN
    kinds[:, ACK] = Kind.ACK
    kinds[:, BOT_ANSWER] = Kind.BOT_ANSWER
    kinds[:, TO_BOT] = np.where(threads.is_bot_resolved, Kind.CUSTOMER_OK_TO_BOT, Kind.CUSTOMER_TO_BOT)
    kinds[:, BOT_SECOND] = np.where(threads.is_bot_resolved, Kind.BOT_CLOSE, Kind.BOT_HANDOFF)
    kinds[:, NOTE] = Kind.NOTE
    kinds[:, FIRST_HUMAN] = Kind.REPLY
    for number in range(ROUNDS):
        kinds[:, FIRST_ROUND + 2 * number] = Kind.FOLLOW_UP
        kinds[:, FIRST_ROUND + 2 * number + 1] = Kind.REPLY
    last_human = FIRST_HUMAN + 2 * threads.rounds
    is_settled = np.isfinite(threads.solved_at) & ~threads.is_bot_resolved
    rows = np.flatnonzero(is_settled & ~(threads.is_proactive & (threads.rounds == 0)))
    kinds[rows, last_human[rows]] = Kind.RESOLVE
    kinds[threads.is_ack_copied & (threads.rounds > 0), FIRST_HUMAN] = Kind.COPIED_ACK
    kinds[:, THANKS] = Kind.THANKS
    kinds[:, REOPEN] = np.where(threads.is_thanks_reopen, Kind.REOPEN_THANKS, Kind.REOPEN)
    kinds[:, REOPEN_REPLY] = Kind.RESOLVE
    return kinds


def messages_of(rng: np.random.Generator, world: World, threads: Threads) -> Messages:
    """The messages of the threads up to the end of the period, in order of their time."""
    kinds = kinds_of(threads)
    row, slot = np.nonzero(np.isfinite(threads.at) & (threads.at < END))
    sent_at = threads.at[row, slot]
    order = np.lexsort((slot, row, sent_at))
    row, slot, sent_at = row[order], slot[order], sent_at[order]
    kind = kinds[row, slot]
    is_agent = ROLE_OF_KIND[kind] == Role.AGENT
    is_second = (threads.second_agent[row] >= 0) & (slot > FIRST_HUMAN)
    agent = np.where(is_agent, np.where(is_second, threads.second_agent[row], threads.agent[row]), -1)

    is_answer = np.isin(kind, ANSWER_KINDS)
    rates = np.array([[truths.ACT_RATES[habit][act] for act in truths.ACTS] for habit in HABITS])
    chance = rates[world.population.agent_habit[agent]]
    is_coached = sent_at >= truths.COACHING_AT.timestamp()
    chance[:, truths.ACTS.index("acknowledgment")] += truths.COACHING_ACKNOWLEDGMENT_POINTS * is_coached
    done = (rng.random(chance.shape) < chance) & is_answer[:, None]
    has_question = (kind == Kind.REPLY) & (rng.random(len(kind)) < 0.6)

    # A customer who was asked something answers it.
    is_round = (slot >= FIRST_ROUND) & (slot < THANKS) & ((slot - FIRST_ROUND) % 2 == 0)
    asked = np.zeros((len(threads), SLOTS), bool)
    asked[row, slot] = has_question | (kind == Kind.PROACTIVE)
    before = np.where(threads.is_proactive[row] & (slot == FIRST_ROUND), OPEN, slot - 1)
    is_details = is_round & asked[row, before]
    kind = np.where(is_details, Kind.DETAILS, kind)
    return Messages(
        thread=row,
        kind=kind,
        agent=agent,
        sent_at=sent_at,
        is_public=kind != Kind.NOTE,
        acts={act: done[:, number] for number, act in enumerate(truths.ACTS)},
        has_question=has_question,
    )


@lru_cache(maxsize=4)
def converse(world: World, source: str, places: int) -> Conversations:
    """The conversations of one source: about its share of the world's messages.

    A small trial tells how many messages a thread has on average, so that the volume follows the request whatever the
    planted shares are. `places`: decimal places of the seconds that the source keeps. Kept, since the log of the
    assistant reads the conversations of other sources too.
    """
    shares = truths.CHANNEL_SHARE[source]
    channels = tuple(shares)
    trial = all_threads(world.rng(f"{source} trial"), world, channels, shares, places, 2000)
    per_thread = (np.isfinite(trial.at) & (trial.at < END)).sum() / 2000
    size = max(1, round(world.messages * truths.MESSAGE_SHARE[source] / per_thread))
    rng = world.rng(f"{source} conversations")
    threads = all_threads(rng, world, channels, shares, places, size)
    return Conversations(channels, threads, messages_of(rng, world, threads))


def status_changes(threads: Threads) -> tuple[Array, Array, Array]:
    """(thread, status position in STATUSES, moment) of every change up to the end, in order of time per thread."""
    new, opened, pending, hold, solved, closed = range(len(STATUSES))
    changes: list[tuple[int | Array, Array]] = [(new, threads.began_at)]
    is_waiting = ~threads.is_proactive
    changes.append((opened, np.where(is_waiting, threads.assigned_at, NEVER)))
    changes.append((pending, np.where(threads.is_proactive, threads.began_at + 1, NEVER)))
    for number in range(ROUNDS):
        asked_at = threads.at[:, FIRST_ROUND + 2 * number]
        before_at = threads.at[:, FIRST_HUMAN + 2 * number]
        is_held = threads.is_on_hold & (number == 0)
        status = np.where(is_held, hold, pending)
        changes.append((status, np.where(np.isfinite(asked_at), before_at, NEVER)))
        changes.append((opened, asked_at))
    changes.append((solved, threads.solved_at))
    changes.append((opened, threads.at[:, REOPEN]))
    changes.append((solved, threads.solved_again_at))
    changes.append((closed, threads.closed_at))
    moments = np.column_stack([moment for _, moment in changes])
    statuses = np.column_stack([np.broadcast_to(status, len(threads)) for status, _ in changes])
    row, column = np.nonzero(np.isfinite(moments) & (moments < END))
    return row, statuses[row, column], moments[row, column]


def last_change(talk: Conversations) -> Array:
    """Moment of the last message or change of status of each thread; shape (threads,)."""
    _, changed_at = status_now(talk.threads)
    np.maximum.at(changed_at, talk.messages.thread, talk.messages.sent_at)
    return changed_at


def status_now(threads: Threads) -> tuple[Array, Array]:
    """(status position in STATUSES, moment of the last status change) of each thread at the end of the period."""
    row, status, moment = status_changes(threads)
    order = np.lexsort((moment, row))
    last = np.flatnonzero(np.diff(np.append(row[order], len(threads))) != 0)
    return status[order][last], moment[order][last]
