"""Bad product events through the models: wrong clocks, offsets, unknown names, nobody's events, completions too early.

One small raw zone and one build of the models that read it; expected values are counted by hand in the fixture.
"""

from __future__ import annotations

import duckdb
import pytest

from tests.python.pipeline import Workplace

OWN = "event_id,user_id,anonymous_id,event_name,occurred_at,task_id,task_name,step\n"
TRACKS = "id,anonymous_id,user_id,event,timestamp,received_at\n"
# The clocks of Berlin went from 02:00 to 03:00 that night: 02:30 was no local time there.
GAP = "2026-03-29"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    folder = tmp_path_factory.mktemp("behaviour_input")
    place = Workplace(folder, folder / "raw")
    own, vendor = place.raw_dir / "landing", place.raw_dir / "segment"
    own.mkdir(parents=True)
    vendor.mkdir(parents=True)
    (own / "messages.csv").write_text(
        "message_id,thread_id,author_role,channel,sent_at,body\nm1,t1,customer,email,2026-04-01 09:00:00,Hello\n"
    )
    (own / "threads.csv").write_text(
        "thread_id,requester_id,channel,status,created_at\nt1,u0,email,open,2026-04-01 09:00:00\n"
    )
    quiet = [f"q{number},u0,,feature_used,2026-03-{1 + number % 28:02d} 10:00:00,,,\n" for number in range(200)]
    odd = [
        f"gap,u1,d1,page_viewed,{GAP} 02:30:00,,,\n",
        f"offset,u1,d1,page_viewed,{GAP}T03:30:00+02:00,,,\n",
        f"noclock,u1,d1,page_viewed,{GAP}T03:30:00+25:00,,,\n",
        "future,u1,d1,page_viewed,2031-01-01 00:00:00,,,\n",
        "past,u1,d1,page_viewed,1970-01-01 00:00:00,,,\n",
        "nobody,,,page_viewed,2026-03-30 10:00:00,,,\n",
        "early1,u2,,form_completed,2026-03-30 10:00:00,task1,contact,\n",
        "early2,u2,,form_started,2026-03-30 10:05:00,task1,contact,\n",
    ]
    (own / "product_events.csv").write_text(OWN + "".join(quiet + odd))
    (vendor / "tracks.csv").write_text(
        TRACKS
        + "t1,dev1,,form_started,2026-03-30 10:00:00,2026-03-30 10:00:04\n"
        + "t1,dev1,,form_started,2026-03-30 10:00:00,2026-03-31 10:00:04\n"
        + "t2,dev1,v1,form_submitted,2026-03-30 10:01:00,2026-03-30 10:01:04\n"
        + "t3,dev1,v1,mystery_event,2026-03-30 10:02:00,2026-03-30 10:02:04\n"
    )
    landed = place.land()
    assert landed.returncode == 0, landed.stdout + landed.stderr
    seeded = place.dbt("seed")
    assert seeded.returncode == 0, seeded.stdout
    done = place.dbt("run", "--select", "+event_taxonomy_coverage", "+int_task_attempts")
    assert done.returncode == 0, done.stdout
    return place


def rows(place: Workplace, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(place.warehouse), read_only=True) as connection:
        return connection.sql(query).fetchall()


def test_a_time_without_offset_is_utc_and_one_with_is_that_instant(built: Workplace) -> None:
    """03:30+02:00 is 01:30 UTC; the local time that the change of clocks left out is a good time in UTC."""
    found = rows(
        built,
        "select event_id, cast(occurred_at as varchar) from staging.stg_landing__product_events "
        "where event_id in ('gap', 'offset', 'noclock') order by 1",
    )
    assert found == [("gap", f"{GAP} 02:30:00"), ("offset", f"{GAP} 01:30:00")]
    assert rows(built, "select reason from quarantine.landing_product_events") == [
        (f'occurred_at: cannot read "{GAP}T03:30:00+25:00" as timestamp',)
    ]


def test_one_event_of_the_future_does_not_make_everything_old(built: Workplace) -> None:
    assert rows(
        built, "select cast(as_of_at as varchar), events_alone_count from intermediate.int_as_of"
    ) == [("2026-04-01 09:00:00", 1)]  # fmt: skip
    told = built.dbt("test", "--select", "no_event_stands_alone_in_the_future")
    assert told.returncode == 0
    assert "WARN 1 no_event_stands_alone_in_the_future" in told.stdout


def test_what_is_left_out_is_counted_by_reason(built: Workplace) -> None:
    counted = rows(
        built,
        "select event_count, counted_event_count, after_as_of_count, before_earliest_year_count, no_identity_count "
        "from marts.event_taxonomy_coverage where source_event = 'page_viewed'",
    )
    assert counted == [(5, 2, 1, 1, 1)]


def test_an_unknown_event_stops_the_build_and_is_named(built: Workplace) -> None:
    told = built.dbt("test", "--select", "events_are_mapped")
    assert told.returncode == 1
    assert "FAIL 1 events_are_mapped" in told.stdout
    assert rows(
        built, "select source_system, source_event from marts.event_taxonomy_coverage where event_type is null"
    ) == [("segment", "mystery_event")]  # fmt: skip


def test_a_completion_before_the_start_has_no_outcome(built: Workplace) -> None:
    found = rows(
        built,
        "select is_out_of_order, is_completed, completed_at from intermediate.int_task_attempts "
        "where source_system = 'landing'",
    )
    assert found == [(True, None, None)]


def test_a_visitor_who_identifies_later_is_one_customer_and_a_message_counts_once(built: Workplace) -> None:
    """The start was anonymous and delivered twice; the device turned out to be v1's, so it is one attempt of v1."""
    found = rows(
        built,
        "select count(*), count(distinct customer_id) from intermediate.int_event_records "
        "where source_system = 'segment'",
    )
    assert found == [(3, 1)]
    attempts = rows(
        built,
        "select is_completed, duration_seconds from intermediate.int_task_attempts where source_system = 'segment'",
    )
    assert attempts == [(True, 60.0)]
