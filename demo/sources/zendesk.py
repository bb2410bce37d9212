"""The helpdesk's tables in Zendesk's shape, as the common loaders land them. Times are whole seconds."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from demo import truths
from demo.columns import constant, delivered, flags, integers, labels, numbered, times
from demo.contract import conform
from demo.conversations import (
    FIRST_HUMAN,
    FIRST_ROUND,
    GROUP_NUMBER,
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
from demo.population import (
    COMPANY_KINDS,
    COMPANY_WORDS,
    DAY,
    END,
    GROUPS,
    SEGMENTS,
    STAGES,
    START,
    World,
)
from demo.redelivery import delivered_twice, redelivered
from demo.text import Texts, survey_words, write_texts

Array = npt.NDArray[Any]

SOURCE = "zendesk"
FIRST_TICKET = 100_001
FIRST_COMMENT = 5_000_000_001
FIRST_CUSTOMER = 360_000_000_001
FIRST_AGENT = 370_000_000_001
ADMIN = 370_900_000_001
FIRST_GROUP = 21_000_001
FIRST_ORGANISATION = 31_000_001
SYSTEM_USER = -1
BERLIN, ROUND_THE_CLOCK = 7_000_001, 7_000_002
STANDARD_POLICY, PRIORITY_POLICY = 8_000_001, 8_000_002
CHAT_STYLE = "chat"
SECOND = 1.0


def seconds(at: Array) -> Array:
    """Whole seconds, as this system keeps them."""
    whole: Array = np.floor(at)
    return whole


def seconds_of(moment: datetime) -> float:
    """Seconds since 1970 of a moment."""
    return moment.timestamp()


def is_chat(talk: Conversations) -> Array:
    """Which threads are chats, one flag per thread."""
    chats: Array = talk.styles() == CHAT_STYLE
    return chats


def ticket_ids(talk: Conversations) -> Array:
    """Ticket numbers, one per thread."""
    return np.arange(len(talk.threads)) + FIRST_TICKET


def author_ids(world: World, talk: Conversations) -> Array:
    """User number of each message's author; shape (messages,)."""
    messages = talk.messages
    customer = talk.threads.customer[messages.thread] + FIRST_CUSTOMER
    return np.select(
        [messages.role == Role.CUSTOMER, messages.role == Role.BOT, messages.role == Role.AGENT],
        [customer, np.full(len(messages), truths.BOT_USER_ID), messages.agent + FIRST_AGENT],
        SYSTEM_USER,
    )


def deleted_tickets(world: World, talk: Conversations) -> Array:
    """Which tickets were deleted at the source, one flag per thread."""
    rng = world.rng("zendesk deleted tickets")
    deleted: Array = (rng.random(len(talk.threads)) < truths.DELETED_TICKET_SHARE) & ~is_chat(talk)
    return deleted


def first_bodies(talk: Conversations, texts: Texts) -> pa.Array:
    """The text of the first message of each thread."""
    _, first = np.unique(talk.messages.thread, return_index=True)
    return texts.body.take(pa.array(first)).combine_chunks()


