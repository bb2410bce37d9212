"""The messenger's tables in Intercom's shape, as the common loaders land them. Times are whole seconds.

Conversations are other ones than the helpdesk's, with the same people. History tables hold every version of a record.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
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
    THANKS,
    Conversations,
    Kind,
    Role,
    converse,
    last_change,
    status_now,
)
from demo.population import COMPANY_KINDS, COMPANY_WORDS, DAY, END, GROUPS, STAGES, START, World, draw
from demo.redelivery import delivered_twice, redelivered
from demo.text import Texts, write_texts

Array = npt.NDArray[Any]

SOURCE = "intercom"
FIRST_CONVERSATION = 215_000_000_000_001
FIRST_PART = 9_000_000_001
FIRST_ADMIN = 6_000_001
FIRST_TEAM = 8_000_001
FIRST_TAG = 7_000_001
BOT = 5_000_001
FOREVER = 253_402_300_799.0
TAGS = (
    *(f"intent_{name}" for name in INTENTS),
    *(f"stage_{name}" for name in STAGES),
    *(f"priority_{name}" for name in SEVERITIES),
)
LEAD_STAGES = ("awareness", "consideration")
PART_TYPES = ("comment", "note", "close", "assignment", "open", "assign_and_reopen", "note_and_reopen", "snoozed")
AUTHOR_TYPES = ("user", "bot", "admin", "lead")
NOBODY, TO_ADMIN, TO_TEAM = -1, 0, 1
REOPENING_NOTE = "<p>The customer is back on this one. Opening it again.</p>"


@dataclass(frozen=True)
class Parts:
    """Everything that happened in the conversations after their openings, in order of time; shape (parts,)."""

    thread: Array
    at: Array
    kind: Array  # position in PART_TYPES
    message: Array  # row of the message in the conversations, -1 for a part without one
    role: Array  # Role of the author
    agent: Array  # agent number, -1 for others
    assigned: Array  # NOBODY, TO_ADMIN or TO_TEAM
    assignee: Array  # agent or group number, -1 for nobody


def conversation_ids(numbers: Array) -> pa.Array:
    """Identifiers of thread positions; -1 is null."""
    return numbered("", np.where(numbers >= 0, numbers + FIRST_CONVERSATION, -1), 1)


def contact_ids(numbers: Array) -> pa.Array:
    """Identifiers of customers in this source."""
    return numbered("65c0ffee00000000", numbers, 8)


def admin_ids(numbers: Array) -> pa.Array:
    """Identifiers of agents in this source; -1 is null."""
    return numbered("", np.where(numbers >= 0, numbers + FIRST_ADMIN, -1), 1)


def part_type(name: str) -> int:
    """Position of a kind of part."""
    return PART_TYPES.index(name)


@lru_cache(maxsize=2)
def talk_of(world: World) -> tuple[Conversations, Array]:
    """The conversations, and which messages close theirs with their last words; shape (messages,)."""
    talk = converse(world, SOURCE, places=0)
    threads, messages = talk.threads, talk.messages
    rows = np.arange(len(threads))
    last_answer_at = threads.at[rows, FIRST_HUMAN + 2 * threads.rounds]
    chance = world.rng("intercom closings").random(len(threads)) < truths.CLOSED_WITH_WORDS_SHARE
    is_closing = chance & np.isfinite(threads.solved_at) & ~threads.is_bot_resolved & ~threads.is_proactive
    is_closing &= np.isnan(threads.at[:, THANKS])
    says_it = is_closing[messages.thread] & (messages.kind == Kind.RESOLVE)
    says_it &= messages.sent_at == last_answer_at[messages.thread]
    solved_at = np.where(is_closing, last_answer_at, threads.solved_at)
    return Conversations(talk.channels, replace(threads, solved_at=solved_at), messages), says_it


def first_messages(talk: Conversations) -> Array:
    """Row of the opening message of each thread."""
    _, first = np.unique(talk.messages.thread, return_index=True)
    return first


@lru_cache(maxsize=2)
def parts_of(world: World) -> Parts:
    """What was said, assigned, closed, snoozed and opened again."""
    talk, is_closing = talk_of(world)
    threads, messages = talk.threads, talk.messages
    chunks: list[tuple[Array, Array, Array, Array, Array, Array, Array, Array]] = []

    def add(thread: Array, at: Array, kind: Any, role: Any, agent: Any = -1, assigned: int = NOBODY,
            assignee: Any = -1, message: Any = -1) -> None:  # fmt: skip
        keep = np.isfinite(at) & (at < END)
        values = (thread, at, kind, message, role, agent, assigned, assignee)
        chunks.append(tuple(np.broadcast_to(value, len(thread))[keep] for value in values))  # type: ignore[arg-type]

    said = np.setdiff1d(np.arange(len(messages)), first_messages(talk))
    kind = np.where(messages.kind == Kind.NOTE, part_type("note"), part_type("comment"))
    kind = np.where(is_closing, part_type("close"), kind)
    role = np.where(messages.role == Role.SYSTEM, Role.BOT, messages.role)
    add(messages.thread[said], messages.sent_at[said], kind[said], role[said], messages.agent[said], message=said)

    rows = np.arange(len(threads))
    group = GROUP_NUMBER[threads.intent]
    handed = np.flatnonzero(messages.kind == Kind.BOT_HANDOFF)
    handed_at = np.full(len(threads), -np.inf)
    handed_at[messages.thread[handed]] = messages.sent_at[handed]
    assignment = part_type("assignment")
    is_handed = np.isfinite(handed_at)
    add(rows[is_handed], handed_at[is_handed] + 1, assignment, Role.BOT, -1, TO_TEAM, group[is_handed])
    taken = np.flatnonzero(threads.agent >= 0)
    taken_at = np.maximum(np.floor(threads.assigned_at), handed_at + 2)[taken]
    add(taken, taken_at, assignment, Role.AGENT, threads.agent[taken], TO_ADMIN, threads.agent[taken])
    moved = np.flatnonzero(threads.second_agent >= 0)
    add(moved, threads.at[moved, FIRST_HUMAN] + 1, assignment, Role.AGENT, threads.agent[moved], TO_ADMIN,
        threads.second_agent[moved])  # fmt: skip
    held = np.flatnonzero(threads.is_on_hold & np.isfinite(threads.at[:, FIRST_ROUND]))
    add(held, threads.at[held, FIRST_HUMAN] + 2, part_type("snoozed"), Role.AGENT, threads.agent[held])
    add(held, threads.at[held, FIRST_ROUND], part_type("open"), Role.CUSTOMER)

    closer = np.where(threads.agent >= 0, Role.AGENT, Role.BOT)
    spoken = np.zeros(len(threads), bool)
    spoken[messages.thread[is_closing]] = True
    is_merged = threads.merged_into >= 0
    for at, silent in ((threads.solved_at, ~spoken), (threads.solved_again_at, rows >= 0),
                       (np.where(is_merged, threads.closed_at, np.nan), is_merged)):  # fmt: skip
        add(rows[silent], np.floor(at[silent]), part_type("close"), closer[silent], threads.agent[silent])
    opened = np.flatnonzero(np.isfinite(threads.at[:, REOPEN]))
    way = draw(world.rng("intercom reopenings"), truths.REOPENED_BY_SHARE, len(opened))
    opened_at = threads.at[opened, REOPEN]
    by = {name: np.flatnonzero(way == number) for number, name in enumerate(truths.REOPENED_BY_SHARE)}
    chosen = by["open"]
    add(opened[chosen], opened_at[chosen], part_type("open"), Role.CUSTOMER)
    chosen = by["assign_and_reopen"]
    agent = threads.agent[opened]
    add(opened[chosen], opened_at[chosen] + 2, part_type("assign_and_reopen"), Role.AGENT, agent[chosen], TO_ADMIN,
        agent[chosen])  # fmt: skip
    chosen = by["note_and_reopen"]
    add(opened[chosen], opened_at[chosen] + 3, part_type("note_and_reopen"), Role.AGENT, agent[chosen])

    columns = [np.concatenate([chunk[place] for chunk in chunks]) for place in range(8)]
    # What was said comes before what it changed in the same second.
    order = np.lexsort((columns[3] < 0, columns[0], columns[1]))
    return Parts(*(column[order] for column in columns))


def message_ids(world: World) -> pa.Array:
    """How the warehouse names each message of the conversations: <conversation>:opening or <conversation>:part:<id>."""
    talk, _ = talk_of(world)
    parts = parts_of(world)
    place = np.full(len(talk.messages), -1)
    said = np.flatnonzero(parts.message >= 0)
    place[parts.message[said]] = said
    part = pc.binary_join_element_wise("part:", numbered("", place + FIRST_PART, 1), "")
    name = pc.if_else(pa.array(place >= 0), part, "opening")
    return pc.binary_join_element_wise(conversation_ids(talk.messages.thread), name, ":")


def deleted_conversations(world: World) -> Array:
    """Which conversations were deleted at the source, one flag per thread."""
    talk, _ = talk_of(world)
    deleted: Array = world.rng("intercom deleted").random(len(talk.threads)) < truths.DELETED_TICKET_SHARE
    return deleted


def author_types(talk: Conversations, thread: Array, role: Array) -> Array:
    """Position in AUTHOR_TYPES of who acted in each thread."""
    is_lead = np.isin(talk.threads.stage, [STAGES.index(name) for name in LEAD_STAGES])[thread]
    return np.select([role == Role.CUSTOMER, role == Role.AGENT], [np.where(is_lead, 3, 0), 2], 1)


def author_ids(talk: Conversations, thread: Array, role: Array, agent: Array) -> pa.Array:
    """Identifier of who acted in each thread."""
    customer = contact_ids(talk.threads.customer[thread])
    staff = pc.if_else(pa.array(role == Role.AGENT), admin_ids(agent), str(BOT))
    return pc.if_else(pa.array(role == Role.CUSTOMER), customer, staff)


def in_html(text: pa.Array) -> pa.Array:
    """Plain text as the messenger keeps it: escaped, in a paragraph; null stays null."""
    for plain, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("'", "&#39;"), ('"', "&quot;")):
        text = pc.replace_substring(text, plain, entity)
    return pc.binary_join_element_wise("<p>", text, "</p>", "")


def versions(first: dict[str, pa.Array], last: dict[str, pa.Array], is_changed: Array, began: Array, changed: Array,
             is_deleted: Array) -> dict[str, pa.Array]:  # fmt: skip
    """Columns of a history table: the first version of the changed records, then the last version of every record."""
    rows = pa.array(np.flatnonzero(is_changed))
    columns = {name: pa.concat_arrays([first.get(name, last[name]).take(rows), last[name]]) for name in last}
    count = len(rows)
    start = np.concatenate([began[is_changed], np.where(is_changed, changed, began)])
    return columns | {
        "_fivetran_active": flags(np.concatenate([np.zeros(count, bool), ~is_deleted])),
        "_fivetran_start": times(start),
        "_fivetran_end": times(np.concatenate([changed[is_changed], np.where(is_deleted, changed, FOREVER)])),
        "_fivetran_synced": times(np.concatenate([changed[is_changed], start[count:]])),
    }


def conversation_history(world: World, texts: Texts) -> pa.Table:
    """The table `conversation_history`: as created, and as it stands now."""
    talk, _ = talk_of(world)
    threads, messages = talk.threads, talk.messages
    rng = world.rng("intercom conversations")
    size = len(threads)
    rows = np.arange(size)
    opening = first_messages(talk)
    role, agent = messages.role[opening], messages.agent[opening]
    status, _ = status_now(threads)
    is_closed = np.isin(status, (STATUSES.index("solved"), STATUSES.index("closed")))
    state = np.where(is_closed, 1, np.where(status == STATUSES.index("hold"), 2, 0))
    is_rated = is_closed & ~threads.is_proactive & (threads.merged_into < 0)
    is_rated &= rng.random(size) < truths.RATING_OFFERED_SHARE * truths.RATING_ANSWERED_SHARE
    rated_at = np.floor(np.fmax(threads.solved_at, threads.solved_again_at) + rng.uniform(120, DAY, size))
    is_rated &= rated_at < END
    is_good = rng.random(size) < truths.RATING_GOOD_SHARE
    rating = np.where(is_good, rng.integers(4, 6, size), rng.integers(1, 4, size))
    changed_at = np.fmax(last_change(talk), np.where(is_rated, rated_at, np.nan))
    assigned = np.where(threads.second_agent >= 0, threads.second_agent, threads.agent)
    assigned = np.where(threads.assigned_at < END, assigned, -1)
    created = {
        "id": conversation_ids(rows),
        "created_at": times(threads.began_at),
        "updated_at": times(threads.began_at),
        "state": constant("open", size),
        "read": constant(False, size),
        "source_type": labels(talk.channels, threads.channel),
        "source_delivered_as": labels(("customer_initiated", "admin_initiated"), threads.is_proactive.astype(int)),
        "source_author_id": author_ids(talk, rows, role, agent),
        "source_author_type": labels(AUTHOR_TYPES, author_types(talk, rows, role)),
        "source_subject": texts.subject.combine_chunks(),
        "source_body": in_html(texts.body.take(pa.array(opening)).combine_chunks()),
        "assignee_id": pa.nulls(size, pa.string()),
        "assignee_type": pa.nulls(size, pa.string()),
        "conversation_rating_value": pa.nulls(size, pa.int64()),
        "conversation_rating_created_at": pa.nulls(size, pa.timestamp("us")),
        "ai_agent_participated": flags(threads.has_bot),
    }
    now = created | {
        "updated_at": times(changed_at),
        "state": labels(("open", "closed", "snoozed"), state),
        "read": constant(True, size),
        "assignee_id": admin_ids(assigned),
        "assignee_type": labels(("admin",), np.where(assigned >= 0, 0, -1)),
        "conversation_rating_value": integers(np.where(is_rated, rating, -1)),
        "conversation_rating_created_at": times(rated_at, is_rated),
    }
    began, changed = delivered(threads.began_at), delivered(changed_at)
    is_deleted = deleted_conversations(world)
    changed = np.where(is_deleted, np.maximum(changed, began + DAY), changed)
    return conform(SOURCE, "conversation_history", versions(created, now, changed > began, began, changed, is_deleted))


def conversation_part_history(world: World, texts: Texts) -> pa.Table:
    """The table `conversation_part_history`; some customers' comments were corrected after their first delivery."""
    talk, _ = talk_of(world)
    parts = parts_of(world)
    size = len(parts.thread)
    body = in_html(texts.body.combine_chunks()).take(pa.array(parts.message, mask=parts.message < 0))
    is_note = parts.kind == part_type("note_and_reopen")
    body = pc.if_else(pa.array(is_note), REOPENING_NOTE, body)
    start = delivered(parts.at)
    is_deleted = deleted_conversations(world)[parts.thread]
    assignee = pc.if_else(pa.array(parts.assigned == TO_TEAM),
                          numbered("", np.where(parts.assigned == TO_TEAM, parts.assignee + FIRST_TEAM, -1), 1),
                          admin_ids(np.where(parts.assigned == TO_ADMIN, parts.assignee, -1)))  # fmt: skip
    table = conform(SOURCE, "conversation_part_history", {
        "id": numbered("", np.arange(size) + FIRST_PART, 1),
        "conversation_id": conversation_ids(parts.thread),
        "part_type": labels(PART_TYPES, parts.kind),
        "author_id": author_ids(talk, parts.thread, parts.role, parts.agent),
        "author_type": labels(AUTHOR_TYPES, author_types(talk, parts.thread, parts.role)),
        "body": body,
        "created_at": times(parts.at),
        "updated_at": times(parts.at),
        "assigned_to_id": assignee,
        "assigned_to_type": labels(("admin", "team"), parts.assigned),
        "conversation_updated_at": times(parts.at),
        "_fivetran_active": flags(~is_deleted),
        "_fivetran_start": times(start),
        "_fivetran_end": times(np.full(size, FOREVER)),
        "_fivetran_synced": times(start),
    })  # fmt: skip
    can_change = (parts.role == Role.CUSTOMER) & (parts.message >= 0) & ~is_deleted
    twice = delivered_twice(world.rng("intercom redelivery"), can_change)
    again = redelivered(table, twice, "body", "_fivetran_start", start[twice] + DAY)
    count = len(twice)
    is_earlier = np.arange(len(again)) < count
    end = pc.if_else(pa.array(is_earlier), times(np.concatenate([start[twice] + DAY, np.zeros(size)])),
                     again["_fivetran_end"].combine_chunks())  # fmt: skip
    active = pc.and_(pa.array(~is_earlier), again["_fivetran_active"].combine_chunks())
    for name, values in (("_fivetran_end", end), ("_fivetran_active", active)):
        again = again.set_column(again.schema.get_field_index(name), again.schema.field(name), values)
    return again


