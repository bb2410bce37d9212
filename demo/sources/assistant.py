"""The log of the AI assistant that answers in the helpdesk's chats, in the messenger and in windows of its own.

What a helpdesk holds is told by its identifier there; the log adds how it was generated. Before some in-app tickets the
customer asked the assistant first: those messages only the log has. Times have milliseconds.
"""

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from demo import truths
from demo.columns import delivered, flags, integers, labels, numbered, reals, times
from demo.contract import conform
from demo.conversations import (
    BOT_ANSWER,
    BOT_SECOND,
    FIRST_HUMAN,
    GROUP_NUMBER,
    INTENTS,
    Conversations,
    Kind,
    Role,
    converse,
    last_change,
)
from demo.population import END, GROUPS, STAGES, World, draw
from demo.sources import intercom, zendesk
from demo.text import write_texts

Array = npt.NDArray[Any]

SOURCE = "assistant"
BOT = "assistant"
HELPDESKS = ("zendesk", "intercom")
CHANNELS = truths.ASSISTANT_CHANNELS
STATUSES = ("open", "handed_off", "resolved")
OPEN, HANDED_OFF, RESOLVED = range(len(STATUSES))
KNOWLEDGE_PER_INTENT = 6
# What is said in the assistant's window before an in-app ticket: question, answer, announcement.
BEFORE_TICKET = (
    ("Hi, can you help me with {}?", "I have a question about {}.", "Something about {} does not work for me."),
    (
        "I looked for articles about {} and found nothing that fits your case.",
        "Our help centre has an overview about {}, but not this detail.",
    ),
    ("I am handing you over to the team for {}; you can go on in this window.",),
)
BEFORE_ROLES = (Role.CUSTOMER, Role.BOT, Role.BOT)
BEFORE_SECONDS = (95.0, 90.0, 25.0)


@dataclass(frozen=True)
class Talks:
    """Conversations of the log; numpy arrays and Arrow columns of one length."""

    conversation_id: pa.Array
    helpdesk: Array  # position in HELPDESKS, -1 when it stayed with the assistant
    helpdesk_thread: pa.Array
    channel: Array  # position in CHANNELS
    customer: Array
    is_german: Array
    stage: Array
    intent: Array
    version: Array  # position in MODEL_VERSIONS
    status: Array  # position in STATUSES
    began_at: Array
    changed_at: Array
    ended_at: Array  # NaN while it goes on
    handed_at: Array  # NaN without a handoff
    accepted_at: Array  # NaN as long as nobody took it

    def __len__(self) -> int:
        return len(self.helpdesk)


@dataclass(frozen=True)
class Sayings:
    """Messages of the log; `talk` is the position of the conversation."""

    message_id: pa.Array
    talk: Array
    held_as: pa.Array  # the helpdesk's name of the message, null when only the log has it
    role: Array
    agent: Array
    body: pa.Array  # null where the helpdesk has it
    is_public: Array
    is_handoff: Array
    sent_at: Array


def joined(parts: list[Any]) -> Any:
    """Several sets of the same kind as one, in the order given."""

    def concatenated(values: list[Any]) -> Any:
        return np.concatenate(values) if isinstance(values[0], np.ndarray) else pa.concat_arrays(values)

    names = [item.name for item in fields(parts[0])]
    return type(parts[0])(**{name: concatenated([getattr(part, name) for part in parts]) for name in names})