def ticket(world: World, talk: Conversations, texts: Texts) -> pa.Table:
    """The table `ticket`."""
    threads = talk.threads
    rng = world.rng("zendesk ticket")
    size = len(threads)
    ids = ticket_ids(talk)
    status, _ = status_now(threads)
    changed_at = last_change(talk)
    is_deleted = deleted_tickets(world, talk)
    assigned = np.where(threads.second_agent >= 0, threads.second_agent, threads.agent)
    is_assigned = np.isfinite(threads.assigned_at) & (threads.assigned_at < END)
    group = GROUP_NUMBER[threads.intent]
    organisation = world.population.organisation[threads.customer]

    # Incidents of one week with an outage belong to that week's first outage ticket.
    is_outage = threads.intent == INTENTS.index("outage")
    week = np.floor((threads.began_at - START) / (7 * DAY)).astype(int)
    rows = np.flatnonzero(is_outage)
    weeks, first = np.unique(week[rows], return_index=True)
    problem = np.full(size, -1)
    problem[rows] = rows[first][np.searchsorted(weeks, week[rows])]
    is_problem = problem == np.arange(size)
    has_incidents = is_problem & (np.bincount(problem[rows], minlength=size) > 1)
    problem = np.where((problem >= 0) & ~is_problem, problem + FIRST_TICKET, -1)

    earlier = threads.repeat_of
    was_closed = (earlier >= 0) & (threads.closed_at[earlier] < threads.began_at)
    is_follow_up = was_closed & (rng.random(size) < truths.FOLLOW_UP_SHARE)
    merged = np.full(size, "", object)
    twice = np.flatnonzero(threads.merged_into >= 0)
    merged[threads.merged_into[twice]] = [f"[{number}]" for number in ids[twice]]
    kinds = np.where(is_outage, np.where(has_incidents, 2, 1), rng.integers(0, 2, size))
    submitter = np.where(threads.is_proactive, threads.agent + FIRST_AGENT, threads.customer + FIRST_CUSTOMER)
    return conform(SOURCE, "ticket", {
        "id": integers(ids),
        "created_at": times(seconds(threads.began_at)),
        "updated_at": times(seconds(changed_at)),
        "status": labels([*STATUSES, "deleted"], np.where(is_deleted, len(STATUSES), status)),
        "priority": labels(SEVERITIES, threads.severity),
        "type": labels(("question", "incident", "problem"), kinds),
        "subject": texts.subject,
        "description": first_bodies(talk, texts),
        "requester_id": integers(threads.customer + FIRST_CUSTOMER),
        "submitter_id": integers(submitter),
        "assignee_id": integers(np.where(is_assigned, assigned + FIRST_AGENT, -1)),
        "group_id": integers(np.where(is_assigned, group + FIRST_GROUP, -1)),
        "organization_id": integers(np.where(organisation >= 0, organisation + FIRST_ORGANISATION, -1)),
        "brand_id": constant(1001, size),
        "ticket_form_id": constant(2001, size),
        "problem_id": integers(problem),
        "has_incidents": flags(has_incidents),
        "is_public": constant(True, size),
        "merged_ticket_ids": pa.array(merged, pa.string(), mask=merged == ""),
        "via_channel": labels(talk.channels, threads.channel),
        "via_source_rel": labels(("follow_up",), np.where(is_follow_up, 0, -1)),
        "via_source_from_id": integers(np.where(is_follow_up, earlier + FIRST_TICKET, -1)),
        "_fivetran_deleted": flags(is_deleted),
        "_fivetran_synced": times(delivered(changed_at)),
    })  # fmt: skip


def ticket_comment(world: World, talk: Conversations, texts: Texts) -> pa.Table:
    """Messages of all tickets that are no chats, some of them delivered twice."""
    messages, threads = talk.messages, talk.threads
    rng = world.rng("zendesk ticket_comment")
    rows = np.flatnonzero(~is_chat(talk)[messages.thread])
    size = len(rows)
    thread = messages.thread[rows]
    ids = np.arange(size) + FIRST_COMMENT
    is_system = messages.role[rows] == Role.SYSTEM
    channel = np.where(is_system, len(talk.channels), threads.channel[thread])
    is_call = (threads.channel[thread] == talk.channels.index("voice")) & np.isin(
        messages.kind[rows], (Kind.OPEN, Kind.REPEAT_OPEN)
    )
    is_deleted = deleted_tickets(world, talk)[thread] | (rng.random(size) < truths.DELETED_COMMENT_SHARE)
    sent_at = seconds(messages.sent_at[rows])
    columns = {
        "id": integers(ids),
        "ticket_id": integers(thread + FIRST_TICKET),
        "user_id": pa.array(author_ids(world, talk)[rows]),
        "body": texts.body.take(pa.array(rows)),
        "created": times(sent_at),
        "public": flags(messages.is_public[rows]),
        "via_channel": labels([*talk.channels, "system"], channel),
        "voice_comment": flags(is_call),
        "facebook_comment": constant(False, size),
        "tweet": constant(False, size),
        "call_duration": integers(np.where(is_call, rng.integers(40, 900, size), -1)),
        "_fivetran_deleted": flags(is_deleted),
        "_fivetran_synced": times(delivered(sent_at)),
    }
    table = conform(SOURCE, "ticket_comment", columns)
    twice = delivered_twice(rng, messages.role[rows] == Role.CUSTOMER)
    return redelivered(table, twice, "body", "_fivetran_synced", delivered(sent_at[twice]) + DAY)


