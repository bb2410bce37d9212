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
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import yaml

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
SCORED = {"dim_metrics", "dim_dates"}  # marts that the build itself makes, beside the areas journeys and empathy
SESSION_LATENCIES = [
    "first_response_business_seconds",
    "first_bot_response_seconds",
    "first_bot_response_business_seconds",
    "first_human_response_business_seconds",
    "resolution_seconds",
    "resolution_business_seconds",
    "time_to_confidence_seconds",
    "handle_seconds",
]
THREAD_LATENCIES = [
    "first_resolution_seconds",
    "first_resolution_business_seconds",
    "full_resolution_seconds",
    "full_resolution_business_seconds",
    "requester_wait_seconds",
    "requester_wait_business_seconds",
]
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
    # After the other draws, so that those stay as they were.
    drawn_later = np.random.default_rng(seed + 1)

    def flag(share: float, known: float = 1.0) -> pd.api.extensions.ExtensionArray:
        values = pd.array(drawn_later.random(session_count) < share, dtype="boolean")
        values[drawn_later.random(session_count) >= known] = pd.NA
        return values

    sessions = sessions.assign(
        severity=drawn_later.choice(["low", "normal", "high", "urgent"], session_count),
        ai_role=drawn_later.choice(["none", "first_response", "full_handling"], session_count),
        handoff_rule_count=drawn_later.integers(0, 2, session_count),
        promise_kept_count=drawn_later.integers(0, 3, session_count),
        promise_broken_count=drawn_later.integers(0, 2, session_count),
        is_escalated=flag(0.4),
        is_missed_handover=flag(0.1, known=0.9),
        has_bad_outcome=flag(0.2, known=0.9),
    )
    handoffs = sessions[["session_id", "customer_id"]].assign(
        handoff_id=[f"h{number}" for number in range(session_count)],
        announcement_method=drawn_later.choice(["announcement", "first_human_message"], session_count),
        target_seconds=target,
        handoff_seconds=np.where(drawn_later.random(session_count) < 0.1, np.nan, answered),
        context_completeness=drawn_later.integers(0, 5, session_count) / 4,
        handoff_quality_score=drawn_later.uniform(0, 100, session_count),
        is_abandoned=flag(0.1, known=0.9),
        is_clean=flag(0.5, known=0.8),
        is_restated=flag(0.2, known=0.9),
        is_followed_through=flag(0.8, known=0.9),
        is_too_early=flag(0.2, known=0.7),
        handoff_at=sessions["started_at"],
    )
    sessions["arrival_at"] = sessions["started_at"].mask(sessions["is_proactive"] & (rng.random(session_count) < 0.5))
    sessions = sessions.assign(**_latencies(drawn_later, SESSION_LATENCIES, session_count))
    sessions["auto_ack_at"] = sessions["started_at"].where(rng.random(session_count) < 0.3)

    message_count = 3 * session_count
    of_session = rng.integers(0, session_count, message_count)
    messages = pd.DataFrame(
        {
            "message_id": [f"m{number}" for number in range(message_count)],
            "session_id": sessions["session_id"].to_numpy()[of_session],
            "thread_id": [f"t{number}" for number in of_session],
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
            **_latencies(rng, ["reply_seconds", "reply_business_seconds", "generation_ms"], message_count),
        }
    )
    threads = sessions[["customer_id", "journey_stage", "segment"]].assign(
        thread_id=[f"t{number}" for number in range(session_count)],
        is_one_touch=rng.random(session_count) < 0.4,
        resolution_count=rng.integers(0, 3, session_count),
        reopen_count=(rng.random(session_count) < 0.1).astype(int),
        is_resolved=sessions["is_resolved"],
        sla_met_count=rng.integers(0, 3, session_count),
        sla_breach_count=rng.integers(0, 2, session_count),
        created_at=sessions["started_at"],
        **_latencies(rng, THREAD_LATENCIES, session_count),
    )
    asked = rng.integers(0, session_count, 2 * session_count)
    measure = rng.choice(list(SCALES), len(asked))
    lowest, highest = (np.array([SCALES[name][end] for name in measure], dtype=float) for end in (0, 1))
    answers = pd.DataFrame(
        {
            "answer_id": [f"a{number}" for number in range(len(asked))],
            "session_id": sessions["session_id"].to_numpy()[asked],
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
    handoffs = handoffs.assign(
        thread_id=threads["thread_id"],
        **_latencies(drawn_later, ["queue_seconds", "max_silence_seconds", "resolution_seconds"], session_count),
    )
    handoffs["first_human_message_at"] = handoffs["handoff_at"] + pd.to_timedelta(handoffs["handoff_seconds"], unit="s")
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
    for name, share in SESSION_FLAGS.items():
        sessions[name] = pd.array(tone.random(session_count) < share, dtype="boolean")
        sessions.loc[tone.random(session_count) < 0.2, name] = pd.NA
    messages["turn_index"] = tone.integers(1, 4, message_count)
    messages["has_question"] = tone.random(message_count) < 0.3
    for name, share in MESSAGE_FLAGS.items():
        messages[name] = pd.array(tone.random(message_count) < share, dtype="boolean")
        messages.loc[tone.random(message_count) < 0.2, name] = pd.NA
    written = np.random.default_rng([seed, 2])
    texts = answers[["customer_id", "journey_stage", "segment", "submitted_at"]].assign(
        text_id=[f"x{number}" for number in range(len(answers))],
        text_kind=written.choice(["open_text", "exit_reason"], len(answers), p=[0.95, 0.05]),
        is_positive=pd.array(written.random(len(answers)) < 0.7, dtype="boolean"),
    )
    texts["customer_id"] = texts["customer_id"].fillna("unknown " + texts["text_id"])
    texts.loc[written.random(len(answers)) < 0.1, "is_positive"] = pd.NA
    leads, opportunities, changes = _pipeline(np.random.default_rng([seed, 3]), customers, segments)
    return {
        "marts.fct_leads": leads,
        "marts.fct_opportunities": opportunities,
        "intermediate.int_opportunity_changes": changes,
        "marts.fct_sessions": sessions,
        "marts.fct_survey_texts": texts,
        "marts.fct_handoffs": handoffs,
        "marts.fct_messages": messages,
        "marts.fct_threads": threads,
        "marts.dim_channels": channels,
        **_business_facts(sessions, np.random.default_rng([seed, 2])),
        "intermediate.int_survey_answers": answers,
        "intermediate.int_usefulness_agreement": pd.DataFrame({"suppression_reason": pd.array([None], dtype="string")}),
        "intermediate.int_handoffs": handoffs,
        "intermediate.int_business_waits": pd.DataFrame(
            {"wait_id": handoffs["handoff_id"], "wait_type": "handoff", "business_seconds": handoffs["handoff_seconds"]}
        ),
        "intermediate.int_as_of": pd.DataFrame({"as_of_at": [AS_OF]}),
        # A run refuses to start where nothing has been landed.
        "raw_landing.messages": messages[["message_id"]],
    }


def _pipeline(
    rng: np.random.Generator, customers: np.ndarray[Any, Any], segments: np.ndarray[Any, Any]
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Leads, opportunities and their stages: those of the last weeks cannot be judged yet, some belong to nobody."""
    size = len(customers)
    length = (AS_OF - FIRST_DAY).total_seconds()
    lead_at = FIRST_DAY + pd.to_timedelta(rng.uniform(0, length, size).round(), unit="s")

    def judged(share: float, at: pd.Series | pd.DatetimeIndex, days: int) -> pd.api.extensions.ExtensionArray:
        values = pd.array(rng.random(size) < share, dtype="boolean")
        values[np.asarray(at > AS_OF - pd.Timedelta(days=days))] = pd.NA
        return values

    leads = pd.DataFrame(
        {
            "customer_id": customers,
            "journey_stage": rng.choice(["awareness", "consideration", "retention"], size, p=[0.5, 0.4, 0.1]),
            "segment": segments,
            "is_qualified": judged(0.6, lead_at, 45),
            "lead_at": lead_at,
        }
    )
    created_at = FIRST_DAY + pd.to_timedelta(rng.uniform(0, length, size).round(), unit="s")
    cycle = rng.lognormal(13.5, 0.8, size).round()
    closed_at = created_at + pd.to_timedelta(cycle, unit="s")
    is_closed = np.asarray(closed_at < AS_OF)
    is_won = pd.array(rng.random(size) < 0.5, dtype="boolean")
    is_won[~is_closed] = pd.NA
    opportunities = pd.DataFrame(
        {
            "opportunity_id": [f"o{number}" for number in range(size)],
            "customer_id": customers,
            "account_id": [f"acc{number // 3}" for number in range(size)],
            "journey_stage": rng.choice(["awareness", "consideration", "expansion"], size, p=[0.2, 0.6, 0.2]),
            "segment": segments,
            "currency": rng.choice(["EUR", "USD"], size, p=[0.9, 0.1]),
            "amount": rng.lognormal(8, 1, size).round(2),
            "cycle_seconds": np.where(is_closed, cycle, np.nan),
            "open_seconds": np.where(is_closed, np.nan, (AS_OF - created_at).total_seconds()),
            "is_closed": is_closed,
            "is_won": is_won,
            "is_qualified": judged(0.7, created_at, 30),
            "created_at": created_at,
            "closed_at": pd.Series(closed_at).where(is_closed),
        }
    )
    opportunities.loc[rng.random(size) < 0.05, "customer_id"] = None
    changes = pd.DataFrame(
        {
            "opportunity_id": opportunities["opportunity_id"],
            "change_seq": 1,
            "is_closed": False,
            "entered_at": created_at,
            "left_at": pd.Series(created_at + pd.to_timedelta(cycle / 2, unit="s")).where(is_closed),
        }
    )
    return leads, opportunities, changes


def _business_facts(sessions: pd.DataFrame, rng: np.random.Generator) -> dict[str, pd.DataFrame]:
    """What customers bought and whether they stayed, in the stages that the business metrics are used in."""
    known = sessions[sessions["customer_id"].notna()]

    def rows_in(*stages: str) -> pd.DataFrame:
        return known.loc[known["journey_stage"].isin(stages), ["customer_id", "journey_stage", "segment", "ended_at"]]

    def flag(size: int, share: float) -> pd.api.extensions.ExtensionArray:
        return pd.array(rng.random(size) < share, dtype="boolean")

    staying = rows_in("retention", "expansion")
    size = len(staying)
    is_retained = flag(size, 0.9)
    amount = rng.lognormal(4, 0.5, size).round(2)
    periods = staying.assign(
        customer_period_id=[f"p{number}" for number in range(size)],
        period_number=rng.integers(0, 6, size),
        monthly_amount_begin_eur=amount,
        monthly_amount_end_eur=np.where(is_retained.to_numpy(dtype=bool), amount, 0.0),
        is_active_at_begin=True,
        is_active_at_end=is_retained,
        is_retained=is_retained,
        has_cancelled=pd.array(~is_retained.to_numpy(dtype=bool), dtype="boolean"),
        has_upgraded=flag(size, 0.1),
    )
    renewals = staying.assign(
        renewal_id=[f"r{number}" for number in range(size)],
        is_renewed=flag(size, 0.9),
        has_payment_failure=flag(size, 0.1),
        final_at=staying["ended_at"],
    )
    buying = rows_in("onboarding", "retention", "expansion")
    size = len(buying)
    amount = rng.lognormal(4, 0.5, size).round(2)
    orders = buying.drop(columns="ended_at").assign(
        order_id=[f"o{number}" for number in range(size)],
        following_stage=buying["journey_stage"],
        amount_eur=amount,
        net_amount_eur=amount,
        is_recurring=False,
        is_refunded_30d=flag(size, 0.06),
        is_repeated_90d=flag(size, 0.3),
        refund_final_at=buying["ended_at"],
        repeat_final_at=buying["ended_at"],
    )
    coming = rows_in("awareness", "consideration", "conversion")
    ways = pd.concat([coming, coming.assign(episode_type="own")], ignore_index=True)
    kind = {"awareness": "stage", "consideration": "trial", "conversion": "checkout"}
    size = len(ways)
    conversions = ways.drop(columns="ended_at").assign(
        conversion_id=[f"w{number}" for number in range(size)],
        episode_type=np.where(ways["episode_type"].isna(), "stage", ways["journey_stage"].map(kind)),
        is_converted=flag(size, 0.5),
        is_evaluated=flag(size, 0.4),
        evaluation_final_at=ways["ended_at"],
        final_at=ways["ended_at"],
    )
    conversions.loc[conversions["journey_stage"] != "awareness", "is_evaluated"] = pd.NA
    return {
        "marts.fct_customer_periods": periods,
        "marts.fct_renewals": renewals.drop(columns="ended_at"),
        "marts.fct_orders": orders,
        "marts.fct_customer_conversions": conversions,
    }


def _latencies(rng: np.random.Generator, names: list[str], size: int) -> dict[str, np.ndarray[Any, Any]]:
    """Columns of whole seconds from 1 to about a day, one in five missing."""
    return {name: np.where(rng.random(size) < 0.2, np.nan, np.ceil(rng.lognormal(7, 1.5, size))) for name in names}


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
        complete_marts(connection)


def complete_marts(connection: duckdb.DuckDBPyConnection) -> None:
    """Give every mart that scoring reads the columns of its contract: what the facts do not tell is null or empty.

    So a new column or mart needs no line here before a test is about it.
    """
    for page in sorted((PROJECT_DIR / "models" / "marts").glob("*/_*__models.yml")):
        if page.parent.name in {"journeys", "empathy"}:
            continue
        for model in yaml.safe_load(page.read_text(encoding="utf-8"))["models"]:
            if model["name"] in SCORED:
                continue
            columns = [f'"{column["name"]}" {column["data_type"]}' for column in model["columns"]]
            connection.execute(f"create table if not exists marts.{model['name']} ({', '.join(columns)})")
            for column in columns:
                connection.execute(f"alter table marts.{model['name']} add column if not exists {column}")


def score(path: Path, threads: int = 4, target: Path | None = None) -> None:
    """Build seeds, scoring models and their singular tests on the file.

    target is dbt's working folder, beside the file by default; a second build in the folder of a first need not parse
    again. Raises AssertionError with dbt's output when a model or test fails.
    """
    models = ["path:models/intermediate/signals", "path:models/marts/journeys", "path:models/marts/empathy"]
    command = [
        *(sys.executable, "-c", "from dbt.cli.main import cli; cli()", "build"),
        *("--profiles-dir", "profiles", "--target", "ci", "--threads", str(threads)),
        *("--select", "path:seeds", *sorted(SCORED), *models, "path:tests/singular/empathy"),
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