def talks_of(conversations: Conversations, rows: Array, prefix: str, helpdesk: int, threads: pa.Array) -> Talks:
    """The conversations of the given threads. `threads`: how the helpdesk names each of them."""
    source = conversations.threads
    handed_at = np.where(source.is_bot_resolved, np.nan, source.at[:, BOT_SECOND])[rows]
    handed_at = np.where(handed_at < END, handed_at, np.nan)
    accepted_at = np.where(source.at[rows, FIRST_HUMAN] < END, source.at[rows, FIRST_HUMAN], np.nan)
    # The person reads for some seconds before answering.
    accepted_at = np.where(np.isfinite(handed_at), np.fmax(handed_at + 1.5, accepted_at - 12), np.nan)
    accepted_at = np.where(np.isfinite(source.at[rows, FIRST_HUMAN]), accepted_at, np.nan)
    accepted_at = np.where(accepted_at < END, accepted_at, np.nan)
    is_resolved = source.is_bot_resolved[rows]
    if helpdesk < 0:
        ended_at = np.where(np.isfinite(source.solved_again_at), source.solved_again_at, source.solved_at)[rows]
        is_reopened_now = np.isfinite(source.solved_at[rows]) & np.isnan(ended_at)
        ended_at = np.where(is_reopened_now | (ended_at >= END), np.nan, ended_at)
        is_resolved = np.isfinite(ended_at)
    else:
        ended_at = np.where(is_resolved, source.solved_at[rows], handed_at)
        ended_at = np.where(ended_at < END, ended_at, np.nan)
        is_resolved = is_resolved & np.isfinite(ended_at)
    status = np.select([is_resolved, np.isfinite(handed_at)], [RESOLVED, HANDED_OFF], OPEN)
    size = len(rows)
    return Talks(
        conversation_id=numbered(prefix, rows + 1, 7),
        helpdesk=np.full(size, helpdesk),
        helpdesk_thread=threads.take(pa.array(rows)) if helpdesk >= 0 else pa.nulls(size, pa.string()),
        channel=source.channel[rows] if helpdesk < 0 else np.zeros(size, int),
        customer=source.customer[rows],
        is_german=source.is_german[rows],
        stage=source.stage[rows],
        intent=source.intent[rows],
        version=conversations.model_version()[rows],
        status=status,
        began_at=source.began_at[rows],
        changed_at=np.minimum(last_change(conversations)[rows], END - 1),
        ended_at=ended_at,
        handed_at=handed_at,
        accepted_at=accepted_at,
    )


def held_log(conversations: Conversations, chosen: Array, prefix: str, helpdesk: int, threads: pa.Array,
             message_ids: pa.Array) -> tuple[Talks, Sayings]:  # fmt: skip
    """The part of helpdesk conversations that the assistant led: up to its handover or its last words."""
    source, messages = conversations.threads, conversations.messages
    rows = np.flatnonzero(chosen & source.has_bot)
    until = np.fmax(source.at[:, BOT_ANSWER], source.at[:, BOT_SECOND])
    place = np.full(len(source), -1)
    place[rows] = np.arange(len(rows))
    said = (place[messages.thread] >= 0) & (messages.sent_at <= until[messages.thread])
    own = np.flatnonzero(said & np.isin(messages.role, (Role.CUSTOMER, Role.BOT)))
    talks = talks_of(conversations, rows, f"c{prefix}_", helpdesk, threads)
    return talks, Sayings(
        message_id=numbered(f"m{prefix}_", own + 1, 8),
        talk=place[messages.thread[own]],
        held_as=message_ids.take(pa.array(own)),
        role=messages.role[own],
        agent=messages.agent[own],
        body=pa.nulls(len(own), pa.string()),
        is_public=messages.is_public[own],
        is_handoff=messages.kind[own] == Kind.BOT_HANDOFF,
        sent_at=messages.sent_at[own],
    )


def own_log(world: World) -> tuple[Talks, Sayings]:
    """Conversations in the assistant's own windows, where a person joins after a handover."""
    conversations = converse(world, SOURCE, places=3)
    messages = conversations.messages
    size = len(conversations.threads)
    texts = write_texts(world.rng("assistant texts"), world, conversations, numbered("", np.arange(size) + 900_001, 1))
    talks = talks_of(conversations, np.arange(size), "co_", -1, pa.nulls(size, pa.string()))
    return talks, Sayings(
        message_id=numbered("mo_", np.arange(len(messages)) + 1, 8),
        talk=messages.thread,
        held_as=pa.nulls(len(messages), pa.string()),
        role=messages.role,
        agent=messages.agent,
        body=texts.body.combine_chunks(),
        is_public=messages.is_public,
        is_handoff=messages.kind == Kind.BOT_HANDOFF,
        sent_at=messages.sent_at,
    )