def ticket_chat(talk: Conversations) -> pa.Table:
    """The table `ticket_chat`: one row per chat ticket."""
    rows = np.flatnonzero(is_chat(talk))
    threads = talk.threads
    is_messaging = threads.channel[rows] == talk.channels.index("native_messaging")
    customer = threads.customer[rows]
    return conform(SOURCE, "ticket_chat", {
        "chat_id": numbered("chat-", rows + FIRST_TICKET, 7),
        "ticket_id": integers(rows + FIRST_TICKET),
        "conversation_id": numbered("conv-", np.where(is_messaging, rows + FIRST_TICKET, -1), 7),
        "channel": labels(("chat", "native_messaging"), is_messaging.astype(int)),
        "backend": labels(("chat", "sunshine_conversations"), is_messaging.astype(int)),
        "initiator": constant(1, len(rows)),
        "integration_id": constant("int-lumen", len(rows)),
        "user_id": integers(customer + FIRST_CUSTOMER),
        "visitor_id": numbered("visitor-", customer, 7),
        "authenticated": constant(True, len(rows)),
        "_fivetran_synced": times(delivered(threads.began_at[rows])),
    })  # fmt: skip


@dataclass(frozen=True)
class ChatEvents:
    """Events of all chats in order; arrays of shape (events,)."""

    thread: Array
    at: Array
    author: Array
    is_staff: Array
    kind: Array  # CHAT_MESSAGE, CHAT_JOIN or CHAT_LEAVE
    index: Array  # place within the chat, from 0
    message: Array  # row of the message in the conversations, -1 for other events


CHAT_MESSAGE, CHAT_JOIN, CHAT_LEAVE = range(3)


def chat_events(world: World, talk: Conversations) -> ChatEvents:
    """Chat messages, with a join event before the first message of each person and a leave event when it is solved."""
    messages, threads = talk.messages, talk.threads
    rows = np.flatnonzero(is_chat(talk)[messages.thread])
    thread = messages.thread[rows]
    author = author_ids(world, talk)[rows]
    is_staff = messages.role[rows] != Role.CUSTOMER
    _, first_row = np.unique(thread * 10**12 + author, return_index=True)
    left = np.flatnonzero(is_chat(talk) & np.isfinite(threads.solved_at) & (threads.solved_at < END))
    all_thread = np.concatenate([thread, thread[first_row], left])
    all_at = np.concatenate([seconds(messages.sent_at[rows]), seconds(messages.sent_at[rows[first_row]]),
                             seconds(threads.solved_at[left])])  # fmt: skip
    all_author = np.concatenate([author, author[first_row], threads.customer[left] + FIRST_CUSTOMER])
    all_staff = np.concatenate([is_staff, is_staff[first_row], np.zeros(len(left), bool)])
    kind = np.repeat([CHAT_MESSAGE, CHAT_JOIN, CHAT_LEAVE], [len(rows), len(first_row), len(left)])
    # A join comes before the message of the same second, a leave after it.
    step = np.where(kind == CHAT_JOIN, -1, kind)
    order = np.lexsort((step, all_at, all_thread))
    position = np.arange(len(order))
    begins = np.flatnonzero(np.diff(all_thread[order], prepend=-1) != 0)
    index = position - np.repeat(begins, np.diff(np.append(begins, len(order))))
    return ChatEvents(
        thread=all_thread[order],
        at=all_at[order],
        author=all_author[order],
        is_staff=all_staff[order],
        kind=kind[order],
        index=index,
        message=np.concatenate([rows, np.full(len(first_row) + len(left), -1)])[order],
    )


def chat_message_ids(world: World, talk: Conversations) -> pa.Array:
    """How the warehouse names each message that a chat holds: <chat>:<place>; null for the others."""
    events = chat_events(world, talk)
    place = np.full(len(talk.messages), -1)
    said = events.kind == CHAT_MESSAGE
    place[events.message[said]] = events.index[said]
    chat = numbered("chat-", talk.messages.thread + FIRST_TICKET, 7)
    return pc.binary_join_element_wise(chat, numbered("", place, 1), ":")


def ticket_chat_event(world: World, talk: Conversations, texts: Texts) -> pa.Table:
    """The table `ticket_chat_event`: messages, joins and leaves."""
    events = chat_events(world, talk)
    is_message = events.kind == CHAT_MESSAGE
    number = numbered("", events.author, 1)
    at = events.at
    return conform(SOURCE, "ticket_chat_event", {
        "chat_id": numbered("chat-", events.thread + FIRST_TICKET, 7),
        "chat_index": integers(events.index),
        "actor_id": pc.if_else(pa.array(events.is_staff), pc.binary_join_element_wise("agent:", number, ""), number),
        "created_at": times(at),
        "type": labels(("ChatMessage", "ChatJoin", "ChatLeave"), events.kind),
        "message": texts.body.take(pa.array(events.message, mask=~is_message)).combine_chunks(),
        "message_id": numbered("msg-", np.where(is_message, events.message + 1, -1), 8),
        "message_source": labels(("web_widget",), np.where(is_message, 0, -1)),
        "original_message_type": labels(("text",), np.where(is_message, 0, -1)),
        "reason": labels(("user_left",), np.where(events.kind == CHAT_LEAVE, 0, -1)),
        "status": labels(("delivered",), np.where(is_message, 0, -1)),
        "status_updated_at": times(at + SECOND, is_message),
        "is_history_context": constant(False, len(at)),
        "_fivetran_synced": times(delivered(at)),
    })  # fmt: skip


