"""The survey tool for consumers and small businesses: one question per survey, with a comment."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from demo import truths
from demo.columns import constant, delivered, integers, labels, numbered, times
from demo.contract import conform
from demo.conversations import converse
from demo.population import DAY, END, SEGMENTS, STAGES, START, World
from demo.sources.zendesk import ticket_ids
from demo.surveys import PRIVATE, TOUCHPOINTS, Respondents, is_lost, respondents, score_of
from demo.text import survey_words

Array = npt.NDArray[Any]

SOURCE = "delighted"
FIRST_RESPONSE = 500_000_001
FIRST_PERSON = 80_000_001
KINDS = ("nps", "csat")


def person_ids(numbers: Array) -> pa.Array:
    """Identifiers of customers in this source."""
    return numbered("", numbers + FIRST_PERSON, 1)


def after_contact(world: World) -> tuple[Respondents, Array]:
    """(who answered after a helpdesk ticket was solved, number of the ticket)."""
    talk = converse(world, "zendesk", places=0)
    threads = talk.threads
    rng = world.rng(f"{SOURCE} after contact")
    at = np.floor(threads.solved_at + rng.uniform(2 * 3600, 2 * DAY, len(threads)))
    is_private = np.isin(world.population.segment[threads.customer], [SEGMENTS.index(name) for name in PRIVATE])
    is_asked = is_private & np.isfinite(at) & (at < END) & (threads.stage >= 0) & ~threads.is_proactive
    rows = np.flatnonzero(is_asked & (rng.random(len(threads)) < truths.VENDOR_AFTER_CONTACT_SHARE))
    return Respondents(threads.customer[rows], at[rows], threads.stage[rows]), ticket_ids(talk)[rows]


def given(world: World) -> tuple[Respondents, dict[str, Array]]:
    """(who answered, kind, score and ticket of each response) in order of time, without those that were lost."""
    rng = world.rng(f"{SOURCE} answers")
    people = world.population
    asked = respondents(world, "relationship", PRIVATE)
    helped, ticket = after_contact(world)
    parts = []
    for number, who in enumerate((asked, helped)):
        mood = rng.random(len(who))
        parts.append(score_of(rng, KINDS[number], who.stage, people.segment[who.customer], who.at, mood))
    all_of = Respondents(*(np.concatenate([getattr(asked, name), getattr(helped, name)])
                           for name in ("customer", "at", "stage")))  # fmt: skip
    columns = {
        "kind": np.repeat([0, 1], [len(asked), len(helped)]),
        "score": np.concatenate(parts),
        "ticket": np.concatenate([np.full(len(asked), -1), ticket]),
    }
    kept = np.flatnonzero(~is_lost(rng, SOURCE, all_of.at))
    order = kept[np.lexsort((all_of.customer[kept], all_of.at[kept]))]
    return all_of.take(order), {name: values[order] for name, values in columns.items()}


def tables(world: World) -> dict[str, pa.Table]:
    """Every table of the contract, by name."""
    people = world.population
    who, answer = given(world)
    rng = world.rng(f"{SOURCE} texts")
    size = len(who)
    response = numbered("", np.arange(size) + FIRST_RESPONSE, 1)
    is_good = answer["score"] > np.where(answer["kind"] == 0, 6, 3)
    is_written = rng.random(size) < truths.TEXT_ANSWER_SHARE
    synced = times(delivered(who.at))
    ticketed = np.flatnonzero(answer["ticket"] >= 0)
    touchpoints = [*(TOUCHPOINTS[name] for name in STAGES), "support"]
    touchpoint = labels(touchpoints, np.where(answer["ticket"] >= 0, len(STAGES), who.stage))
    stage = labels(STAGES, who.stage)
    everybody = np.unique(who.customer)
    first_seen = np.full(people.customers, np.inf)
    np.minimum.at(first_seen, who.customer, who.at)
    seen_at = np.maximum(first_seen[everybody] - DAY, START)
    names = ("journey_stage", "touchpoint", "ticket_id")
    values = (stage, touchpoint, numbered("", answer["ticket"][ticketed], 1))
    owners = (np.arange(size), np.arange(size), ticketed)
    return {
        "response": conform(SOURCE, "response", {
            "id": response,
            "person_id": person_ids(who.customer),
            "survey_type": labels(KINDS, answer["kind"]),
            "score": integers(answer["score"]),
            "comment": survey_words(rng, is_good, is_written, people.is_german[who.customer]),
            "created_at": times(np.floor(who.at)),
            "updated_at": times(np.floor(who.at)),
            "_fivetran_deleted": constant(False, size),
            "_fivetran_synced": synced,
        }),
        "response_property": conform(SOURCE, "response_property", {
            "response_id": pa.concat_arrays([response.take(pa.array(rows)) for rows in owners]),
            "name": pa.concat_arrays([constant(name, len(rows)) for name, rows in zip(names, owners, strict=True)]),
            "value": pa.concat_arrays(list(values)),
            "_fivetran_synced": pa.concat_arrays([synced.take(pa.array(rows)) for rows in owners]),
        }),
        "person": conform(SOURCE, "person", {
            "id": person_ids(everybody),
            "email": people.emails.take(pa.array(everybody)),
            "name": people.names().take(pa.array(everybody)),
            "locale": pc.if_else(pa.array(people.is_german[everybody]), "de", "en"),
            "created_at": times(np.floor(seen_at)),
            "_fivetran_deleted": constant(False, len(everybody)),
            "_fivetran_synced": times(delivered(seen_at)),
        }),
    }  # fmt: skip