def before_tickets(world: World, helpdesk: Conversations) -> tuple[Talks, Sayings]:
    """Customers of some in-app tickets asked the assistant first, which made the ticket."""
    rng = world.rng("assistant before tickets")
    threads = helpdesk.threads
    is_app = threads.channel == helpdesk.channels.index("mobile_sdk")
    is_chosen = is_app & ~zendesk.deleted_tickets(world, helpdesk)
    is_chosen &= rng.random(len(threads)) < truths.ASSISTANT_BEFORE_TICKET_SHARE
    rows = np.flatnonzero(is_chosen)
    size, turns = len(rows), len(BEFORE_ROLES)
    began_at = np.floor(threads.began_at[rows])
    jitter = np.round(rng.uniform(0, 4, size), 3)
    at = np.column_stack([began_at - seconds + jitter * (turn > 0) for turn, seconds in enumerate(BEFORE_SECONDS)])
    handed_at = at[:, -1]
    first_human = threads.at[rows, FIRST_HUMAN]
    accepted_at = np.where(first_human < END, first_human - 8, np.nan)
    ids = numbered("", rows + zendesk.FIRST_TICKET, 1)
    talks = Talks(
        conversation_id=numbered("ct_", rows + 1, 7),
        helpdesk=np.full(size, HELPDESKS.index("zendesk")),
        helpdesk_thread=ids,
        channel=np.zeros(size, int),
        customer=threads.customer[rows],
        is_german=np.zeros(size, bool),
        stage=threads.stage[rows],
        intent=threads.intent[rows],
        version=helpdesk.model_version()[rows],
        status=np.full(size, HANDED_OFF),
        began_at=at[:, 0],
        changed_at=handed_at,
        ended_at=handed_at,
        handed_at=handed_at,
        accepted_at=accepted_at,
    )
    subject = [name.replace("_", " ") for name in INTENTS]
    bodies = []
    for wordings in BEFORE_TICKET:
        choices = [wording.format(name) for wording in wordings for name in subject]
        place = rng.integers(0, len(wordings), size) * len(subject) + talks.intent
        bodies.append(pa.array(choices).take(pa.array(place)))
    talk = np.tile(np.arange(size), turns)
    turn = np.repeat(np.arange(turns), size)
    return talks, Sayings(
        message_id=numbered("mt_", rows[talk] * 10 + turn, 8),
        talk=talk,
        held_as=pa.nulls(size * turns, pa.string()),
        role=np.array(BEFORE_ROLES)[turn],
        agent=np.full(size * turns, -1),
        body=pa.concat_arrays(bodies),
        is_public=np.ones(size * turns, bool),
        is_handoff=turn == turns - 1,
        sent_at=at.T.ravel(),
    )


@lru_cache(maxsize=2)
def log_of(world: World) -> tuple[Talks, Sayings]:
    """The whole log."""
    chats = converse(world, "zendesk", places=0)
    messenger, _ = intercom.talk_of(world)
    parts = [
        own_log(world),
        held_log(chats, zendesk.is_chat(chats), "z", HELPDESKS.index("zendesk"),
                 numbered("", zendesk.ticket_ids(chats), 1), zendesk.chat_message_ids(world, chats)),
        held_log(messenger, ~intercom.deleted_conversations(world), "i", HELPDESKS.index("intercom"),
                 intercom.conversation_ids(np.arange(len(messenger.threads))), intercom.message_ids(world)),
        before_tickets(world, chats),
    ]  # fmt: skip
    offsets = np.cumsum([0, *(len(talks) for talks, _ in parts)])
    talks: Talks = joined([talks for talks, _ in parts])
    said: Sayings = joined([said for _, said in parts])
    counts = [len(said.talk) for _, said in parts]
    said.talk[:] = said.talk + np.repeat(offsets[:-1], counts)
    return talks, said


def conversations_table(world: World, talks: Talks) -> pa.Table:
    """The table `conversations`."""
    email = world.population.emails.take(pa.array(talks.customer))
    return conform(SOURCE, "conversations", {
        "conversation_id": talks.conversation_id,
        "user_id": numbered("u_", talks.customer, 7),
        "user_email": email,
        "channel": labels(CHANNELS, talks.channel),
        "language": labels(("en", "de"), talks.is_german.astype(int)),
        "journey_stage": labels(STAGES, talks.stage),
        "status": labels(STATUSES, talks.status),
        "helpdesk_source": labels(HELPDESKS, talks.helpdesk),
        "helpdesk_thread_id": talks.helpdesk_thread,
        "created_at": times(talks.began_at),
        "updated_at": times(talks.changed_at),
        "ended_at": times(talks.ended_at),
        "synced_at": times(delivered(talks.changed_at)),
    })  # fmt: skip


def messages_table(talks: Talks, said: Sayings) -> pa.Table:
    """The table `messages`."""
    author = np.array([0, 1, 2, 3])[said.role]
    agent = numbered("a_", said.agent, 3)
    return conform(SOURCE, "messages", {
        "message_id": said.message_id,
        "conversation_id": talks.conversation_id.take(pa.array(said.talk)),
        "helpdesk_message_id": said.held_as,
        "author_type": labels(("user", "assistant", "agent", "system"), author),
        "author_id": pc.if_else(pa.array(said.role == Role.BOT), BOT, agent),
        "body": said.body,
        "is_public": flags(said.is_public),
        "sent_at": times(said.sent_at),
        "synced_at": times(delivered(said.sent_at)),
    })  # fmt: skip


