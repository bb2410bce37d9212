"""The words of the messages, composed for all messages at once from the sentences of phrases.py.

A message is up to nine sentences, each drawn from a pool that its kind and acts decide. A sentence is stored as
literal, slot, literal, slot, literal; a slot value is a position in one long list of words, with one choice per thread
and slot, so that an order number stays the same all through a conversation.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from demo import phrases
from demo.conversations import COMPLAINT, GROUP_NUMBER, INTENTS, Conversations, Kind
from demo.population import DAY, END, FIRST_NAMES, GROUPS, START, World

Array = npt.NDArray[Any]
LANGUAGES = ("en", "de")
SENTENCES = 9
SLOTS_PER_SENTENCE = 4
CHUNK = 100_000
SLOT = re.compile(r"\{(\w+)\}")
SLOT_NAMES = (
    "name", "agent", "ticket", "order", "amount", "date", "date_de", "until", "until_de", "product", "plan", "device",
    "device_de", "team", "team_de",
)  # fmt: skip
NO_SLOT = -1
NO_POOL = -1
# {order} and {amount} are drawn from lists of this many values.
VALUES = 4000
# {date} and {until} reach at most that far out of the period.
AROUND_DAYS = 60
UNIX_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Library:
    """All sentences as arrays; literals (sentences, slots + 1), slots (sentences, slots), pools by name."""

    literals: tuple[pa.Array, ...]
    slots: Array
    start: Array  # (pools, languages, intents): first sentence
    count: Array
    pools: dict[str, int]


def with_topics(sentence: str, language: str, intent: str) -> list[str]:
    """The sentence once for each topic of the intent, or as it is when it has none."""
    if "{topic}" not in sentence:
        return [sentence]
    return [sentence.replace("{topic}", topic) for topic in phrases.TOPICS[language][intent]]


def sentences_of(pool: str, language: str, intent: str) -> list[str]:
    """Sentences of a pool; one that a language does not have comes from its fallback, or else in English."""
    if language == "en" and pool in phrases.BY_INTENT:
        own = phrases.BY_INTENT[pool][intent]
    else:
        general = phrases.GENERAL[language]
        own = general.get(pool) or general.get(phrases.FALLBACK.get(pool, pool)) or phrases.GENERAL["en"][pool]
    return [variant for sentence in own for variant in with_topics(sentence, language, intent)]


def slot_number(slot: str, language: str) -> int:
    """Position of a slot in SLOT_NAMES, of its own list in that language where it has one."""
    own = f"{slot}_{language}"
    return SLOT_NAMES.index(own if own in SLOT_NAMES else slot)


@cache
def library() -> Library:
    """Parse every sentence once."""
    names = sorted(set(phrases.BY_INTENT) | set(phrases.GENERAL["en"]))
    shape = (len(names), len(LANGUAGES), len(INTENTS))
    start, count = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    parts: list[list[str]] = [[] for _ in range(SLOTS_PER_SENTENCE + 1)]
    slots: list[list[int]] = []
    for pool, name in enumerate(names):
        for language, code in enumerate(LANGUAGES):
            for number, intent in enumerate(INTENTS):
                sentences = sentences_of(name, code, intent)
                start[pool, language, number], count[pool, language, number] = len(slots), len(sentences)
                for sentence in sentences:
                    pieces = SLOT.split(sentence)
                    literals, found = pieces[0::2], pieces[1::2]
                    padding = SLOTS_PER_SENTENCE - len(found)
                    for part, literal in zip(parts, literals + [""] * padding, strict=True):
                        part.append(literal)
                    slots.append([slot_number(slot, code) for slot in found] + [NO_SLOT] * padding)
    return Library(
        literals=tuple(pa.array([*part, ""]) for part in parts),
        slots=np.array([*slots, [NO_SLOT] * SLOTS_PER_SENTENCE]),
        start=start,
        count=count,
        pools={name: number for number, name in enumerate(names)},
    )


@dataclass(frozen=True)
class Words:
    """Slot values: one list of words, and the position of each thread's choice; `choice` (slots, threads)."""

    values: pa.Array
    choice: Array


