"""A raw zone that asks for the places where two SQL engines read the same input differently.

Belongs here: the demo at a small size, delivered in every form that landing takes, and rows written to be misread.
Does not belong here: any expectation.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Hashable, Mapping
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd

from demo.__main__ import write

MESSAGES = 8000
SEED = 11
# Each stands in two message bodies: letters outside ASCII, quotes of all kinds, line breaks, backslashes.
BODIES = [
    "Tut mir leid, dass Sie warten mussten – wir kümmern uns darum. Größe, Straße, ÄRGER, İstanbul!",  # noqa: RUF001 (the dash is the point)
    "I’m sorry that you’ve had to wait. We’ll look into it today, and I'll get back to you by 5:30.",  # noqa: RUF001 (so are the quotes)
    'She said "it doesn\'t work", twice.\nNew line; tab\there. C:\\temp\\new 100 % done?',
    "   ",
    "",
    "Thanks, Zoë! See https://example.org/a?b=c&d=ä or write to help@example.org. Case #4711, 1,234.50 EUR.",
    "👍🏽 naïve café… Does it work now?",
    "$1 \\1 {{ not_a_template }} %s %(x)s -- not a comment /* nor this */",
]
# Texts with | between them.
NUMBERS = "0.5| 0.25 |1e-3|.5|5.|1_000|0x1F|1d|2f|1,5|Infinity|inf|-inf|NaN|nan"
WHOLE_NUMBERS = "7| 7 |+7|7.0|7.9|1e3|1_000|9223372036854775808|٣|0007||-0|7\n"
TRUTH_VALUES = "true|TRUE| t |yes|Y|1|1.0|on|off|false|F|no|n|0|0.0|2|wahr"
COMMON_MOMENTS = ["2026-02-03 04:05:06.7", "2026-02-03T04:05:06+02:00", "2026-02-03 04:05:06 UTC", "13/45/2026"]
MOMENTS = [
    "2026-02-03 04:05:06",
    "2026-02-03 04:05:06.7",
    "2026-02-03T04:05:06.123456Z",
    "2026-02-03T04:05:06.123456789Z",
    "2026-02-03T04:05:06+02:00",
    "2026-02-03T04:05:06-0530",
    "2026-02-03T04:05:06+14",
    "2026-02-03T04:05:06+19:00",
    "2026-02-03 04:05:06 -0530",
    "2026-02-03T04:05Z",
    "2026-02-03 04:05:06 UTC",
    "2026-02-03 04:05:06 Europe/Berlin",
    " 2026-02-03 04:05:06 ",
    "2026-02-03 04:05",
    "2026-02-03",
    "2026-02-03\n",
    "2026-2-3 4:5:6",
    "2026-02",
    "2026",
    "04:05:06",
    "T04:05",
    "20260203",
    "20260203T040506Z",
    "2026/02/03 04:05:06",
    "03.02.2026 04:05",
    "02/03/2026",
    "2026-02-30 00:00:00",
    "2026-02-03 24:00:00",
    "2026-02-03 23:59:60",
    "1770091506",
    "epoch",
    "now",
    "today",
    "infinity",
    "0000-00-00 00:00:00",
    "0001-01-01 00:00:00",
    "9999-12-31 23:59:59",
    "10000-01-01 00:00:00",
    "-0044-03-15 00:00:00",
]
DAYS = "2026-02-03|2026-2-3|2026-02-03 04:05:06| 2026-02-03 |2026-02|03.02.2026|2026/02/03|2026-02-30|today"
AMOUNTS = "12.34| 12.34 |12.345|12.335|-0.005|1e2|1,234.50|12345678901234567.89|€5|1_0||.5|5."
LAST_DELIVERY = datetime(2030, 1, 1)


def write_raw_zone(raw_dir: Path) -> None:
    """Write the zone below raw_dir; the same bytes each time."""
    write(raw_dir, MESSAGES, SEED)
    landing = raw_dir / "landing"
    _messages_as_csv(landing)
    _answers_as_json_lines(landing)
    _users_in_parts(landing)
    _threads_to_the_nanosecond(landing)
    _events_to_the_microsecond(landing)
    _orders_as_csv(landing)
    _sends_as_csv(landing)
    _refunds_of_other_types(landing)
    _rates_of_other_types(landing)
    _holidays_as_csv(raw_dir)


def _texts(frame: pd.DataFrame) -> pd.DataFrame:
    """Every value as the text that an export writes; missing stays missing."""
    return frame.astype(object).where(frame.notna(), None).map(lambda value: None if value is None else str(value))


def _taken(landing: Path, table: str) -> pd.DataFrame:
    """The table as the demo wrote it; its file is removed, since a table has one form."""
    file = landing / f"{table}.parquet"
    frame = pd.read_parquet(file)
    file.unlink()
    return frame


def _variants(row: Mapping[Hashable, object], column: str, values: list[str], key: str) -> pd.DataFrame:
    """One copy of the row for each value, told apart by their keys."""
    return pd.DataFrame([{**row, column: value, key: f"{column}-{number}"} for number, value in enumerate(values)])


def _messages_as_csv(landing: Path) -> None:
    messages = _texts(_taken(landing, "messages"))
    public = messages[messages["is_public"] == "True"].reset_index(drop=True)
    for number, body in enumerate(BODIES):
        for role in ("customer", "human_agent"):
            of_role = messages.index[messages["author_role"] == role]
            messages.loc[of_role[number * 3 + 1], ["body", "language"]] = [body, ["de", "en", None][number % 3]]
    row = public.iloc[len(public) // 2].to_dict() | {"author_role": "human_agent"}
    strange = [
        _variants(row, "sent_at", COMMON_MOMENTS, "message_id"),
        _variants(row, "confidence", NUMBERS.split("|"), "message_id"),
        _variants(row, "knowledge_source_count", WHOLE_NUMBERS.split("|"), "message_id"),
        _variants(row, "is_human_approved", TRUTH_VALUES.split("|"), "message_id"),
        # A key in another case or with a space around is another key; a missing one is a row of the quarantine.
        pd.DataFrame([row | {"message_id": key} for key in ("Ä-1", "ä-1", " ä-1", "a'b", 'a"b', "a\\b", None)]),
    ]
    again = public.iloc[:5].assign(synced_at=str(LAST_DELIVERY), body="Delivered again, this wins. Sorry for that.")
    tied = public.iloc[5:8].assign(body="zzz Delivered twice at one moment.")
    pd.concat([messages, *strange, again, tied]).to_csv(landing / "messages.csv.gz", index=False)


def _answers_as_json_lines(landing: Path) -> None:
    answers = _taken(landing, "survey_responses")
    answers["answer_text"] = [BODIES[number % len(BODIES)] for number in range(len(answers))]
    answers["submitted_at"] = answers["submitted_at"].astype(str).where(answers["submitted_at"].notna(), None)
    lines = [json.loads(line) for line in answers.to_json(orient="records", lines=True, date_format="iso").splitlines()]
    first = next(line for line in lines if line["submitted_at"])
    strange = [
        first | {"response_id": "nested", "answer_text": {"a": [1, 2.0, None], "ä": "ö"}},
        first | {"response_id": "numeric text", "score": "4"},
        first | {"response_id": "no number", "score": "four"},
        first | {"response_id": 4711, "score": 1e-7},
        first | {"response_id": 4712.0, "is_solicited": 0},
        {"response_id": "few keys", "measure": "CSAT", "submitted_at": "2026-02-03T04:05:06.5Z", "score": 5},
        {"response_id": None, "measure": "csat", "submitted_at": "2026-02-03T04:05:06Z"},
    ]
    text = "".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines + strange)
    (landing / "survey_responses.jsonl").write_text(text, encoding="utf-8")


def _users_in_parts(landing: Path) -> None:
    users = _taken(landing, "users")
    folder = landing / "users"
    folder.mkdir()
    half = len(users) // 2
    # The first part lacks a column and has the others in another order.
    users.iloc[:half].drop(columns=["external_id"])[sorted(map(str, users.columns.drop("external_id")))].to_parquet(
        folder / "first.parquet", index=False
    )
    second = users.iloc[half:].reset_index(drop=True)
    second.loc[::3, "email"] = [f" Ümit.{user}@EXAMPLE.org" for user in second["user_id"][::3]]
    second.loc[1::3, "email"] = None
    second.to_parquet(folder / "second.parquet", index=False)


def _threads_to_the_nanosecond(landing: Path) -> None:
    threads = _taken(landing, "threads")
    threads["created_at"] = threads["created_at"].astype("datetime64[ns]") + pd.to_timedelta(123_456_789, unit="ns")
    threads["updated_at"] = threads["updated_at"].astype("datetime64[ns]").dt.tz_localize("UTC")
    threads.to_parquet(landing / "threads.parquet", index=False)


def _events_to_the_microsecond(landing: Path) -> None:
    events = _taken(landing, "thread_events")
    offsets = pd.to_timedelta(np.arange(len(events)) * 7919 % 1_000_000, unit="us")
    events["occurred_at"] = (events["occurred_at"].astype("datetime64[us]") + offsets).astype("datetime64[us]")
    events.to_parquet(landing / "thread_events.parquet", index=False)


def _orders_as_csv(landing: Path) -> None:
    orders = _texts(_taken(landing, "orders"))
    strange = _variants(orders.iloc[0].to_dict(), "amount", AMOUNTS.split("|"), "order_id")
    pd.concat([orders, strange]).to_csv(landing / "orders.csv", index=False, quoting=csv.QUOTE_ALL)


def _sends_as_csv(landing: Path) -> None:
    sends = _texts(_taken(landing, "marketing_sends"))
    strange = _variants(sends.iloc[0].to_dict(), "opened_at", MOMENTS, "send_id")
    pd.concat([sends, strange]).to_csv(landing / "marketing_sends.csv", index=False)


def _refunds_of_other_types(landing: Path) -> None:
    """Money in binary, and an order number that gaps have turned into a fraction."""
    refunds = _taken(landing, "refunds")
    refunds["amount"] = [[1.005, 2.675, -0.125, 1e-3, 1234567.891][number % 5] for number in range(len(refunds))]
    refunds["order_id"] = [[4711.0, 360000000034.0, 0.0, 0.5, None][number % 5] for number in range(len(refunds))]
    refunds.to_parquet(landing / "refunds.parquet", index=False)


def _rates_of_other_types(landing: Path) -> None:
    """Seconds since 1970 where a moment is due, and a day where a moment is due."""
    rates = _taken(landing, "cost_rates")
    rates["valid_to"] = 1_770_091_506
    rates.loc[2:, "valid_to"] = None
    rates["valid_from"] = rates["valid_from"].dt.date
    rates.astype({"valid_to": "Int64"}).to_parquet(landing / "cost_rates.parquet", index=False)


def _holidays_as_csv(raw_dir: Path) -> None:
    folder = next(path.parent for path in raw_dir.glob("*/schedule_holiday.parquet"))
    holidays = _texts(_taken(folder, "schedule_holiday"))
    strange = _variants(holidays.iloc[0].to_dict(), "start_date", DAYS.split("|"), "id").assign(
        id=lambda frame: [str(9000 + number) for number in range(len(frame))], end_date="2026-02-04"
    )
    pd.concat([holidays, strange]).to_csv(folder / "schedule_holiday.csv", index=False)