def generations(world: World, talks: Talks, said: Sayings) -> tuple[pa.Table, pa.Table]:
    """The tables `generations`, one per message of the assistant, and `retrievals`, what each of them read."""
    rng = world.rng("assistant generations")
    rows = np.flatnonzero(said.role == Role.BOT)
    size = len(rows)
    talk, at = said.talk[rows], said.sent_at[rows]
    version = talks.version[talk]
    is_handoff = said.is_handoff[rows]
    prompt_version = (at >= truths.COACHING_AT.timestamp()).astype(int)
    is_approved = rng.random(size) < truths.APPROVED_SHARE
    is_edited = is_approved & (rng.random(size) < truths.EDITED_SHARE)
    is_right = rng.random(size) < truths.INTENT_RIGHT_SHARE
    intent = np.where(is_right, talks.intent[talk], rng.integers(0, len(INTENTS), size))
    took_ms = np.round(900 * np.exp(0.5 * rng.standard_normal(size)))
    ids = numbered("g_", np.arange(size) + 1, 8)
    read = np.where(is_handoff, 0, rng.poisson(truths.RETRIEVED_MEAN, size)).clip(max=KNOWLEDGE_PER_INTENT)
    table = conform(SOURCE, "generations", {
        "generation_id": ids,
        "message_id": said.message_id.take(pa.array(rows)),
        "model": labels(("assist",), np.zeros(size, int)),
        "model_version": labels(truths.MODEL_VERSIONS, version),
        "prompt_id": labels(("support_answer", "support_handoff"), is_handoff.astype(int)),
        "prompt_version": labels(truths.PROMPT_VERSIONS, prompt_version),
        "guardrail_version": labels(("g-2026.1", "g-2026.2"), version),
        "retrieval_policy_version": labels(("r-5", "r-6"), prompt_version),
        "intent": labels(INTENTS, intent),
        "classifier_version": labels(("c-3",), np.zeros(size, int)),
        "confidence": reals(np.round(rng.beta(np.where(version == 1, 9.0, 7.0), 2.5, size), 3)),
        "generation_ms": reals(took_ms),
        "first_token_ms": reals(np.round(took_ms * rng.uniform(0.15, 0.4, size))),
        "input_tokens": integers(rng.integers(300, 2500, size) + 400 * read),
        "output_tokens": integers(rng.integers(30, 260, size)),
        "intent_confidence": reals(np.round(rng.beta(np.where(is_right, 9.0, 4.0), 2.0, size), 3)),
        "sentiment_score": reals(np.round(rng.normal(0.2, 0.15, size).clip(-1, 1), 3)),
        "edit_ratio": reals(np.round(np.where(is_edited, rng.beta(2, 6, size), 0.0), 3), is_approved),
        "is_human_approved": flags(is_approved),
        "is_human_edited": flags(is_edited),
        "generated_at": times(at),
        "synced_at": times(delivered(at)),
    })  # fmt: skip
    of = np.repeat(np.arange(size), read)
    rank = np.arange(len(of)) - np.repeat(np.cumsum(read) - read, read) + 1
    # The sources of an intent are read in a turned order, so that none is retrieved twice for one answer.
    article = (rank - 1 + np.repeat(rng.integers(0, KNOWLEDGE_PER_INTENT, size), read)) % KNOWLEDGE_PER_INTENT
    name = pc.binary_join_element_wise("kb", labels(INTENTS, intent[of]), numbered("", article + 1, 2), "_")
    retrieved_at = at[of] - took_ms[of] / 1000
    retrievals = conform(SOURCE, "retrievals", {
        "generation_id": ids.take(pa.array(of)),
        "knowledge_id": name,
        "retrieval_rank": integers(rank),
        "relevance_score": reals(np.round((0.95 - 0.09 * rank + rng.normal(0, 0.03, len(of))).clip(0, 1), 3)),
        "is_cited": flags(rng.random(len(of)) < truths.CITED_SHARE / rank),
        "retrieved_at": times(retrieved_at),
        "synced_at": times(delivered(at[of])),
    })  # fmt: skip
    return table, retrievals