def words_for(
    rng: np.random.Generator,
    customer_first: Array,
    agent_first: Array,
    group: Array,
    began_at: Array,
    tickets: pa.Array,
) -> Words:
    """Choose every thread's slot values. `agent_first` may be negative (no agent): the team answers then."""
    size = len(customer_first)
    order = [f"{number}" for number in rng.integers(200_000, 999_999, VALUES)]
    amount = [f"€{cents / 100:.2f}" for cents in rng.integers(490, 49_900, VALUES)]
    first_day, last_day = int(START / DAY) - AROUND_DAYS, int(END / DAY) + AROUND_DAYS
    days = [date.fromordinal(UNIX_EPOCH_ORDINAL + day) for day in range(first_day, last_day)]
    today = (began_at / DAY).astype(int) - first_day
    dates = pa.array([f"{day.day} {day:%B}" for day in days])
    german_dates = pa.array([f"{day.day}. {phrases.MONTHS_DE[day.month - 1]}" for day in days])
    past, future = today - rng.integers(2, 25, size), today + rng.integers(5, 40, size)
    device = rng.integers(0, len(phrases.DEVICES), size)
    lists: list[pa.Array] = []
    rows: list[Array] = []
    offset = 0
    for values, positions in (
        (pa.array(FIRST_NAMES), customer_first),
        (pa.array([*FIRST_NAMES, "the team"]), np.where(agent_first < 0, len(FIRST_NAMES), agent_first)),
        (tickets, np.arange(size)),
        (pa.array(order), rng.integers(0, VALUES, size)),
        (pa.array(amount), rng.integers(0, VALUES, size)),
        (dates, past),
        (german_dates, past),
        (dates, future),
        (german_dates, future),
        (pa.array(phrases.PRODUCTS), rng.integers(0, len(phrases.PRODUCTS), size)),
        (pa.array(phrases.PLANS), rng.integers(0, len(phrases.PLANS), size)),
        (pa.array(phrases.DEVICES), device),
        (pa.array(phrases.DEVICES_DE), device),
        (pa.array([name.lower() for name in GROUPS]), group),
        (pa.array(phrases.GROUPS_DE), group),
    ):
        lists.append(values)
        rows.append(positions + offset)
        offset += len(values)
    values = pa.concat_arrays([*lists, pa.array([""])])
    # The extra last row is the empty word, so that NO_SLOT (-1) fills nothing.
    return Words(values, np.vstack([*rows, np.full(size, offset)]))


def compose(
    rng: np.random.Generator,
    pools: Array,
    language: Array,
    intent: Array,
    words: Words,
    thread: Array,
    turn: Array,
) -> pa.ChunkedArray:
    """One text per row of `pools` (rows, sentences), sentences joined by blanks. NO_POOL: no sentence there.

    Every thread begins somewhere in each pool and takes the next sentence each turn, so that nobody repeats himself
    before a pool is used up.
    """
    book = library()
    begins = rng.random((words.choice.shape[1], pools.shape[1]))
    chunks = []
    for begin in range(0, len(pools), CHUNK):
        rows = slice(begin, begin + CHUNK)
        chosen = pools[rows]
        start = book.start[chosen, language[rows, None], intent[rows, None]]
        count = book.count[chosen, language[rows, None], intent[rows, None]]
        place = (begins[thread[rows]] * count).astype(np.int64) + turn[rows, None]
        sentence = start + place % np.maximum(count, 1)
        sentence[chosen == NO_POOL] = len(book.slots) - 1
        texts = []
        for column in range(chosen.shape[1]):
            if (chosen[:, column] == NO_POOL).all():
                continue
            used = sentence[:, column]
            index = pa.array(used)
            pieces = [book.literals[0].take(index)]
            for slot in range(SLOTS_PER_SENTENCE):
                names = book.slots[used, slot]
                if (names == NO_SLOT).all():
                    break
                pieces.append(words.values.take(pa.array(words.choice[names, thread[rows]])))
                pieces.append(book.literals[slot + 1].take(index))
            text = pc.binary_join_element_wise(*pieces, "") if len(pieces) > 1 else pieces[0]
            texts.append(pc.if_else(pa.array(chosen[:, column] == NO_POOL), pa.scalar(None, pa.string()), text))
        joined = pc.binary_join_element_wise(*texts, " ", null_handling="skip")
        chunks.append(joined)
    return pa.chunked_array(chunks, pa.string())


