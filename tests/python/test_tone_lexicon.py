"""What the lexicon reads from a text (D26), through landing and the real models.

Examples of every act, shown and nearly shown, are rows of tests/fixtures/tone_examples.csv.
Expected values: the anchors of the rubric ("Sorry about that. I'll help fix it now" is high on acknowledgment and low
on clarity; naming the issue, the timeline and a fallback scores 4 to 5), and seeds/scoring/tone_rubric.csv by hand.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from tests.python.pipeline import Workplace

ANSWERS = {
    "anchor_vague": ("en", "Sorry about that. I'll help fix it now."),
    "anchor_specific": (
        "en",
        "I'm sorry that your invoice was charged twice. I have refunded the second payment; it is back on your card "
        "within three business days. If it doesn't show by Friday, please reply here and I will call the bank myself.",
    ),
    "blame": ("en", "You should have read the manual. As already stated, this is user error."),
    "stock_phrase": ("en", "We apologize for any inconvenience. Your satisfaction is very important to us."),
    "curly_apostrophe": ("en", "We\u2019re here to help, don\u2019t worry."),
    "over_familiar": ("en", "Hey buddy! lol no worries mate"),
    "german": ("de", "Es tut mir leid, dass Ihre Rechnung falsch ist. Ich habe sie storniert."),
    "german_promise": ("de", "Die Antwort kommt innerhalb von zwei bis drei Werktagen."),
    "russian": ("ru", "Здравствуйте, мы проверим."),
    "instant_and_empty": ("en", "Thank you for your message. Your satisfaction is important to us."),
    "receipt": ("en", "Kindly be informed that your ticket has been assigned."),
    "statement": (
        "en",
        "Hello Anna, the header of version four carries both fields since spring.",
    ),
    "no_words": ("en", "..."),
    "inside_a_word": ("en", "The unsorryable file."),
}


PROJECT_DIR = Path(__file__).resolve().parents[2]
with (PROJECT_DIR / "tests" / "fixtures" / "tone_examples.csv").open(encoding="utf-8", newline="") as file:
    EXAMPLES = list(csv.DictReader(file))
with (PROJECT_DIR / "tests" / "fixtures" / "survey_text_examples.csv").open(encoding="utf-8", newline="") as file:
    OPEN_ANSWERS = list(csv.DictReader(file))
Reading = dict[str, dict[str, object]]


@pytest.fixture(scope="module")
def read(built: Path) -> Reading:
    """The facts of each answer, by its name."""
    with duckdb.connect(str(built), read_only=True) as connection:
        frame = connection.sql(
            "select m.*, i.native_message_id, x.promised_seconds from marts.fct_messages m join "
            "intermediate.int_messages i using (message_id) join intermediate.int_message_text x using (message_id) "
            "where m.author_role = 'human_agent'"
        ).df()
    return {str(row["native_message_id"]).removesuffix(":answer"): dict(row) for _, row in frame.iterrows()}


@pytest.fixture(scope="module")
def shown(built: Path) -> Reading:
    """What int_message_text reads from each example, by its number."""
    with duckdb.connect(str(built), read_only=True) as connection:
        frame = connection.sql(
            "select x.*, i.native_message_id from intermediate.int_message_text x "
            "join intermediate.int_messages i using (message_id) where i.native_message_id like 'example%'"
        ).df()
    return {str(row["native_message_id"]): dict(row) for _, row in frame.iterrows()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tone")
    landing = folder / "raw" / "landing"
    landing.mkdir(parents=True)
    threads = [{"thread_id": key, "channel": "email", "created_at": "2026-01-05 10:00:00"} for key in ANSWERS]
    messages = [
        row
        for key, (language, body) in ANSWERS.items()
        for row in (
            _message(key, "question", "customer", "2026-01-05 10:00:00", language, "Hello?"),
            _message(
                key,
                "answer",
                "human_agent",
                "2026-01-05 10:00:02" if key == "instant_and_empty" else "2026-01-05 12:00:00",
                language,
                body,
            ),
        )
    ]
    threads.append({"thread_id": "examples", "channel": "email", "created_at": "2026-01-05 10:00:00"})
    messages += [
        {
            **_message("examples", "", "customer", "2026-01-05 10:00:00", row["language"], row["text"]),
            "message_id": f"example{number}",
        }
        for number, row in enumerate(EXAMPLES)
    ]
    users = [{"user_id": f"speaks_{language}", "role": "customer", "language": language} for language in ("en", "de")]
    answers = [
        {
            "response_id": f"answer{number}",
            "survey_id": "open",
            "user_id": f"speaks_{row['language']}",
            "measure": "csat",
            "score": 3,
            "scale_min": 1,
            "scale_max": 5,
            "answer_text": row["text"],
            "submitted_at": "2026-01-05 11:00:00",
        }
        for number, row in enumerate(OPEN_ANSWERS)
    ]
    _write(landing / "users.jsonl", users)
    _write(landing / "survey_responses.jsonl", answers)
    _write(landing / "threads.jsonl", threads)
    _write(landing / "messages.jsonl", messages)
    workplace = Workplace(folder, folder / "raw")
    landed = workplace.land()
    assert landed.returncode == 0, landed.stdout + landed.stderr
    wanted = ["--select", "+fct_messages", "+fct_survey_themes", "+fct_survey_texts"]
    built = workplace.dbt("build", *wanted, "--resource-type", "model", "--resource-type", "seed")
    assert built.returncode == 0, built.stdout[-3000:]
    return workplace.warehouse


def _message(thread: str, name: str, role: str, sent_at: str, language: str, body: str) -> dict[str, str]:
    return {
        "message_id": f"{thread}:{name}",
        "thread_id": thread,
        "author_role": role,
        "sent_at": sent_at,
        "language": language,
        "body": body,
    }


def _write(path: Path, rows: Sequence[Mapping[str, object]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def test_the_vague_anchor_is_high_on_acknowledgment_and_low_on_clarity(read: Reading) -> None:
    # acknowledgment 1 + 2 ("sorry about") + 1 (apology); clarity and specificity 1: "i'll help" takes the matter on but
    # names no step; accountability 2 + 1 ("i'll help") + 1 (apology)
    scores = read["anchor_vague"]
    assert scores["acknowledgment_score"] == 4
    assert scores["clarity_score"] == 1
    assert scores["specificity_score"] == 1
    assert scores["accountability_score"] == 4


def test_naming_issue_timeline_and_fallback_scores_four_to_five(read: Reading) -> None:
    scores = read["anchor_specific"]
    assert scores["acknowledgment_score"] == 5
    assert scores["clarity_score"] == 5
    assert scores["specificity_score"] == 5
    assert float(str(scores["reassurance_score"])) >= 4
    assert scores["has_next_step"]
    assert scores["has_timeline"]


def test_blame_costs_accountability_and_appropriateness(read: Reading) -> None:
    scores = read["blame"]
    assert scores["has_blame"]
    # 2 - 2 is kept at 1; appropriateness 3 - 2
    assert scores["accountability_score"] == 1
    assert scores["appropriateness_score"] == 1


def test_a_stock_phrase_of_empathy_is_told_apart(read: Reading) -> None:
    assert read["stock_phrase"]["has_empathy_phrase"]
    assert not read["anchor_specific"]["has_empathy_phrase"]


def test_typographic_apostrophes_read_like_plain_ones(read: Reading) -> None:
    assert read["curly_apostrophe"]["reassurance_score"] == 3


def test_patterns_match_whole_words_only(read: Reading) -> None:
    assert not read["inside_a_word"]["has_apology"]


@pytest.mark.parametrize("answer", ["russian", "no_words"])
def test_what_cannot_be_read_is_null_and_not_neutral(read: Reading, answer: str) -> None:
    scores = read[answer]
    assert scores["tone_alignment_score"] != scores["tone_alignment_score"], "expected null"
    assert scores["tone_method"] is None


def test_the_tone_score_is_the_mean_of_the_items_on_0_to_100(read: Reading) -> None:
    # items 4, 1, 2, 4, 4: mean 3; reassurance is 1 + 1 for ownership, appropriateness 3 + 1 for the acknowledgment
    assert read["anchor_vague"]["tone_score"] == pytest.approx(100 * (3 - 1) / 4)


def test_the_alignment_score_is_what_the_situation_asks_for_less_what_is_missing(read: Reading) -> None:
    # No intent and no severity: acknowledgment 3, clarity 3, reassurance 2, accountability 3, appropriateness 3 are
    # expected. Items 4, 1, 2, 4, 4: two levels of clarity are missing (50), three items are one over (6.25 each).
    assert read["anchor_vague"]["tone_alignment_score"] == pytest.approx(100 - (50 + 3 * 6.25) / 5)


def test_german_is_scored_by_the_same_rubric(read: Reading) -> None:
    # acknowledgment 1 + 2 + 1 (apology) + 1 (the invoice is named) + 2 (performed) is kept at 5; clarity 1 + 1 (step)
    # + 2 (performed) + 1 (named)
    assert read["german"]["acknowledgment_score"] == 5
    assert read["german"]["clarity_score"] == 5
    assert read["german"]["is_useful"]


def test_a_german_promise_is_taken_at_its_longer_end(read: Reading) -> None:
    assert read["german_promise"]["promised_seconds"] == 3 * 86400


def test_a_two_second_reply_that_does_not_answer_is_a_fast_failure(read: Reading) -> None:
    assert read["instant_and_empty"]["is_useful"] == False  # noqa: E712
    assert read["instant_and_empty"]["is_fast_failure"] == True  # noqa: E712
    assert not read["receipt"]["is_fast_failure"]


def test_a_receipt_is_not_useful_and_a_plain_statement_is_unlabelled(read: Reading) -> None:
    assert read["receipt"]["is_useful"] == False  # noqa: E712
    assert read["statement"]["is_useful"] is pd.NA
    assert read["statement"]["useful_method"] is None


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_every_act_is_told_from_what_only_looks_like_it(shown: Reading, number: int) -> None:
    example = EXAMPLES[number]
    is_shown = shown[f"example{number}"][f"has_{example['signal']}"]
    assert str(bool(is_shown)).lower() == example["is_shown"], example


def test_every_signal_has_patterns_and_examples_in_both_languages() -> None:
    with (PROJECT_DIR / "seeds" / "scoring" / "message_signals.csv").open(encoding="utf-8", newline="") as file:
        signals = {row["signal"] for row in csv.DictReader(file)}
    with (PROJECT_DIR / "seeds" / "scoring" / "tone_signals.csv").open(encoding="utf-8", newline="") as file:
        patterns = {(row["language"], row["signal"]) for row in csv.DictReader(file)}
    wanted = {(language, signal) for language in ("en", "de") for signal in signals}
    assert patterns == wanted
    for is_shown in ("true", "false"):
        assert {(r["language"], r["signal"]) for r in EXAMPLES if r["is_shown"] == is_shown} == wanted


@pytest.mark.parametrize("number", range(len(OPEN_ANSWERS)))
def test_an_open_answer_is_read_as_people_read_it(built: Path, number: int) -> None:
    """Moods and themes as a person put them down beside each text, in words that the patterns were not written from."""
    example = OPEN_ANSWERS[number]
    key = hashlib.md5(f"landing|answer{number}".encode()).hexdigest()
    with duckdb.connect(str(built), read_only=True) as connection:
        text = connection.sql(f"select sentiment_score from marts.fct_survey_texts where text_id = '{key}'").fetchone()
        themes = connection.sql(f"select theme from marts.fct_survey_themes where text_id = '{key}'").fetchall()
    assert text is not None
    mood = None if text[0] is None else (text[0] > 0) - (text[0] < 0)
    assert mood == (int(example["mood"]) if example["mood"] else None), example["text"]
    assert {theme for (theme,) in themes} == set(example["themes"].split(";")) - {""}, example["text"]