def contacts(world: World) -> tuple[Array, Array]:
    """(customer numbers, first contact) of everybody with a conversation."""
    threads = talk_of(world)[0].threads
    customers = np.unique(threads.customer)
    first_seen = np.full(world.population.customers, np.inf)
    np.minimum.at(first_seen, threads.customer, threads.began_at)
    return customers, np.maximum(np.floor(first_seen[customers] - 60), START - DAY)


def contact_history(world: World) -> pa.Table:
    """The table `contact_history`: leads became users when they signed up; some contacts left no address."""
    people = world.population
    customers, seen_at = contacts(world)
    rng = world.rng("intercom contacts")
    size = len(customers)
    is_known = rng.random(size) < truths.EMAIL_MATCH_SHARE
    signed_up_at = np.floor(people.bounds[customers, STAGES.index("onboarding")])
    is_user = people.is_converted[customers] & (signed_up_at < END)
    became = is_user & (signed_up_at > seen_at)
    first = {"role": labels(("lead", "user"), (is_user & ~became).astype(int))}
    last = {
        "id": contact_ids(customers),
        "role": labels(("lead", "user"), is_user.astype(int)),
        "email": pc.if_else(pa.array(is_known), people.emails.take(pa.array(customers)), pa.scalar(None, pa.string())),
        "external_id": numbered("u_", np.where(is_user, customers, -1), 7),
        "language_override": labels(("de",), np.where(people.is_german[customers], 0, -1)),
        "created_at": times(seen_at),
        "signed_up_at": times(np.where(is_user, signed_up_at, np.nan)),
        "unsubscribed_from_emails": flags(rng.random(size) < 0.03),
        "updated_at": times(np.where(became, signed_up_at, seen_at)),
    }
    began = delivered(seen_at)
    changed = np.where(became, np.maximum(delivered(signed_up_at), began + DAY), began)
    none = np.zeros(size, bool)
    return conform(SOURCE, "contact_history", versions(first, last, became, began, changed, none))


