"""A warehouse file with synthetic facts, scored by the project's own models.

Belongs here: the facts that the scoring models read, drawn from one seed, and the call of dbt that scores them.
Does not belong here: any expectation about the figures that come out.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

PROJECT_DIR = Path(__file__).resolve().parents[2]
AS_OF = pd.Timestamp("2026-07-20 12:00")
FIRST_DAY = pd.Timestamp("2026-01-05")
STAGES = ["awareness", "consideration", "conversion", "onboarding", "retention", "expansion", "unknown"]
STAGE_SHARES = [0.02, 0.05, 0.08, 0.2, 0.45, 0.1, 0.1]
SEGMENTS = ["consumer", "smb", "unknown"]
SEGMENT_SHARES = [0.6, 0.3, 0.1]
SCALES = {
    "csat": (1, 5),
    "nps": (0, 10),
    "ces": (1, 7),
    "confidence": (1, 5),
    "felt_understood": (1, 5),
    "solved": (0, 1),
}
CHANNELS = {"live_chat": (60.0, 300.0), "email": (14400.0, 28800.0)}
SESSION_FLAGS = {
    "has_over_apology": 0.05,
    "has_closing_check": 0.4,
    "has_empathy_prompt": 0.6,
    "is_capability_disclosed": 0.5,
    "is_reason_given": 0.5,
    "is_next_step_told": 0.8,
    "is_outage_reply_complete": 0.3,
}
MESSAGE_FLAGS = {
    "is_useful": 0.7,
    "is_followed_by_rephrase": 0.1,
    "is_too_instant_and_generic": 0.02,
    "is_within_channel_norm": 0.8,
}
SEEDS = [
    "metric_catalogue",
    "index_weights",
    "goalposts",
    "bands",
    "metric_parameters",
    "t_quantiles",
    "survey_measures",
    "intents",
    "metric_gates",
]


def synthetic_facts(session_count: int, seed: int) -> dict[str, pd.DataFrame]:
    """Facts by relation name ("schema.table"); customers have several sessions, and some sessions no known customer."""
    rng = np.random.default_rng(seed)
    customers = np.array([hashlib.md5(f"{seed}-{number}".encode()).hexdigest() for number in range(session_count // 3)])
    stages = rng.choice(STAGES, len(customers), p=STAGE_SHARES)
    segments = rng.choice(SEGMENTS, len(customers), p=SEGMENT_SHARES)
    drawn = rng.integers(0, len(customers), session_count)
    length = (AS_OF - FIRST_DAY).total_seconds()
    started = FIRST_DAY + pd.to_timedelta(np.sort(rng.uniform(0, length, session_count)).round(), unit="s")
    channel = rng.choice(list(CHANNELS), session_count)
    target = np.array([CHANNELS[name][0] for name in channel])
    answered = rng.lognormal(-0.5, 1, session_count) * target
    sessions = pd.DataFrame(
        {
            "session_id": [f"s{number}" for number in range(session_count)],
            "customer_id": customers[drawn],
            "channel": channel,
            # A customer moves on to another stage now and then.
            "journey_stage": np.where(
                rng.random(session_count) < 0.9, stages[drawn], rng.choice(STAGES, session_count)
            ),
            "segment": segments[drawn],
            "intent": rng.choice(["how_to", "outage", "complaint", ""], session_count, p=[0.5, 0.3, 0.05, 0.15]),
            "first_response_seconds": np.where(rng.random(session_count) < 0.05, np.nan, answered),
            "first_human_response_seconds": np.where(rng.random(session_count) < 0.4, np.nan, answered * 3),
            "is_proactive": rng.random(session_count) < 0.05,
            "is_resolved": rng.random(session_count) < 0.75,
            "is_repeat_contact_7d": pd.array(rng.random(session_count) < 0.15, dtype="boolean"),
            "started_at": started,
            "ended_at": started + pd.to_timedelta(rng.uniform(60, 172800, session_count).round(), unit="s"),
        }
    )
    sessions.loc[rng.random(session_count) < 0.02, "customer_id"] = None
    sessions.loc[sessions["intent"] == "", "intent"] = None
    sessions.loc[sessions["ended_at"] > AS_OF - pd.Timedelta(days=7), "is_repeat_contact_7d"] = pd.NA
    sessions["arrival_at"] = sessions["started_at"].mask(sessions["is_proactive"] & (rng.random(session_count) < 0.5))
    sessions["auto_ack_at"] = sessions["started_at"].where(rng.random(session_count) < 0.3)

    message_count = 3 * session_count
    of_session = rng.integers(0, session_count, message_count)
    messages = pd.DataFrame(
        {
            "message_id": [f"m{number}" for number in range(message_count)],
            "session_id": sessions["session_id"].to_numpy()[of_session],
            "customer_id": sessions["customer_id"].to_numpy()[of_session],
            "author_role": rng.choice(
                ["customer", "bot", "human_agent", "system"], message_count, p=[0.45, 0.2, 0.3, 0.05]
            ),
            "is_public": rng.random(message_count) < 0.9,
            "is_auto_acknowledgment": rng.random(message_count) < 0.05,
            "is_first_response": rng.random(message_count) < 0.3,
            "has_acknowledgment": pd.array(rng.random(message_count) < 0.6, dtype="boolean"),
            "has_next_step": pd.array(rng.random(message_count) < 0.5, dtype="boolean"),
            "tone_alignment_score": np.where(
                rng.random(message_count) < 0.1, np.nan, rng.uniform(0, 100, message_count)
            ),
            "sent_at": sessions["started_at"].to_numpy()[of_session],
        }
    )
    threads = sessions[["customer_id", "journey_stage", "segment"]].assign(
        thread_id=[f"t{number}" for number in range(session_count)],
        is_one_touch=rng.random(session_count) < 0.4,
        resolution_count=rng.integers(0, 3, session_count),
        reopen_count=(rng.random(session_count) < 0.1).astype(int),
        created_at=sessions["started_at"],
    )
    asked = rng.integers(0, session_count, 2 * session_count)
    measure = rng.choice(list(SCALES), len(asked))
    lowest, highest = (np.array([SCALES[name][end] for name in measure], dtype=float) for end in (0, 1))
    answers = pd.DataFrame(
        {
            "answer_id": [f"a{number}" for number in range(len(asked))],
            "customer_id": sessions["customer_id"].to_numpy()[asked],
            "measure": measure,
            "journey_stage": sessions["journey_stage"].to_numpy()[asked],
            "segment": sessions["segment"].to_numpy()[asked],
            "score": np.round(lowest + (highest - lowest) * rng.beta(3, 1.2, len(asked))),
            "scale_min": lowest,
            "scale_max": highest,
            "is_superseded": rng.random(len(asked)) < 0.02,
            "submitted_at": sessions["ended_at"].to_numpy()[asked],
        }
    )
    channels = pd.DataFrame(
        [(name, *targets, targets[1]) for name, targets in CHANNELS.items()],
        columns=[
            "channel",
            "first_response_target_seconds",
            "first_human_response_target_seconds",
            "useful_response_target_seconds",
        ],
    )
    # A generator of its own: what is drawn above stays as it was.
    tone = np.random.default_rng([seed, 1])
    sessions["useful_response_seconds"] = sessions["first_response_seconds"] * tone.integers(1, 4, session_count)
    sessions["customer_message_count"] = tone.integers(1, 5, session_count)
    sessions["rephrase_count"] = (tone.random(session_count) < 0.1).astype(int)
    for flag, share in SESSION_FLAGS.items():
        sessions[flag] = pd.array(tone.random(session_count) < share, dtype="boolean")
        sessions.loc[tone.random(session_count) < 0.2, flag] = pd.NA
    messages["turn_index"] = tone.integers(1, 4, message_count)
    messages["has_question"] = tone.random(message_count) < 0.3
    for flag, share in MESSAGE_FLAGS.items():
        messages[flag] = pd.array(tone.random(message_count) < share, dtype="boolean")
        messages.loc[tone.random(message_count) < 0.2, flag] = pd.NA
    return {
        "marts.fct_sessions": sessions,
        "marts.fct_messages": messages,
        "marts.fct_threads": threads,
        "marts.dim_channels": channels,
        "intermediate.int_survey_answers": answers,
        "intermediate.int_usefulness_agreement": pd.DataFrame({"suppression_reason": pd.array([None], dtype="string")}),
        "intermediate.int_as_of": pd.DataFrame({"as_of_at": [AS_OF]}),
        # A run refuses to start where nothing has been landed.
        "raw_landing.messages": messages[["message_id"]],
    }


def write_warehouse(path: Path, facts: dict[str, pd.DataFrame], shuffle_seed: int | None = None) -> None:
    """Write the facts to a new DuckDB file, in the order given or in another one."""
    with duckdb.connect(str(path)) as connection:
        connection.execute("set timezone = 'UTC'")
        for relation, frame in facts.items():
            rows = frame if shuffle_seed is None else frame.sample(frac=1, random_state=shuffle_seed)
            connection.execute(f"create schema if not exists {relation.split('.')[0]}")
            connection.register("rows_to_write", rows)
            connection.execute(f"create table {relation} as select * from rows_to_write")
            connection.unregister("rows_to_write")


def score(path: Path, threads: int = 4, target: Path | None = None) -> None:
    """Build seeds, scoring models and their singular tests on the file.

    target is dbt's working folder, beside the file by default; a second build in the folder of a first need not parse
    again. Raises AssertionError with dbt's output when a model or test fails.
    """
    models = ["path:models/intermediate/signals", "path:models/marts/journeys", "path:models/marts/empathy"]
    command = [
        *(sys.executable, "-c", "from dbt.cli.main import cli; cli()", "build"),
        *("--profiles-dir", "profiles", "--target", "ci", "--threads", str(threads)),
        *("--select", *SEEDS, "dim_metrics", *models, "path:tests/singular/empathy"),
        *("--exclude", "int_as_of", "--indirect-selection", "empty", "--exclude-resource-type", "unit_test"),
        *("--target-path", str(target or path.parent / "target"), "--log-path", str(path.parent / "logs")),
    ]
    environment = {
        **os.environ,
        "EMPATHY_WAREHOUSE": str(path),
        "EMPATHY_RAW_DIR": str(path.parent / "raw"),
        "PYTHONPATH": str(PROJECT_DIR),
    }
    finished = subprocess.run(command, cwd=PROJECT_DIR, env=environment, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stdout[-6000:] + finished.stderr[-2000:]