def handoffs(world: World, talks: Talks) -> pa.Table:
    """The table `handoffs`: announced with the assistant's last words, with more or less of what a person needs."""
    rng = world.rng("assistant handoffs")
    rows = np.flatnonzero(np.isfinite(talks.handed_at))
    size = len(rows)
    announced_at = talks.handed_at[rows]
    intent = labels([name.replace("_", " ") for name in INTENTS], talks.intent[rows])
    shares = [truths.HANDOFF_CONTEXT_SHARE[name] for name in truths.MODEL_VERSIONS]

    def passed_on(element: str, text: pa.Array) -> pa.Array:
        share = np.array([by_version[element] for by_version in shares])[talks.version[rows]]
        return pc.if_else(pa.array(rng.random(size) < share), text, pa.scalar(None, pa.string()))

    moods = ("calm", "frustrated", "worried", "angry")
    return conform(SOURCE, "handoffs", {
        "handoff_id": numbered("h_", rows + 1, 7),
        "conversation_id": talks.conversation_id.take(pa.array(rows)),
        "trigger": labels(list(truths.HANDOFF_TRIGGER_SHARE), draw(rng, truths.HANDOFF_TRIGGER_SHARE, size)),
        "target_queue": labels(GROUPS, GROUP_NUMBER[talks.intent[rows]]),
        "issue_summary": passed_on("issue_summary", pc.binary_join_element_wise("Customer asks about", intent, " ")),
        "user_emotion": passed_on("user_emotion", labels(moods, draw(rng, dict.fromkeys(moods, 1.0), size))),
        "attempted_solutions": passed_on(
            "attempted_solutions", pc.binary_join_element_wise("Sent the article about", intent, " ")
        ),
        "metadata": passed_on("metadata", numbered("account u_", talks.customer[rows], 7)),
        "summarised_at": times(announced_at - np.round(rng.uniform(0.2, 1.0, size), 3)),
        "announced_at": times(announced_at),
        "queued_at": times(announced_at + np.round(rng.uniform(0.2, 1.2, size), 3)),
        "accepted_at": times(talks.accepted_at[rows]),
        "synced_at": times(delivered(np.fmax(announced_at, talks.accepted_at[rows]))),
    })  # fmt: skip


def feedback(world: World, talks: Talks) -> pa.Table:
    """The table `feedback`: one question at the end of some conversations, answered by some."""
    rng = world.rng("assistant feedback")
    names = ("solved", "easy", "csat")
    shown_at = np.round(talks.ended_at + rng.uniform(2, 40, len(talks)), 3)
    is_shown = np.isfinite(shown_at) & (shown_at + 3600 < END) & (rng.random(len(talks)) < truths.PROMPT_SHOWN_SHARE)
    rows = np.flatnonzero(is_shown)
    size = len(rows)
    measure = draw(rng, dict(zip(names, (0.6, 0.2, 0.2), strict=True)), size)
    is_answered = rng.random(size) < truths.PROMPT_ANSWERED_SHARE
    is_resolved = talks.status[rows] == RESOLVED
    positive = np.array([truths.POSITIVE_SHARE[name] for name in names])[measure]
    is_good = rng.random(size) < np.where(is_resolved, positive, positive - 0.35)
    low = np.array([truths.SCALES[name][0] for name in names])[measure]
    high = np.array([truths.SCALES[name][1] for name in names])[measure]
    is_yes_no = high == 1
    better = np.where(is_yes_no, 1, rng.integers(4, 6, size))
    worse = np.where(is_yes_no, 0, rng.integers(1, 4, size))
    answered_at = np.where(is_answered, shown_at[rows] + np.round(rng.uniform(3, 1800, size), 3), np.nan)
    return conform(SOURCE, "feedback", {
        "feedback_id": numbered("f_", rows + 1, 7),
        "conversation_id": talks.conversation_id.take(pa.array(rows)),
        "measure": labels(names, measure),
        "score": reals(np.where(is_good, better, worse).astype(float), is_answered),
        "scale_min": reals(low.astype(float)),
        "scale_max": reals(high.astype(float)),
        "trigger_point": labels(("after_resolution", "after_handoff"), np.where(is_resolved, 0, 1)),
        "shown_at": times(shown_at[rows]),
        "answered_at": times(answered_at),
        "synced_at": times(delivered(np.fmax(shown_at[rows], answered_at))),
    })  # fmt: skip


def tables(world: World) -> dict[str, pa.Table]:
    """Every table of the contract, by name."""
    talks, said = log_of(world)
    generated, retrieved = generations(world, talks, said)
    return {
        "conversations": conversations_table(world, talks),
        "messages": messages_table(talks, said),
        "generations": generated,
        "retrievals": retrieved,
        "handoffs": handoffs(world, talks),
        "feedback": feedback(world, talks),
    }