def company_history(world: World) -> pa.Table:
    """The table `company_history`."""
    size = len(world.population.organisation_segment)
    number = np.arange(size)
    at = START - 500 * DAY + (number % 300) * DAY
    words = labels(COMPANY_WORDS, number % len(COMPANY_WORDS))
    kinds = labels(COMPANY_KINDS, number // len(COMPANY_WORDS) % len(COMPANY_KINDS))
    last = {
        "id": numbered("co_", number, 5),
        "name": pc.binary_join_element_wise(words, kinds, numbered("", number, 4), " "),
        "industry": kinds,
        "created_at": times(at),
        "updated_at": times(at),
    }
    none = np.zeros(size, bool)
    return conform(SOURCE, "company_history", versions({}, last, none, delivered(at), delivered(at), none))


def links(world: World) -> dict[str, pa.Table]:
    """Which contact, company and tags belong to what."""
    talk, _ = talk_of(world)
    threads = talk.threads
    customers, seen_at = contacts(world)
    organisation = world.population.organisation[customers]
    members = np.flatnonzero(organisation >= 0)
    rows = np.arange(len(threads))
    at = last_change(talk)
    staged = np.flatnonzero(threads.stage >= 0)
    thread = np.concatenate([rows, staged, rows])
    tag = np.concatenate([threads.intent, threads.stage[staged] + len(INTENTS),
                          threads.severity + len(INTENTS) + len(STAGES)])  # fmt: skip
    return {
        "conversation_contact_history": conform(SOURCE, "conversation_contact_history", {
            "conversation_id": conversation_ids(rows),
            "contact_id": contact_ids(threads.customer),
            "conversation_updated_at": times(at),
            "_fivetran_synced": times(delivered(at)),
        }),
        "conversation_tag_history": conform(SOURCE, "conversation_tag_history", {
            "conversation_id": conversation_ids(thread),
            "tag_id": numbered("", tag + FIRST_TAG, 1),
            "conversation_updated_at": times(at[thread]),
            "_fivetran_synced": times(delivered(at[thread])),
        }),
        "contact_company_history": conform(SOURCE, "contact_company_history", {
            "contact_id": contact_ids(customers[members]),
            "company_id": numbered("co_", organisation[members], 5),
            "contact_updated_at": times(seen_at[members]),
            "_fivetran_synced": times(delivered(seen_at[members])),
        }),
    }  # fmt: skip


def staff(world: World) -> dict[str, pa.Table]:
    """Teammates, teams and tags."""
    people = world.population
    agents, groups, tags = np.arange(people.agents), np.arange(len(GROUPS)), np.arange(len(TAGS))

    def synced(size: int) -> pa.Array:
        return times(delivered(np.full(size, START)))

    return {
        "admin": conform(SOURCE, "admin", {
            "id": admin_ids(agents),
            "name": people.agent_names(),
            "email": people.agent_emails,
            "job_title": constant("Customer support", len(agents)),
            "_fivetran_synced": synced(len(agents)),
        }),
        "team": conform(SOURCE, "team", {
            "id": numbered("", groups + FIRST_TEAM, 1),
            "name": pa.array(GROUPS),
            "_fivetran_synced": synced(len(groups)),
        }),
        "team_admin": conform(SOURCE, "team_admin", {
            "team_id": numbered("", people.agent_group + FIRST_TEAM, 1),
            "admin_id": admin_ids(agents),
            "_fivetran_synced": synced(len(agents)),
        }),
        "tag": conform(SOURCE, "tag", {
            "id": numbered("", tags + FIRST_TAG, 1),
            "name": pa.array(TAGS),
            "_fivetran_synced": synced(len(tags)),
        }),
    }  # fmt: skip


def tables(world: World) -> dict[str, pa.Table]:
    """Every table of the contract, by name."""
    talk, _ = talk_of(world)
    texts = write_texts(
        world.rng("intercom texts"), world, talk, numbered("", np.arange(len(talk.threads)) + 700_001, 1)
    )
    return {
        "conversation_history": conversation_history(world, texts),
        "conversation_part_history": conversation_part_history(world, texts),
        "contact_history": contact_history(world),
        "company_history": company_history(world),
        **links(world),
        **staff(world),
    }