def ratings(world: World, talk: Conversations) -> dict[str, Array]:
    """Offered ratings: thread, offered_at, answered_at (NaN: not answered), is_good, changed_at (NaN: not changed)."""
    threads = talk.threads
    rng = world.rng("zendesk ratings")
    is_solved = np.isfinite(threads.solved_at) & (threads.solved_at + 2 * DAY < END) & ~threads.is_proactive
    rows = np.flatnonzero(is_solved & (rng.random(len(threads)) < truths.RATING_OFFERED_SHARE))
    size = len(rows)
    offered_at = seconds(threads.solved_at[rows] + 3600)
    is_answered = rng.random(size) < truths.RATING_ANSWERED_SHARE
    is_best = world.population.segment[threads.customer[rows]] == SEGMENTS.index(truths.BEST_SEGMENT)
    chance = truths.RATING_GOOD_SHARE + truths.BEST_SEGMENT_CSAT_POINTS * is_best
    is_good = rng.random(size) < chance
    answered_at = np.where(is_answered, seconds(offered_at + rng.uniform(60, 0.8 * DAY, size)), np.nan)
    is_changed = is_answered & (rng.random(size) < truths.RATING_CHANGED_SHARE)
    return {
        "thread": rows,
        "offered_at": offered_at,
        "answered_at": answered_at,
        "is_good": is_good,
        "changed_at": np.where(is_changed, seconds(answered_at + rng.uniform(600, 0.1 * DAY, size)), np.nan),
    }


def rating_words(world: World, talk: Conversations, given: dict[str, Array], is_good_now: Array) -> pa.Array:
    """The written comment of a rating, null for most."""
    rng = world.rng("zendesk rating words")
    is_written = np.isfinite(given["answered_at"]) & (rng.random(len(is_good_now)) < truths.TEXT_ANSWER_SHARE)
    is_german = talk.threads.is_german[given["thread"]]
    return survey_words(rng, is_good_now, is_written, is_german)


def satisfaction_rating(world: World, talk: Conversations) -> pa.Table:
    """The table `satisfaction_rating`: offered and answered ratings."""
    threads = talk.threads
    given = ratings(world, talk)
    rows = given["thread"]
    is_answered, is_changed = np.isfinite(given["answered_at"]), np.isfinite(given["changed_at"])
    is_good_now = given["is_good"] ^ is_changed
    updated_at = np.where(
        is_changed, given["changed_at"], np.where(is_answered, given["answered_at"], given["offered_at"])
    )
    agent = np.where(threads.second_agent[rows] >= 0, threads.second_agent[rows], threads.agent[rows])
    score = np.where(is_answered, np.where(is_good_now, 1, 2), 0)
    return conform(SOURCE, "satisfaction_rating", {
        "id": integers(rows + 900_000_001),
        "ticket_id": integers(rows + FIRST_TICKET),
        "requester_id": integers(threads.customer[rows] + FIRST_CUSTOMER),
        "assignee_id": integers(np.where(agent >= 0, agent + FIRST_AGENT, -1)),
        "group_id": integers(np.where(agent >= 0, GROUP_NUMBER[threads.intent[rows]] + FIRST_GROUP, -1)),
        "score": labels(("offered", "good", "bad"), score),
        "comment": rating_words(world, talk, given, is_good_now),
        "created_at": times(given["offered_at"]),
        "updated_at": times(updated_at),
        "_fivetran_synced": times(delivered(updated_at)),
    })  # fmt: skip