def pools_of(rng: np.random.Generator, world: World, talk: Conversations) -> Array:
    """Which pool each sentence of each message comes from; shape (messages, SENTENCES)."""
    number = library().pools
    kind = talk.messages.kind
    thread = talk.messages.thread
    is_chat = (talk.styles() == "chat")[thread]
    is_short = is_chat | (talk.styles() == "direct")[thread]
    intent = talk.threads.intent[thread]
    is_complaint = intent == COMPLAINT
    family = {
        "money": np.isin(intent, [INTENTS.index(name) for name in phrases.MONEY]),
        "technical": np.isin(intent, [INTENTS.index(name) for name in phrases.TECHNICAL]),
    }
    family["light"] = ~family["money"] & ~family["technical"]
    size = len(kind)
    pools = np.full((size, SENTENCES), NO_POOL)

    def put(column: int, pool: str, rows: Array) -> None:
        pools[rows, column] = number[pool]

    def put_by_family(column: int, pool: str, rows: Array) -> None:
        put(column, f"{pool}_money", rows & family["money"])
        put(column, f"{pool}_technical", rows & family["technical"])
        put(column, pool, rows & family["light"])

    def chance(share: float) -> Array:
        return rng.random(size) < share

    def one_of(*kinds: Kind) -> Array:
        return np.isin(kind, kinds)

    asks = one_of(Kind.OPEN, Kind.REPEAT_OPEN, Kind.DUPLICATE_OPEN)
    put(0, "customer_greeting", asks & ~is_short)
    put(0, "chat_greeting", asks & is_short & chance(0.5))
    put(1, "repeat_lead", one_of(Kind.REPEAT_OPEN))
    put(1, "duplicate_lead", one_of(Kind.DUPLICATE_OPEN))
    put(2, "open", asks)
    explains = asks & np.where(is_short, chance(0.35), chance(0.75))
    put_by_family(3, "context", explains)
    put(4, "angry", asks & is_complaint & chance(0.6))
    begs = asks & np.where(is_short, chance(0.4), chance(0.75))
    put(5, "ask", begs & ~family["light"])
    put(5, "ask_lightly", begs & family["light"])
    put(8, "customer_sign", asks & ~is_short)

    put(0, "ack", one_of(Kind.ACK, Kind.COPIED_ACK))
    put(0, "bot_greeting", one_of(Kind.BOT_ANSWER))
    put(1, "bot_answer", one_of(Kind.BOT_ANSWER))
    put(2, "bot_check", one_of(Kind.BOT_ANSWER))
    put(0, "bot_no", one_of(Kind.CUSTOMER_TO_BOT))
    put(0, "bot_yes", one_of(Kind.CUSTOMER_OK_TO_BOT))
    put(0, "bot_handoff", one_of(Kind.BOT_HANDOFF))
    put(0, "bot_close", one_of(Kind.BOT_CLOSE))
    put(0, "note", one_of(Kind.NOTE))

    put(0, "proactive_greeting", one_of(Kind.PROACTIVE))
    put(1, "proactive", one_of(Kind.PROACTIVE))
    put(2, "proactive_ask", one_of(Kind.PROACTIVE))
    put(8, "agent_sign", one_of(Kind.PROACTIVE))

    answers = one_of(Kind.REPLY, Kind.RESOLVE)
    is_first = np.zeros(size, bool)
    rows = np.flatnonzero(answers)
    _, first = np.unique(thread[rows], return_index=True)
    is_first[rows[first]] = True
    put(0, "agent_greeting", answers & ~is_short)
    put(0, "agent_chat_greeting", answers & is_short & is_first)
    acts = talk.messages.acts
    is_done = one_of(Kind.RESOLVE)
    put(1, "acknowledgment", acts["acknowledgment"] & ~family["light"])
    put(1, "acknowledgment_light", acts["acknowledgment"] & family["light"])
    put(2, "apology", acts["apology"] & ~family["light"])
    put(2, "apology_light", acts["apology"] & family["light"])
    put(3, "info", one_of(Kind.REPLY))
    put(3, "resolve", is_done)
    put(4, "blame", acts["blame"])
    put(5, "next_step", acts["next_step"] & ~is_done)
    put(5, "next_step_done", acts["next_step"] & is_done)
    put(6, "timeline", acts["timeline"] & ~is_done)
    put(6, "timeline_done", acts["timeline"] & is_done)
    put(8, "agent_sign", answers & ~is_short)

    # What is asked changes from one question of a thread to the next, and the customer answers just that.
    details, questions = one_of(Kind.DETAILS), talk.messages.has_question
    for name, asked in phrases.QUESTIONS.items():
        asked_before = thread + turns(thread, np.where(questions, 0, 1))
        answered_before = thread + turns(thread, np.where(details, 0, 1))
        for position, subject in enumerate(asked):
            put(7, f"question_{subject}", questions & family[name] & (asked_before % len(asked) == position))
            put(0, f"details_{subject}", details & family[name] & (answered_before % len(asked) == position))
    put(0, "details_proactive", details & talk.threads.is_proactive[thread])

    put_by_family(0, "follow_up", one_of(Kind.FOLLOW_UP))
    put_by_family(3, "context", one_of(Kind.FOLLOW_UP) & ~is_short & chance(0.15))
    put(8, "customer_sign", one_of(Kind.FOLLOW_UP, Kind.DETAILS, Kind.REOPEN) & ~is_short)
    put(0, "thanks", one_of(Kind.THANKS, Kind.REOPEN_THANKS))
    put(0, "reopen", one_of(Kind.REOPEN))
    put(5, "ask", one_of(Kind.REOPEN) & chance(0.5))
    return pools


