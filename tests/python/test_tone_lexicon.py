"""What the lexicon reads from a text (D26), through landing and the real models.

Expected values: the anchors of the rubric ("Sorry about that. I'll help fix it now" is high on acknowledgment and low
on clarity; naming the issue, the timeline and a fallback scores 4 to 5), and seeds/scoring/tone_rubric.csv by hand.
"""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
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
    "german": ("de", "Es tut mir leid, ich kümmere mich sofort darum."),
    "no_words": ("en", "..."),
    "inside_a_word": ("en", "The unsorryable file."),
}


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    folder = tmp_path_factory.mktemp("tone")
    landing = folder / "raw" / "landing"
    landing.mkdir(parents=True)
    threads = [{"thread_id": key, "channel": "email", "created_at": "2026-01-05 10:00:00"} for key in ANSWERS]
    messages = [
        row
        for key, (language, body) in ANSWERS.items()
        for row in (
            _message(key, "question", "customer", "2026-01-05 10:00:00", language, "Hello?"),
            _message(key, "answer", "human_agent", "2026-01-05 12:00:00", language, body),
        )
    ]
    _write(landing / "threads.jsonl", threads)
    _write(landing / "messages.jsonl", messages)
    workplace = Workplace(folder, folder / "raw")
    landed = workplace.land()
    assert landed.returncode == 0, landed.stdout + landed.stderr
    built = workplace.dbt("build", "--select", "+fct_messages", "--resource-type", "model", "--resource-type", "seed")
    assert built.returncode == 0, built.stdout[-3000:]
    with duckdb.connect(str(workplace.warehouse), read_only=True) as connection:
        frame = connection.sql(
            "select m.*, i.native_message_id from marts.fct_messages m join intermediate.int_messages i "
            "using (message_id) where m.author_role = 'human_agent'"
        ).df()
    return {str(row["native_message_id"]).removesuffix(":answer"): dict(row) for _, row in frame.iterrows()}


def _message(thread: str, name: str, role: str, sent_at: str, language: str, body: str) -> dict[str, str]:
    return {
        "message_id": f"{thread}:{name}",
        "thread_id": thread,
        "author_role": role,
        "sent_at": sent_at,
        "language": language,
        "body": body,
    }


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def test_the_vague_anchor_is_high_on_acknowledgment_and_low_on_clarity(read: dict[str, dict[str, object]]) -> None:
    # acknowledgment 1 + 2 ("sorry about") + 1 (apology); clarity 1; accountability 1 + 2 ("i'll help") + 1 (apology)
    scores = read["anchor_vague"]
    assert scores["acknowledgment_score"] == 4
    assert scores["clarity_score"] == 1
    assert scores["accountability_score"] == 4


def test_naming_issue_timeline_and_fallback_scores_four_to_five(read: dict[str, dict[str, object]]) -> None:
    scores = read["anchor_specific"]
    assert scores["acknowledgment_score"] == 5
    assert scores["clarity_score"] == 5
    assert scores["has_next_step"]
    assert scores["has_timeline"]


def test_blame_costs_accountability_and_appropriateness(read: dict[str, dict[str, object]]) -> None:
    scores = read["blame"]
    assert scores["has_blame"]
    assert scores["accountability_score"] == 1
    assert scores["appropriateness_score"] == 2


def test_a_stock_phrase_of_empathy_is_told_apart(read: dict[str, dict[str, object]]) -> None:
    assert read["stock_phrase"]["has_empathy_phrase"]
    assert not read["anchor_specific"]["has_empathy_phrase"]


def test_typographic_apostrophes_read_like_plain_ones(read: dict[str, dict[str, object]]) -> None:
    assert read["curly_apostrophe"]["reassurance_score"] == 3


def test_patterns_match_whole_words_only(read: dict[str, dict[str, object]]) -> None:
    assert not read["inside_a_word"]["has_apology"]


@pytest.mark.parametrize("answer", ["german", "no_words"])
def test_what_cannot_be_read_is_null_and_not_neutral(read: dict[str, dict[str, object]], answer: str) -> None:
    scores = read[answer]
    assert scores["tone_alignment_score"] != scores["tone_alignment_score"], "expected null"
    assert scores["tone_method"] is None


def test_the_alignment_score_is_the_mean_of_the_items_on_0_to_100(read: dict[str, dict[str, object]]) -> None:
    # items 4, 1, 2, 4, 5: mean 3.2; reassurance is 1 + 1 for ownership
    assert read["anchor_vague"]["tone_alignment_score"] == pytest.approx(100 * (3.2 - 1) / 4)