def ticket_field_history(world: World, talk: Conversations) -> pa.Table:
    """Changes of status, assignee, group, priority and satisfaction_score."""
    threads = talk.threads
    parts: list[tuple[Array, str, Array, pa.Array, Array]] = []
    customer = threads.customer + FIRST_CUSTOMER
    agent = np.where(threads.agent >= 0, threads.agent + FIRST_AGENT, SYSTEM_USER)

    row, status, at = status_changes(threads)
    asked = np.concatenate([threads.at[:, FIRST_ROUND::2], threads.at[:, [REOPEN]]], axis=1)
    is_customers = (status == STATUSES.index("new")) | (asked[row] == at[:, None]).any(axis=1)
    is_systems = status == STATUSES.index("closed")
    who = np.where(is_systems, SYSTEM_USER, np.where(is_customers, customer[row], agent[row]))
    parts.append((row, "status", at, labels(STATUSES, status), who))

    rows = np.arange(len(threads))
    parts.append((rows, "priority", threads.began_at, labels(SEVERITIES, threads.severity), customer))
    rows = np.flatnonzero(np.isfinite(threads.assigned_at) & (threads.assigned_at < END))
    group = GROUP_NUMBER[threads.intent[rows]] + FIRST_GROUP
    parts.append((rows, "group_id", threads.assigned_at[rows], numbered("", group, 1), agent[rows]))
    parts.append((rows, "assignee_id", threads.assigned_at[rows], numbered("", agent[rows], 1), agent[rows]))
    moved_at = threads.at[:, FIRST_HUMAN] + 1
    rows = np.flatnonzero((threads.second_agent >= 0) & (moved_at < END))
    second = threads.second_agent[rows] + FIRST_AGENT
    parts.append((rows, "assignee_id", moved_at[rows], numbered("", second, 1), agent[rows]))

    given = ratings(world, talk)
    rows = given["thread"]
    is_answered, is_changed = np.isfinite(given["answered_at"]), np.isfinite(given["changed_at"])
    score, words = np.where(given["is_good"], 0, 1), ("good", "bad")
    parts.append((rows, "satisfaction_score", given["offered_at"], constant("offered", len(rows)),
                  np.full(len(rows), SYSTEM_USER)))  # fmt: skip
    for is_there, at, value in (
        (is_answered, given["answered_at"], score),
        (is_changed, given["changed_at"], 1 - score),
    ):
        chosen = rows[is_there]
        parts.append((chosen, "satisfaction_score", at[is_there], labels(words, value[is_there]), customer[chosen]))

    updated = seconds(np.concatenate([part[2] for part in parts]))
    field_names = [part[1] for part in parts]
    names = np.repeat(np.arange(len(parts)), [len(part[0]) for part in parts])
    table = conform(SOURCE, "ticket_field_history", {
        "ticket_id": integers(np.concatenate([part[0] for part in parts]) + FIRST_TICKET),
        "field_name": labels(field_names, names),
        "updated": times(updated),
        "value": pa.concat_arrays([part[3] for part in parts]),
        "user_id": pa.array(np.concatenate([part[4] for part in parts])),
        "_fivetran_synced": times(delivered(updated)),
    })  # fmt: skip
    return table.sort_by([("updated", "ascending"), ("ticket_id", "ascending"), ("field_name", "ascending")])