def turns(thread: Array, role: Array) -> Array:
    """How many messages of the same role came before each one in its thread; shape (messages,)."""
    order = np.lexsort((role, thread))
    group = (thread * (role.max(initial=0) + 1) + role)[order]
    begins = np.flatnonzero(np.diff(group, prepend=-1) != 0)
    result = np.empty(len(thread), np.int64)
    result[order] = np.arange(len(thread)) - np.repeat(begins, np.diff(np.append(begins, len(thread))))
    return result


@dataclass(frozen=True)
class Texts:
    """The texts of one source."""

    body: pa.ChunkedArray  # one per message
    subject: pa.ChunkedArray  # one per thread
    words: Words


def write_texts(rng: np.random.Generator, world: World, talk: Conversations, tickets: pa.Array) -> Texts:
    """Body of every message and subject of every thread. `tickets`: the number that customers see, one per thread."""
    threads = talk.threads
    people = world.population
    first = np.where(threads.agent >= 0, people.agent_first[threads.agent], -1)
    group = GROUP_NUMBER[threads.intent]
    words = words_for(rng, people.first[threads.customer], first, group, threads.began_at, tickets)
    second_first = np.where(threads.second_agent >= 0, people.agent_first[threads.second_agent], first)
    second = Words(words.values, words.choice.copy())
    agent_row = SLOT_NAMES.index("agent")
    begins = len(FIRST_NAMES)  # the agents' names follow the customers' names in the list of words
    second.choice[agent_row] = begins + np.where(second_first < 0, len(FIRST_NAMES), second_first)
    # Texts of the second agent read the second set of words: threads are numbered on after the first set.
    both = Words(words.values, np.hstack([words.choice, second.choice]))
    messages = talk.messages
    by_second = (messages.agent >= 0) & (messages.agent == threads.second_agent[messages.thread])
    language = threads.is_german.astype(int)
    is_ack = np.isin(messages.kind, (Kind.ACK, Kind.COPIED_ACK))
    body = compose(
        rng,
        pools_of(rng, world, talk),
        np.where(is_ack, 0, language[messages.thread]),
        threads.intent[messages.thread],
        both,
        messages.thread + np.where(by_second, len(threads), 0),
        turns(messages.thread, messages.role),
    )
    subject_pools = np.full((len(threads), 1), library().pools["subject"])
    every = np.arange(len(threads))
    subject = compose(rng, subject_pools, language, threads.intent, words, every, np.zeros(len(threads), int))
    return Texts(body, subject, words)


def survey_words(rng: np.random.Generator, is_good: Array, is_written: Array, is_german: Array) -> pa.Array:
    """An open answer that fits the score, null where nothing was written; shape (len(is_good),)."""
    pools = [phrases.GENERAL[code][name] for code in ("en", "de") for name in ("survey_good", "survey_bad")]
    sizes = np.array([len(pool) for pool in pools])
    pool = 2 * is_german.astype(int) + ~is_good
    place = (np.cumsum(sizes) - sizes)[pool] + np.floor(rng.random(len(is_good)) * sizes[pool]).astype(int)
    return pa.array([words for words_of in pools for words in words_of]).take(pa.array(place, mask=~is_written))
