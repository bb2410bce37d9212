"""The raw zone of the scenarios on which other packages and this one differ, written by hand.

Tickets 1 to 17 and 941606 in the tables and under the names that loaders land. Clock times are UTC, on 2026-01-05, a
Monday, unless a row says otherwise. `ticket_field_history` has no row of `assignee_id`, as in a helpdesk that never
assigned by hand.

Does not belong here: any expectation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

CUSTOMER, AGENT, SECOND_AGENT, FORMER_AGENT, BOT = 100, 200, 201, 202, 900000001
ALWAYS, OFFICE, CHICAGO, SAN_FRANCISCO = 1, 2, 3, 4

Row = dict[str, Any]


def at(text: str) -> datetime:
    """`09:10:30` on the day of the scenarios, or a full date and time."""
    return datetime.fromisoformat(text if len(text) > 8 else f"2026-01-05 {text}")


@dataclass(frozen=True)
class Ticket:
    """One ticket: who wrote when, and how its fields changed."""

    ticket_id: int
    created: str
    status: str
    comments: list[tuple[str, int, str, bool]]
    statuses: list[tuple[str, str]] = field(default_factory=list)
    ratings: list[tuple[str, str]] = field(default_factory=list)
    schedules: list[tuple[str, int]] = field(default_factory=list)
    submitter: int = CUSTOMER
    assignee: int | None = None


def asks(moment: str, body: str = "The export stops at page three, what can I do?") -> tuple[str, int, str, bool]:
    """A public comment of the customer."""
    return moment, CUSTOMER, body, True


def answers(moment: str, body: str, author: int = AGENT) -> tuple[str, int, str, bool]:
    """A public comment of an agent."""
    return moment, author, body, True


def notes(moment: str, body: str, author: int = AGENT) -> tuple[str, int, str, bool]:
    """An internal note."""
    return moment, author, body, False


TICKETS = [
    Ticket(
        1, "09:00:00", "solved",
        [asks("09:00:00"), answers("09:10:30", "Please clear the filter of the export page.")],
        [("09:00:00", "new"), ("09:10:30", "open"), ("09:30:45", "solved")],
        schedules=[("09:00:00", ALWAYS)],
    ),
    Ticket(
        2, "09:00:00", "solved",
        [
            asks("09:00:00"), answers("09:20:00", "Try the new exporter."), asks("10:30:00", "It failed once more."),
            answers("11:00:00", "The second exporter is repaired now."),
        ],
        [("09:00:00", "new"), ("09:21:00", "solved"), ("10:30:00", "open"), ("11:31:00", "solved")],
    ),
    Ticket(
        3, "09:00:00", "open",
        [asks("09:00:00"), answers("09:15:00", "The page is repaired."), asks("12:00:00", "It is broken again.")],
        [("09:00:00", "new"), ("09:20:00", "solved"), ("12:00:00", "open")],
    ),
    Ticket(4, "09:00:00", "closed", [asks("09:00:00")], [("09:00:00", "new"), ("09:40:00", "closed")]),
    Ticket(
        5, "09:00:00", "solved",
        [asks("09:00:00"), answers("09:10:00", "Your seat is moved to row 4."), asks("09:40:00", "Thank you so much!")],
        [("09:00:00", "new"), ("09:15:00", "solved"), ("09:40:00", "open"), ("09:50:00", "solved")],
    ),
    Ticket(6, "09:00:00", "solved", [asks("09:00:00")], [("09:00:00", "new"), ("09:40:00", "solved")]),
    Ticket(
        7, "09:00:00", "solved",
        [
            asks("09:00:00"), answers("09:00:20", "Open settings and choose billing to change the card.", BOT),
            answers("10:00:00", "I have changed the card for you."),
        ],
        [("09:00:00", "new"), ("10:05:00", "solved")],
    ),
    Ticket(
        8, "09:00:00", "solved",
        [asks("09:00:00"), answers("09:00:20", "Choose profile, then password, to set a new one.", BOT)],
        [("09:00:00", "new"), ("09:30:00", "solved")],
    ),
    Ticket(
        9, "09:00:00", "solved",
        [
            answers("09:00:00", "Your contract ends in May."), asks("09:30:00", "Can I renew it for a year?"),
            answers("09:45:00", "It is renewed for a year."),
        ],
        [("09:00:00", "open"), ("09:50:00", "solved")],
        submitter=AGENT,
    ),
    Ticket(
        10, "09:00:00", "solved",
        [
            notes("09:00:00", "Caller asks for a copy of invoice 7."),
            answers("09:25:00", "The copy of the invoice is attached."),
        ],
        [("09:00:00", "open"), ("09:30:00", "solved")],
        submitter=AGENT,
    ),
    Ticket(
        11, "09:00:00", "solved",
        [asks("09:00:00"), answers("09:10:00", "The address is corrected.")],
        [("09:00:00", "new"), ("09:20:00", "solved")],
        ratings=[("09:21:00", "offered"), ("10:00:00", "good"), ("11:00:00", "bad")],
    ),
    Ticket(
        12, "09:00:00", "solved",
        [asks("09:00:00"), answers("09:15:00", "The parcel leaves today.", FORMER_AGENT)],
        [("09:00:00", "new"), ("09:20:00", "solved")],
        assignee=FORMER_AGENT,
    ),
    Ticket(
        13, "09:00:00", "solved",
        [asks("09:00:00"), answers("09:00:00", "We saw it in the log already."), answers("09:30:00", "It runs.")],
        [("09:00:00", "new"), ("09:31:00", "solved")],
    ),
    Ticket(
        14, "09:00:00", "solved",
        [
            asks("09:00:00"), notes("09:10:00", "Needs the billing desk."),
            answers("09:20:00", "The double charge is refunded.", SECOND_AGENT),
        ],
        [("09:00:00", "new"), ("09:30:00", "solved")],
    ),
    Ticket(
        16, "07:00:00", "solved",
        [asks("07:00:00"), answers("18:30:00", "The connection is stable since noon.")],
        [("07:00:00", "new"), ("18:40:00", "solved")],
        schedules=[("07:00:00", OFFICE)],
    ),
    Ticket(
        17, "10:00:59", "solved", [asks("10:00:59", "Delete this, I sent it twice.")],
        [("10:00:59", "new"), ("10:01:01", "solved")],
        schedules=[("10:00:59", ALWAYS)],
    ),
    Ticket(
        941606, "2020-09-29 17:01:38", "solved",
        [
            asks("2020-09-29 17:01:38"), notes("2020-09-30 19:01:25", "To the second level."),
            answers("2020-09-30 19:01:46", "The second level looks into it."),
            answers("2020-10-01 15:03:44", "It was a stale cache; it is cleared."),
        ],
        [("2020-09-29 17:01:38", "new"), ("2020-10-01 15:03:44", "solved")],
        schedules=[("2020-09-29 17:01:38", CHICAGO), ("2020-09-30 19:01:25", SAN_FRANCISCO)],
    ),
]  # fmt: skip

USERS: list[Row] = [
    {"id": CUSTOMER, "role": "end-user", "email": "casey@example.com", "active": True},
    {"id": AGENT, "role": "agent", "email": "alex@example.com", "active": True},
    {"id": SECOND_AGENT, "role": "agent", "email": "bo@example.com", "active": True},
    {"id": FORMER_AGENT, "role": "end-user", "email": "dana@example.com", "active": False},
]

DAYS = range(7)
SCHEDULES: list[Row] = [
    {"id": ALWAYS, "name": "Always", "time_zone": "Etc/UTC", "start_time": 0, "end_time": 10080},
    *({"id": OFFICE, "name": "Office", "time_zone": "Etc/UTC", "start_time": day * 1440 + 540,
       "end_time": day * 1440 + 1020} for day in DAYS[1:6]),
    *({"id": CHICAGO, "name": "First level", "time_zone": "Chicago", "start_time": day * 1440 + 420,
       "end_time": day * 1440 + 1260} for day in DAYS),
    *({"id": SAN_FRANCISCO, "name": "Second level", "time_zone": "San Francisco",
       "start_time": day * 1440 + 480, "end_time": day * 1440 + 1050} for day in DAYS[1:6]),
]  # fmt: skip

TIME_ZONES: list[Row] = [
    {"time_zone": "Etc/UTC", "standard_offset": "+00:00"},
    {"time_zone": "Chicago", "standard_offset": "-06:00"},
    {"time_zone": "San Francisco", "standard_offset": "-08:00"},
]

DAYLIGHT: list[Row] = [
    {"time_zone": "Chicago", "year": 2020, "daylight_start_utc": at("2020-03-08 08:00:00"),
     "daylight_end_utc": at("2020-11-01 07:00:00"), "daylight_offset": 1},
    {"time_zone": "San Francisco", "year": 2020, "daylight_start_utc": at("2020-03-08 10:00:00"),
     "daylight_end_utc": at("2020-11-01 09:00:00"), "daylight_offset": 1},
]  # fmt: skip


def tickets() -> list[Row]:
    """The table `ticket`."""
    return [
        {
            "id": ticket.ticket_id,
            "created_at": at(ticket.created),
            "updated_at": at(ticket.statuses[-1][0]),
            "status": ticket.status,
            "requester_id": CUSTOMER,
            "submitter_id": ticket.submitter,
            "assignee_id": ticket.assignee,
            "via_channel": "email",
        }
        for ticket in TICKETS
    ]


def comments() -> list[Row]:
    """The table `ticket_comment`, numbered in the order of writing."""
    return [
        {
            "id": ticket.ticket_id * 100 + number,
            "ticket_id": ticket.ticket_id,
            "user_id": author,
            "body": body,
            "created": at(moment),
            "public": is_public,
        }
        for ticket in TICKETS
        for number, (moment, author, body, is_public) in enumerate(ticket.comments)
    ]


def field_changes() -> list[Row]:
    """The table `ticket_field_history`: statuses and ratings only."""
    return [
        {"ticket_id": ticket.ticket_id, "field_name": name, "updated": at(moment), "value": value, "user_id": CUSTOMER}
        for ticket in TICKETS
        for name, changes in (("status", ticket.statuses), ("satisfaction_score", ticket.ratings))
        for moment, value in changes
    ]


def applied_schedules() -> list[Row]:
    """The table `ticket_schedule`."""
    return [
        {"ticket_id": ticket.ticket_id, "schedule_id": schedule, "created_at": at(moment)}
        for ticket in TICKETS
        for moment, schedule in ticket.schedules
    ]


def write(raw_dir: Path, source: str, tables: dict[str, list[Row]]) -> None:
    """Each table as one Parquet file, delivered at the moment of the last event."""
    folder = raw_dir / source
    folder.mkdir(parents=True)
    for name, rows in tables.items():
        delivered = [{**row, "_fivetran_synced": at("2026-01-05 20:00:00")} for row in rows]
        pq.write_table(pa.Table.from_pylist(delivered), folder / f"{name}.parquet")


def write_tickets(raw_dir: Path) -> None:
    """The tables of the tickets, under the names of the loader."""
    write(
        raw_dir,
        "zendesk",
        {
            "ticket": tickets(),
            "ticket_comment": comments(),
            "ticket_field_history": field_changes(),
            "user": USERS,
            "schedule": SCHEDULES,
            "ticket_schedule": applied_schedules(),
            "time_zone": TIME_ZONES,
            "daylight_time": DAYLIGHT,
        },
    )