def user(world: World, talk: Conversations) -> pa.Table:
    """Customers with a ticket, agents as they are now, an administrator and the bot."""
    people = world.population
    rng = world.rng("zendesk user")
    customers = np.unique(talk.threads.customer)
    size, agents = len(customers), people.agents
    match = rng.random(size)
    is_matching = match < truths.EMAIL_MATCH_SHARE
    is_linked = match < truths.EMAIL_MATCH_SHARE + truths.EXTERNAL_ID_ONLY_SHARE
    own = people.emails.take(pa.array(customers))
    other = pc.binary_join_element_wise(numbered("person", customers, 6), "elsewhere.example", "@")
    email = pc.if_else(pa.array(is_matching), own, other)
    is_shouted = is_matching & (rng.random(size) < truths.EMAIL_SPELLED_DIFFERENTLY_SHARE)
    email = pc.if_else(pa.array(is_shouted), pc.binary_join_element_wise(pc.utf8_upper(email), " ", ""), email)
    first_seen = np.full(people.customers, np.inf)
    np.minimum.at(first_seen, talk.threads.customer, talk.threads.began_at)
    created_at = np.maximum(np.minimum(people.bounds[customers, 0], first_seen[customers] - 60), START - 400 * DAY)
    is_gone = np.isfinite(people.agent_left_at)
    hired_at = np.full(agents, START - 500 * DAY) + np.arange(agents) * DAY
    organisation = people.organisation[customers]
    none = np.full(agents + 2, -1)
    updated_at = np.concatenate([created_at, np.where(is_gone, people.agent_left_at, hired_at), [START] * 2])
    is_german = people.is_german[customers]
    return conform(SOURCE, "user", {
        "id": integers(np.concatenate([customers + FIRST_CUSTOMER, np.arange(agents) + FIRST_AGENT,
                                       [ADMIN, truths.BOT_USER_ID]])),
        "role": labels(("end-user", "agent", "admin"),
                       np.concatenate([np.zeros(size, int), np.where(is_gone, 0, 1), [2, 1]])),
        "email": pa.concat_arrays([email, people.agent_emails,
                                   pa.array([f"admin@{truths.AGENT_EMAIL_DOMAIN}", truths.BOT_EMAIL])]),
        "name": pa.concat_arrays([people.names().take(pa.array(customers)), people.agent_names(),
                                  pa.array(["Service Admin", truths.BOT_NAME])]),
        "external_id": pa.concat_arrays([numbered("u_", np.where(is_linked & ~is_matching, customers, -1), 7),
                                         pa.nulls(agents + 2, pa.string())]),
        "active": constant(True, size + agents + 2),
        "suspended": flags(np.concatenate([np.zeros(size, bool), is_gone, [False, False]])),
        "organization_id": integers(np.concatenate([np.where(organisation >= 0, organisation + FIRST_ORGANISATION, -1),
                                                    none])),
        "locale": labels(("en-US", "de"), np.concatenate([is_german.astype(int), np.zeros(agents + 2, int)])),
        "time_zone": constant("Europe/Berlin", size + agents + 2),
        "role_type": pa.array(np.concatenate([np.zeros(size + agents, int), [4, 0]]),
                              mask=np.concatenate([np.ones(size, bool), is_gone, [False, False]])),
        "created_at": times(seconds(np.concatenate([created_at, hired_at, [START - 600 * DAY] * 2]))),
        "updated_at": times(seconds(updated_at)),
        "_fivetran_deleted": constant(False, size + agents + 2),
        "_fivetran_synced": times(delivered(np.maximum(updated_at, START))),
    })  # fmt: skip


def audit_log(world: World) -> pa.Table:
    """Role changes of some leavers, hirings, and unrelated entries."""
    people = world.population
    names = people.agent_names().to_pylist()
    entries: list[tuple[float, str, int, str]] = []
    for leaver in np.flatnonzero(people.agent_has_audit).tolist():
        left_at = float(people.agent_left_at[leaver])
        entries.append((left_at, "Role changed from Agent to End user", leaver, "user"))
    for number in range(0, people.agents, 3):
        hired_at = START - 500 * DAY + number * DAY
        entries.append((hired_at, "Role changed from End user to Agent", number, "user"))
    for week in range(0, truths.WEEKS, 4):
        entries.append(
            (
                START + week * 7 * DAY + 36_000,
                "Title changed from Auto reply to Auto reply (new)",
                week,
                "rule",
            )
        )
    entries.sort()
    at = seconds(np.array([entry[0] for entry in entries]))
    is_user = [entry[3] == "user" for entry in entries]
    return conform(SOURCE, "audit_log", {
        "id": integers(np.arange(len(entries)) + 40_000_001),
        "action": constant("update", len(entries)),
        "actor_id": constant(ADMIN, len(entries)),
        "change_description": pa.array([entry[1] for entry in entries]),
        "source_id": pa.array([entry[2] + (FIRST_AGENT if user_ else 50_001)
                               for entry, user_ in zip(entries, is_user, strict=True)]),
        "source_label": pa.array([names[entry[2]] if user_ else "Rule: Auto reply"
                                  for entry, user_ in zip(entries, is_user, strict=True)]),
        "source_type": pa.array([entry[3] for entry in entries]),
        "created_at": times(at),
        "_fivetran_synced": times(delivered(at)),
    })  # fmt: skip


def group() -> pa.Table:
    """The table `group`."""
    size = len(GROUPS)
    at = np.full(size, START - 600 * DAY)
    return conform(SOURCE, "group", {
        "id": integers(np.arange(size) + FIRST_GROUP),
        "name": pa.array(GROUPS),
        "created_at": times(at),
        "updated_at": times(at),
        "_fivetran_deleted": constant(False, size),
        "_fivetran_synced": times(delivered(at)),
    })  # fmt: skip


