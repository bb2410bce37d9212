"""The survey tool for business customers: relationship, after a contact, and why a prospect did not buy."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from demo import truths
from demo.columns import constant, delivered, flags, integers, labels, numbered, times
from demo.contract import conform
from demo.conversations import converse
from demo.population import DAY, END, SEGMENTS, STAGES, START, World, draw
from demo.sources.landing import customer_ids
from demo.sources.zendesk import ticket_ids
from demo.surveys import BUSINESS, TOUCHPOINTS, Respondents, is_lost, respondents, score_of, silent
from demo.text import survey_words

Array = npt.NDArray[Any]

SOURCE = "qualtrics"
WEEK = 7 * DAY
CONVERSION = STAGES.index("conversion")
AGREEMENT = ("Strongly agree", "Agree", "Neither agree nor disagree", "Disagree", "Strongly disagree")
EASE = ("Very hard", "Hard", "Somewhat hard", "Neither", "Somewhat easy", "Easy", "Very easy")
NUMBERS = tuple(str(number) for number in range(11))
EXIT_REASONS = {
    "price": "Too expensive for us", "missing_feature": "Missing a feature we need",
    "effort": "Too complicated to set up", "switched": "We found another provider",
    "no_longer_needed": "No longer needed",
}  # fmt: skip
INDUSTRIES = ("Manufacturing", "Trade", "Services", "Public sector")


@dataclass(frozen=True)
class Question:
    """A question: its name in exports, kind, what it measures, and per choice label and number behind it.

    Choices stand in the order shown. A question with `row` is a row of the matrix with that question_id.
    """

    question_id: str
    tag: str
    kind: str
    text: str
    measure: str = ""
    labels: tuple[str, ...] = ()
    recode: tuple[int, ...] = ()
    row: str = ""
    is_turned: bool = False  # the source's numbers run the other way than the measure's


@dataclass(frozen=True)
class Survey:
    """A survey with its questions; the comment is the last one."""

    survey_id: str
    name: str
    questions: tuple[Question, ...]


# The best answer stands first and is a 5: place and number are not the same.
FIVE_DOWN = (5, 4, 3, 2, 1)
COMMENT = Question("QID9", "comment", "TE", "Anything else that we should know?")
SURVEYS = (
    Survey("SV_business_relation", "Business relationship survey", (
        Question("QID1", "nps", "MC", "How likely are you to recommend us?", "nps", NUMBERS, tuple(range(11))),
        Question("QID2", "confidence", "MC", "I am confident that I chose right", "confidence", AGREEMENT, FIVE_DOWN),
        Question("QID3", "perception_trust", "Matrix", "Please tell us", "trust", AGREEMENT, FIVE_DOWN, "1"),
        Question("QID3", "perception_felt", "Matrix", "Please tell us", "felt_understood", AGREEMENT, FIVE_DOWN, "2"),
        Question("QID3", "perception_rel", "Matrix", "Please tell us", "relevance", AGREEMENT, FIVE_DOWN, "3"),
        Question("QID3", "perception_comp", "Matrix", "Please tell us", "competence", AGREEMENT, FIVE_DOWN, "4"),
        Question("QID4", "industry", "MC", "Your industry", "", INDUSTRIES, (1, 2, 3, 4)),
        COMMENT,
    )),
    Survey("SV_business_contact", "Business survey after contact", (
        Question("QID1", "csat", "MC", "How satisfied are you?", "csat", AGREEMENT, FIVE_DOWN),
        Question("QID2", "effort", "MC", "How hard was it?", "ces", EASE, (7, 6, 5, 4, 3, 2, 1), is_turned=True),
        Question("QID3", "solved", "MC", "Is it solved?", "solved", ("Yes", "No"), (1, 0)),
        COMMENT,
    )),
    Survey("SV_exit", "Exit survey", (
        Question("QID1", "reason", "MC", "Why did you decide against us?", "", tuple(EXIT_REASONS.values()),
                 tuple(range(1, len(EXIT_REASONS) + 1))),
        COMMENT,
    )),
)  # fmt: skip
RELATION, CONTACT, EXIT = range(3)
ROW_TAGS = {"1": "trust", "2": "felt_understood", "3": "relevance", "4": "competence"}


def contact_ids(numbers: Array) -> pa.Array:
    """Identifiers of customers in the directory."""
    return numbered("CID_", numbers, 7)


def is_business(world: World, customer: Array) -> Array:
    """Which customers belong to the segments that this tool asks."""
    business: Array = np.isin(world.population.segment[customer], [SEGMENTS.index(name) for name in BUSINESS])
    return business


def after_contact(world: World) -> tuple[Respondents, Array]:
    """(who answered after a helpdesk ticket was solved, number of the ticket)."""
    talk = converse(world, "zendesk", places=0)
    threads = talk.threads
    rng = world.rng(f"{SOURCE} after contact")
    at = np.floor(threads.solved_at + rng.uniform(2 * 3600, 2 * DAY, len(threads)))
    is_asked = np.isfinite(at) & (at < END) & (threads.stage >= 0) & ~threads.is_proactive
    is_asked &= is_business(world, threads.customer)
    rows = np.flatnonzero(is_asked & (rng.random(len(threads)) < truths.VENDOR_AFTER_CONTACT_SHARE))
    return Respondents(threads.customer[rows], at[rows], threads.stage[rows]), ticket_ids(talk)[rows]


def leavers(world: World) -> Respondents:
    """Business customers who did not buy and said why."""
    people = world.population
    rng = world.rng(f"{SOURCE} exit")
    left_at = np.floor(people.bounds[:, CONVERSION + 1] + rng.uniform(DAY, 5 * DAY, people.customers))
    is_asked = ~people.is_converted & (left_at >= START) & (left_at < END)
    is_asked &= is_business(world, np.arange(people.customers))
    rows = np.flatnonzero(is_asked & (rng.random(people.customers) < truths.EXIT_ANSWERED_SHARE))
    return Respondents(rows, left_at[rows], np.full(len(rows), CONVERSION))


def gathered(world: World) -> tuple[Respondents, Array, Array]:
    """(everybody who answered in order of time, position in SURVEYS, ticket or -1)."""
    helped, ticket = after_contact(world)
    parts = (respondents(world, "relationship", BUSINESS), helped, leavers(world))
    who = Respondents(*(np.concatenate([getattr(part, name) for part in parts])
                        for name in ("customer", "at", "stage")))  # fmt: skip
    survey = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    tickets = np.full(len(who), -1)
    tickets[survey == CONTACT] = ticket
    kept = np.flatnonzero(~is_lost(world.rng(f"{SOURCE} outage"), SOURCE, who.at))
    order = kept[np.lexsort((who.customer[kept], who.at[kept]))]
    return who.take(order), survey[order], tickets[order]


def choices(world: World, rng: np.random.Generator, question: Question, who: Respondents, mood: Array) -> Array:
    """Which choice each respondent takes: its place among those shown."""
    if not question.measure:
        shares = truths.EXIT_REASON_SHARE if question.tag == "reason" else dict.fromkeys(INDUSTRIES, 1.0)
        return draw(rng, shares, len(who))
    score = score_of(rng, question.measure, who.stage, world.population.segment[who.customer], who.at, mood)
    low, high = truths.SCALES[question.measure]
    number = low + high - score if question.is_turned else score
    place = np.zeros(max(question.recode) + 1, int)
    place[list(question.recode)] = np.arange(len(question.recode))
    chosen: Array = place[number.astype(int)]
    return chosen


def question_responses(world: World, who: Respondents, survey: Array, response: pa.Array) -> pa.Table:
    """The table `question_response`: choices by their key, and comments in the language of the customer."""
    rng = world.rng(f"{SOURCE} answers")
    people = world.population
    parts: list[dict[str, pa.Array]] = []
    for number, asked in enumerate(SURVEYS):
        rows = np.flatnonzero(survey == number)
        part, mood = who.take(rows), rng.random(len(rows))
        is_good = mood < 0.6
        for position, question in enumerate(asked.questions):
            if question.kind == "TE":
                chosen = np.flatnonzero(rng.random(len(rows)) < truths.TEXT_ANSWER_SHARE)
                # Who leaves says what was wrong.
                tone = is_good[chosen] & (number != EXIT)
                german = people.is_german[part.customer[chosen]]
                key = pa.nulls(len(chosen), pa.string())
                text = survey_words(rng, tone, np.ones(len(chosen), bool), german)
            else:
                place = choices(world, rng, question, part, mood)
                if position == 0:
                    is_good = place >= 7 if question.tag == "nps" else place < 2
                answered = (rng.random(len(rows)) < truths.QUESTION_ANSWERED_SHARE) | (position == 0)
                chosen = np.flatnonzero(answered)
                key = numbered("", place[chosen] + 1, 1)
                text = labels(question.labels, place[chosen])
            size = len(chosen)
            parts.append({
                "response_id": response.take(pa.array(rows[chosen])),
                "question_id": constant(question.question_id, size),
                "question": constant(question.text, size),
                "sub_question_key": constant(question.row or None, size, pa.string()),
                "sub_question_text": constant(ROW_TAGS.get(question.row), size, pa.string()),
                "question_option_key": key,
                "value": key,
                "text": text,
                "_fivetran_synced": times(delivered(part.at[chosen])),
            })  # fmt: skip
    columns = {name: pa.concat_arrays([part[name] for part in parts]) for name in parts[0]}
    columns["_fivetran_id"] = numbered("qr_", np.arange(len(columns["question_id"])) + 1, 9)
    return conform(SOURCE, "question_response", columns)


def structure() -> dict[str, pa.Table]:
    """Surveys, their questions, the rows of the matrix and the choices."""
    synced = START - 30 * DAY
    questions: dict[tuple[str, str], Question] = {}
    rows, options = [], []
    for survey in SURVEYS:
        for question in survey.questions:
            is_new = (survey.survey_id, question.question_id) not in questions
            questions.setdefault((survey.survey_id, question.question_id), question)
            if question.row:
                rows.append((survey.survey_id, question.question_id, question.row, ROW_TAGS[question.row]))
            if is_new:
                options += [
                    (survey.survey_id, question.question_id, str(place + 1), label, number)
                    for place, (label, number) in enumerate(zip(question.labels, question.recode, strict=True))
                ]

    def stamped(table: str, columns: dict[str, pa.Array]) -> pa.Table:
        size = len(next(iter(columns.values())))
        return conform(SOURCE, table, columns | {
            "_fivetran_deleted": constant(False, size), "_fivetran_synced": times(np.full(size, synced)),
        })  # fmt: skip

    listed = list(questions.items())
    return {
        "survey": stamped("survey", {
            "id": pa.array([survey.survey_id for survey in SURVEYS]),
            "survey_name": pa.array([survey.name for survey in SURVEYS]),
            "survey_status": constant("active", len(SURVEYS)),
            "project_category": constant("CX", len(SURVEYS)),
        }),
        "question": stamped("question", {
            "survey_id": pa.array([key[0] for key, _ in listed]),
            "id": pa.array([key[1] for key, _ in listed]),
            "question_text": pa.array([question.text for _, question in listed]),
            "question_type": pa.array([question.kind for _, question in listed]),
            "data_export_tag": pa.array(["perception" if question.row else question.tag for _, question in listed]),
        }),
        "sub_question": stamped("sub_question", {
            "survey_id": pa.array([row[0] for row in rows]),
            "question_id": pa.array([row[1] for row in rows]),
            "key": pa.array([row[2] for row in rows]),
            "text": pa.array([row[3] for row in rows]),
            "choice_data_export_tag": pa.array([row[3] for row in rows]),
        }),
        "question_option": stamped("question_option", {
            "survey_id": pa.array([option[0] for option in options]),
            "question_id": pa.array([option[1] for option in options]),
            "key": pa.array([option[2] for option in options]),
            "text": pa.array([option[3] for option in options]),
            "recode_value": pa.array([option[4] for option in options], pa.int64()),
        }),
    }  # fmt: skip


def invitations(world: World, who: Respondents, survey: Array, response: pa.Array) -> dict[str, pa.Table]:
    """Weekly waves of every survey with a reminder each; most who were invited did not answer."""
    rng = world.rng(f"{SOURCE} invitations")
    quiet = silent(world, SOURCE, who, truths.SURVEY_ANSWERED_SHARE[SOURCE])
    asked_in = np.concatenate([survey, survey[rng.integers(0, len(survey), len(quiet))]])
    customer = np.concatenate([who.customer, quiet.customer])
    answered_at = np.concatenate([who.at, np.full(len(quiet), np.nan)])
    around = np.concatenate([who.at, quiet.at])
    week = np.floor((around - START) / WEEK).astype(int)
    sent_at = np.maximum(np.floor(around - rng.uniform(3600, 5 * DAY, len(around))), START)
    row = np.concatenate([np.arange(len(who)), np.full(len(quiet), -1)])
    waves = int(week.max()) + 1
    wave = asked_in * waves + week
    # One invitation per person and wave: of several the answered one.
    order = np.lexsort((sent_at, row < 0))
    _, first = np.unique(wave[order] * 10_000_000 + customer[order], return_index=True)
    kept = np.sort(order[first])
    is_late = rng.random(len(kept)) < truths.SURVEY_REMINDED_SHARE
    reminded_at = sent_at[kept] + 4 * DAY
    again = np.flatnonzero(is_late & (reminded_at < END) & ~(answered_at[kept] < reminded_at))
    count = len(SURVEYS) * waves
    source = np.concatenate([kept, kept[again]])
    at = np.concatenate([sent_at[kept], reminded_at[again]])
    is_reminder = np.arange(len(source)) >= len(kept)
    numbers = np.arange(2 * count)
    wave_sent = START + (numbers % waves) * WEEK + np.where(numbers >= count, 4 * DAY, 0)
    distribution = numbered("EMD_", numbers, 5)
    synced = times(delivered(np.fmax(at, np.where(np.isfinite(answered_at[source]), answered_at[source], at))))
    answering = np.where(is_reminder, -1, row[source])
    return {
        "distribution": conform(SOURCE, "distribution", {
            "id": distribution,
            "survey_link_survey_id": labels([survey.survey_id for survey in SURVEYS], numbers % count // waves),
            "parent_distribution_id": numbered("EMD_", np.where(numbers >= count, numbers - count, -1), 5),
            "request_type": labels(("Invite", "Reminder"), (numbers >= count).astype(int)),
            "request_status": constant("Done", len(numbers)),
            "send_date": times(wave_sent),
            "_fivetran_deleted": constant(False, len(numbers)),
            "_fivetran_synced": times(delivered(wave_sent)),
        }),
        "distribution_contact": conform(SOURCE, "distribution_contact", {
            "distribution_id": numbered("EMD_", wave[source] + np.where(is_reminder, count, 0), 5),
            "contact_id": contact_ids(customer[source]),
            "response_id": response.take(pa.array(answering.clip(min=0), mask=answering < 0)),
            "status": labels(("SurveyFinished", "EmailSent"), (answering < 0).astype(int)),
            "sent_at": times(at),
            "response_completed_at": times(answered_at[source], answering >= 0),
            "_fivetran_synced": synced,
        }),
        "directory_contact": directory(world, np.unique(customer)),
    }  # fmt: skip


def directory(world: World, customers: Array) -> pa.Table:
    """The table `directory_contact`."""
    people = world.population
    size = len(customers)
    is_linked = world.rng(f"{SOURCE} directory").random(size) < truths.DIRECTORY_LINKED_SHARE
    return conform(SOURCE, "directory_contact", {
        "id": contact_ids(customers),
        "directory_id": constant("POOL_1", size),
        "email": people.emails.take(pa.array(customers)),
        "ext_ref": pc.if_else(pa.array(is_linked), customer_ids(customers), pa.scalar(None, pa.string())),
        "directory_unsubscribed": constant(False, size),
        "creation_date": times(np.full(size, START - 30 * DAY)),
        "_fivetran_deleted": constant(False, size),
        "_fivetran_synced": times(delivered(np.full(size, START - 30 * DAY))),
    })  # fmt: skip


def tables(world: World) -> dict[str, pa.Table]:
    """Every table of the contract, by name."""
    people = world.population
    who, survey, ticket = gathered(world)
    size = len(who)
    rng = world.rng(f"{SOURCE} responses")
    response = numbered("R_", np.arange(size) + 1, 8)
    seconds = np.floor(rng.uniform(60, 900, size))
    synced = times(delivered(who.at))
    ticketed = np.flatnonzero(ticket >= 0)
    touchpoints = [*(TOUCHPOINTS[name] for name in STAGES), "support"]
    touchpoint = labels(touchpoints, np.where(ticket >= 0, len(STAGES), who.stage))
    fields = {
        "journey_stage": (np.arange(size), labels(STAGES, who.stage)),
        "segment": (np.arange(size), labels(SEGMENTS, people.segment[who.customer])),
        "touchpoint": (np.arange(size), touchpoint),
        "ticket_id": (ticketed, numbered("", ticket[ticketed], 1)),
    }
    return {
        **structure(),
        "survey_response": conform(SOURCE, "survey_response", {
            "id": response,
            "survey_id": labels([item.survey_id for item in SURVEYS], survey),
            "status": constant("0", size),
            "distribution_channel": constant("email", size),
            "recipient_email": people.emails.take(pa.array(who.customer)),
            "user_language": labels(("EN", "DE"), people.is_german[who.customer].astype(int)),
            "progress": integers(np.full(size, 100)),
            "duration_in_seconds": integers(seconds),
            "finished": flags(np.ones(size, bool)),
            "start_date": times(np.floor(who.at) - seconds),
            "end_date": times(np.floor(who.at)),
            "recorded_date": times(np.floor(who.at) + 1),
            "last_modified_date": times(np.floor(who.at) + 1),
            "_fivetran_deleted": constant(False, size),
            "_fivetran_synced": synced,
        }),
        "question_response": question_responses(world, who, survey, response),
        "survey_embedded_data": conform(SOURCE, "survey_embedded_data", {
            "response_id": pa.concat_arrays([response.take(pa.array(rows)) for rows, _ in fields.values()]),
            "key": pa.concat_arrays([constant(name, len(rows)) for name, (rows, _) in fields.items()]),
            "value": pa.concat_arrays([values for _, values in fields.values()]),
            "_fivetran_synced": pa.concat_arrays([synced.take(pa.array(rows)) for rows, _ in fields.values()]),
        }),
        **invitations(world, who, survey, response),
    }  # fmt: skip