def organization(world: World) -> pa.Table:
    """The table `organization`."""
    size = len(world.population.organisation_segment)
    number = np.arange(size)
    at = START - 500 * DAY + (number % 300) * DAY
    words = labels(COMPANY_WORDS, number % len(COMPANY_WORDS))
    kinds = labels(COMPANY_KINDS, number // len(COMPANY_WORDS) % len(COMPANY_KINDS))
    return conform(SOURCE, "organization", {
        "id": integers(number + FIRST_ORGANISATION),
        "name": pc.binary_join_element_wise(words, kinds, numbered("", number, 4), " "),
        "external_id": numbered("acc_", number, 5),
        "group_id": integers(number % len(GROUPS) + FIRST_GROUP),
        "created_at": times(at),
        "updated_at": times(at),
        "_fivetran_synced": times(delivered(at)),
    })  # fmt: skip


def ticket_tag(talk: Conversations) -> pa.Table:
    """The table `ticket_tag`: intent and journey stage of each ticket."""
    threads = talk.threads
    rows = np.arange(len(threads))
    known = np.flatnonzero(threads.stage >= 0)
    twice = np.flatnonzero(threads.merged_into >= 0)
    thread = np.concatenate([rows, known, twice])
    tags = pa.concat_arrays([
        labels([f"intent_{name}" for name in INTENTS], threads.intent),
        labels([f"stage_{name}" for name in STAGES], threads.stage[known]),
        constant("closed_by_merge", len(twice)),
    ])  # fmt: skip
    return conform(SOURCE, "ticket_tag", {
        "ticket_id": integers(thread + FIRST_TICKET),
        "tag": tags,
        "_fivetran_synced": times(delivered(threads.began_at[thread])),
    })  # fmt: skip


def schedule() -> pa.Table:
    """Business hours Monday to Friday 09-17 in Berlin, and one without a break."""
    day, winter = 1440, 60
    starts = [weekday * day + 9 * 60 for weekday in range(1, 6)] + [0]
    ends = [weekday * day + 17 * 60 for weekday in range(1, 6)] + [7 * day]
    offsets = [winter] * 5 + [0]
    at = np.full(6, START - 600 * DAY)
    return conform(SOURCE, "schedule", {
        "id": pa.array([BERLIN] * 5 + [ROUND_THE_CLOCK]),
        "name": pa.array(["Business hours Berlin"] * 5 + ["Round the clock"]),
        "start_time": pa.array(starts),
        "end_time": pa.array(ends),
        "start_time_utc": pa.array([start - offset for start, offset in zip(starts, offsets, strict=True)]),
        "end_time_utc": pa.array([end - offset for end, offset in zip(ends, offsets, strict=True)]),
        "time_zone": pa.array(["Europe/Berlin"] * 5 + ["Etc/UTC"]),
        "created_at": times(at),
        "_fivetran_deleted": constant(False, 6),
        "_fivetran_synced": times(delivered(at)),
    })  # fmt: skip


def schedule_holiday() -> pa.Table:
    """The table `schedule_holiday`."""
    holidays = (
        ("Ascension Day", date(2026, 5, 14), date(2026, 5, 14)),
        ("Whit Monday", date(2026, 5, 25), date(2026, 5, 25)),
        ("Company days", date(2026, 8, 6), date(2026, 8, 7)),
        ("German Unity Day", date(2026, 10, 3), date(2026, 10, 3)),
    )
    size = len(holidays)
    return conform(SOURCE, "schedule_holiday", {
        "id": integers(np.arange(size) + 60_001),
        "schedule_id": constant(BERLIN, size),
        "name": pa.array([holiday[0] for holiday in holidays]),
        "start_date": pa.array([holiday[1] for holiday in holidays]),
        "end_date": pa.array([holiday[2] for holiday in holidays]),
        "_fivetran_deleted": constant(False, size),
        "_fivetran_synced": times(delivered(np.full(size, START))),
    })  # fmt: skip


def ticket_schedule(world: World, talk: Conversations) -> pa.Table:
    """Urgent tickets of the best segment are served round the clock, all others in business hours."""
    threads = talk.threads
    is_best = world.population.segment[threads.customer] == SEGMENTS.index(truths.BEST_SEGMENT)
    is_all_day = is_best & (threads.severity == SEVERITIES.index("urgent"))
    return conform(SOURCE, "ticket_schedule", {
        "ticket_id": integers(ticket_ids(talk)),
        "schedule_id": integers(np.where(is_all_day, ROUND_THE_CLOCK, BERLIN)),
        "created_at": times(seconds(threads.began_at)),
        "_fivetran_synced": times(delivered(threads.began_at)),
    })  # fmt: skip


def time_zone() -> pa.Table:
    """The table `time_zone`."""
    return conform(SOURCE, "time_zone", {
        "time_zone": pa.array(["Europe/Berlin", "Etc/UTC"]),
        "standard_offset": pa.array(["+01:00", "+00:00"]),
        "_fivetran_synced": times(delivered(np.full(2, START))),
    })  # fmt: skip


def daylight_time() -> pa.Table:
    """Berlin's summer time: last Sunday of March to last Sunday of October, 01:00 UTC."""
    periods = (
        (datetime(2025, 3, 30, 1), datetime(2025, 10, 26, 1)),
        (datetime(2026, 3, 29, 1), datetime(2026, 10, 25, 1)),
        (datetime(2027, 3, 28, 1), datetime(2027, 10, 31, 1)),
    )
    size = len(periods)
    return conform(SOURCE, "daylight_time", {
        "time_zone": constant("Europe/Berlin", size),
        "year": pa.array([begin.year for begin, _ in periods]),
        "daylight_start_utc": pa.array([begin for begin, _ in periods], pa.timestamp("us")),
        "daylight_end_utc": pa.array([end for _, end in periods], pa.timestamp("us")),
        "daylight_offset": constant(1, size),
        "_fivetran_synced": times(delivered(np.full(size, START))),
    })  # fmt: skip


def policies(talk: Conversations) -> Array:
    """The service level policy of each ticket, by its severity."""
    is_pressing = talk.threads.severity >= SEVERITIES.index("high")
    return np.where(is_pressing, PRIORITY_POLICY, STANDARD_POLICY)


def ticket_sla_policy(talk: Conversations) -> pa.Table:
    """The table `ticket_sla_policy`."""
    at = seconds(talk.threads.began_at)
    return conform(SOURCE, "ticket_sla_policy", {
        "ticket_id": integers(ticket_ids(talk)),
        "sla_policy_id": integers(policies(talk)),
        "policy_applied_at": times(at),
        "_fivetran_synced": times(delivered(at)),
    })  # fmt: skip


def sla_policy_metric_history() -> pa.Table:
    """Two versions of two policies; the second version halves the target of the first reply."""
    base = {
        "first_reply_time": 480,
        "next_reply_time": 480,
        "requester_wait_time": 1440,
        "agent_work_time": 960,
    }
    ease = {"low": 2.0, "normal": 1.0, "high": 0.5, "urgent": 0.25}
    versions = (START - 400 * DAY, seconds_of(truths.COACHING_AT))
    rows: list[tuple[int, int, float, str, str, bool, int]] = []
    for policy in (STANDARD_POLICY, PRIORITY_POLICY):
        for version, since in enumerate(versions):
            targets = [(metric, priority) for metric in base for priority in ease]
            for index, (metric, priority) in enumerate(targets):
                faster = 0.5 if version and metric == "first_reply_time" else 1.0
                stricter = 0.5 if policy == PRIORITY_POLICY else 1.0
                target = round(base[metric] * ease[priority] * faster * stricter)
                rows.append((policy, index, since, metric, priority, policy == STANDARD_POLICY, target))
    at = np.array([row[2] for row in rows])
    return conform(SOURCE, "sla_policy_metric_history", {
        "sla_policy_id": pa.array([row[0] for row in rows]),
        "index": pa.array([row[1] for row in rows]),
        "sla_policy_updated_at": times(at),
        "metric": pa.array([row[3] for row in rows]),
        "priority": pa.array([row[4] for row in rows]),
        "business_hours": pa.array([row[5] for row in rows]),
        "target": pa.array([row[6] for row in rows]),
        "_fivetran_synced": times(delivered(at)),
    })  # fmt: skip


def tables(world: World) -> dict[str, pa.Table]:
    """Every table of the contract, by name."""
    talk = converse(world, SOURCE, places=0)
    texts = write_texts(world.rng("zendesk texts"), world, talk, numbered("", ticket_ids(talk), 1))
    return {
        "ticket": ticket(world, talk, texts),
        "ticket_comment": ticket_comment(world, talk, texts),
        "ticket_field_history": ticket_field_history(world, talk),
        "user": user(world, talk),
        "group": group(),
        "organization": organization(world),
        "ticket_tag": ticket_tag(talk),
        "schedule": schedule(),
        "schedule_holiday": schedule_holiday(),
        "ticket_schedule": ticket_schedule(world, talk),
        "time_zone": time_zone(),
        "daylight_time": daylight_time(),
        "satisfaction_rating": satisfaction_rating(world, talk),
        "audit_log": audit_log(world),
        "ticket_sla_policy": ticket_sla_policy(talk),
        "sla_policy_metric_history": sla_policy_metric_history(),
        "ticket_chat": ticket_chat(talk),
        "ticket_chat_event": ticket_chat_event(world, talk, texts),
    }
