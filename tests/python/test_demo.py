"""The demo raw zone: its contract, determinism and coherence, and every planted truth found again in its tables."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest
import yaml

from demo import truths
from demo.__main__ import write
from demo.conversations import INTENTS
from demo.population import END, START, build_world
from demo.product import told_by_other_system
from demo.sources import writers

ROOT = Path(__file__).resolve().parents[2]
MESSAGES = 90_000
MATURE = f"timestamp '{truths.END_AT:%Y-%m-%d}' - interval {truths.MATURE_DAYS} day"
COACHING = f"timestamp '{truths.COACHING_AT:%Y-%m-%d}'"
MODEL_CHANGE = f"timestamp '{truths.MODEL_CHANGE_AT:%Y-%m-%d}'"
SOURCES = tuple(writers())
CONTRACT_TYPES = {
    "string": pa.string(), "bigint": pa.int64(), "double": pa.float64(), "boolean": pa.bool_(),
    "timestamp": pa.timestamp("us"), "date": pa.date32(), "decimal(18,2)": pa.decimal128(18, 2),
    "decimal(18,6)": pa.decimal128(18, 6),
}  # fmt: skip

# What a reader would take as the act; kept apart from the wording in demo/phrases.py.
ACT_PATTERNS = {
    "acknowledgment": r"I understand|I can see|That sounds|[Tt]hank you for (asking|telling)|You are right|I realise"
    r"|Ich verstehe|nachvollziehen",
    "apology": r"[Ss]orry|apolog|tut mir leid|ntschuldig",
    "next_step": r"I will |I'll |I am going to|next step|Ich werde|Als Nächstes",
    "timeline": r"within|by tomorrow|by the end of|by Friday|innerhalb|bis morgen|bis spätestens",
    "blame": r"You should have|As stated in our terms|You must have|mistake on your side|hätten Sie|eigener Fehler",
}
AGENT_ID = 370_000_000_001


@pytest.fixture(scope="module")
def raw() -> Iterator[duckdb.DuckDBPyConnection]:
    """All tables of a raw zone as <source>_<table>, with the latest delivery of the messages."""
    world = build_world(MESSAGES, 11)
    connection = duckdb.connect()
    for source, tables in writers().items():
        for name, table in tables(world).items():
            connection.register(f"arrow_{source}_{name}", table)
            connection.execute(f'create table "{source}_{name}" as select * from "arrow_{source}_{name}"')
    connection.execute(
        """
        create view comments as
        select * from zendesk_ticket_comment
        qualify row_number() over (partition by id order by _fivetran_synced desc) = 1;
        create view live_comments as
        select comments.* from comments
        join zendesk_ticket as ticket on ticket.id = comments.ticket_id
        where not comments._fivetran_deleted and not ticket._fivetran_deleted;
        create view landing_latest as
        select * from landing_messages
        qualify row_number() over (partition by message_id order by synced_at desc) = 1;
        create view vendor_nps as
        select told.value as journey_stage, score, created_at as answered_at, 'delighted' as vendor
        from delighted_response join delighted_response_property as told on told.response_id = delighted_response.id
        where survey_type = 'nps' and told.name = 'journey_stage'
        union all
        select told.value, recode_value, end_date, 'qualtrics'
        from qualtrics_question_response as answer
        join qualtrics_survey_response as response on response.id = answer.response_id
        join qualtrics_question as question
            on question.survey_id = response.survey_id and question.id = answer.question_id
        join qualtrics_question_option as choice
            on choice.survey_id = response.survey_id and choice.question_id = answer.question_id
            and choice.key = answer.question_option_key
        join qualtrics_survey_embedded_data as told on told.response_id = response.id and told.key = 'journey_stage'
        where question.data_export_tag = 'nps';
        create view intercom_conversations as
        select * from intercom_conversation_history
        qualify row_number() over (partition by id order by _fivetran_start desc) = 1;
        create view intercom_parts as
        select * from intercom_conversation_part_history
        qualify row_number() over (partition by id order by _fivetran_start desc) = 1;
        create view assistant_own as
        select * from assistant_messages join assistant_conversations using (conversation_id)
        where helpdesk_source is null;
        create view all_events as
        select 'own' as source, user_id, anonymous_id, event_name, task_id, task_name, step, element, occurred_at
        from landing_product_events
        union all
        select 'vendor', user_id, anonymous_id, event, json_extract_string(properties, '$.task_id'),
            json_extract_string(properties, '$.task_name'), json_extract_string(properties, '$.step'),
            json_extract_string(properties, '$.element'), timestamp
        from segment_tracks
        qualify row_number() over (partition by id order by received_at desc) = 1;
        create table tags as
        select
            ticket_id,
            max(case when tag like 'intent_%' then substr(tag, 8) end) as intent,
            max(case when tag like 'stage_%' then substr(tag, 7) end) as stage
        from zendesk_ticket_tag group by ticket_id;
        create table statuses as
        select
            ticket_id, value, updated,
            lag(value) over (partition by ticket_id order by updated) as value_before
        from zendesk_ticket_field_history where field_name = 'status';
        """
    )
    yield connection
    connection.close()


def one(raw: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    row = raw.execute(query).fetchone()
    assert row is not None
    return row


def contract(source: str) -> dict[str, list[tuple[str, str]]]:
    path = ROOT / "models" / "staging" / source / f"_{source}__sources.yml"
    tables = yaml.safe_load(path.read_text(encoding="utf-8"))["sources"][0]["tables"]
    return {table["name"]: [(item["name"], item["data_type"]) for item in table["columns"]] for table in tables}


@pytest.fixture(scope="module")
def small() -> dict[str, dict[str, pa.Table]]:
    world = build_world(2000, 3)
    return {source: tables(world) for source, tables in writers().items()}


@pytest.mark.parametrize("source", SOURCES)
def test_tables_and_columns_are_exactly_those_of_the_contract(source: str, small: dict[str, Any]) -> None:
    found = {name: [(item.name, item.type) for item in table.schema] for name, table in small[source].items()}
    expected = {
        name: [(column, CONTRACT_TYPES[kind]) for column, kind in columns] for name, columns in contract(source).items()
    }
    assert found == expected
    assert all(table.num_rows for table in small[source].values())


@pytest.mark.parametrize("source", SOURCES)
def test_required_columns_have_no_nulls_and_keys_are_unique_per_delivery(source: str, small: dict[str, Any]) -> None:
    path = ROOT / "models" / "staging" / source / f"_{source}__sources.yml"
    for table in yaml.safe_load(path.read_text(encoding="utf-8"))["sources"][0]["tables"]:
        data = small[source][table["name"]]
        meta = table["config"]["meta"]
        for column in table["columns"]:
            if column.get("config", {}).get("meta", {}).get("is_required"):
                assert data[column["name"]].null_count == 0, (table["name"], column["name"])
        keys = data.select([*meta["key"], meta["synced_at"]])
        assert keys.group_by(keys.column_names).aggregate([]).num_rows == data.num_rows, table["name"]


def test_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        write(tmp_path / folder, 1000, 5)
    write(tmp_path / "c", 1000, 6)
    files = sorted(path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*.parquet"))
    assert files
    for file in files:
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes(), file
    message = Path("landing/messages.parquet")
    assert (tmp_path / "a" / message).read_bytes() != (tmp_path / "c" / message).read_bytes()


def test_volume_follows_the_request(raw: duckdb.DuckDBPyConnection) -> None:
    helpdesk = one(raw, "select (select count(*) from comments) + count(*) from zendesk_ticket_chat_event "
                        "where type = 'ChatMessage'")[0]  # fmt: skip
    own = one(raw, "select count(*) from landing_latest")[0]
    assert helpdesk == pytest.approx(MESSAGES * truths.MESSAGE_SHARE["zendesk"], rel=0.05)
    assert own == pytest.approx(MESSAGES * truths.MESSAGE_SHARE["landing"], rel=0.05)
    messenger = one(raw, "select (select count(*) from intercom_conversations) + count(body) from intercom_parts "
                         "where part_type <> 'note_and_reopen'")[0]  # fmt: skip
    assert messenger == pytest.approx(MESSAGES * truths.MESSAGE_SHARE["intercom"], rel=0.05)
    assistant = one(raw, "select count(*) from assistant_own")[0]
    assert assistant == pytest.approx(MESSAGES * truths.MESSAGE_SHARE["assistant"], rel=0.07)
    assert sum(truths.MESSAGE_SHARE.values()) == pytest.approx(1)


def test_events_lie_in_the_period(raw: duckdb.DuckDBPyConnection) -> None:
    for source, query in {
        "zendesk": "select min(created), max(created) from comments",
        "landing": "select min(sent_at), max(sent_at) from landing_latest",
        "intercom": "select min(created_at), max(created_at) from intercom_parts",
        "assistant": "select min(sent_at), max(sent_at) from assistant_messages",
    }.items():
        first, last = one(raw, query)
        days = (truths.END_AT.replace(tzinfo=None) - first).days
        assert truths.WEEKS * 7 - 1 <= days + 1 <= truths.WEEKS * 7, source
        assert 0 < (truths.END_AT.replace(tzinfo=None) - last).total_seconds() < 86400, source


@pytest.mark.parametrize(
    ("child", "column", "parent", "key"),
    [
        ("zendesk_ticket_comment", "ticket_id", "zendesk_ticket", "id"),
        ("zendesk_ticket_field_history", "ticket_id", "zendesk_ticket", "id"),
        ("zendesk_ticket_tag", "ticket_id", "zendesk_ticket", "id"),
        ("zendesk_ticket_schedule", "ticket_id", "zendesk_ticket", "id"),
        ("zendesk_ticket_schedule", "schedule_id", "zendesk_schedule", "id"),
        ("zendesk_schedule", "time_zone", "zendesk_time_zone", "time_zone"),
        ("zendesk_ticket_sla_policy", "sla_policy_id", "zendesk_sla_policy_metric_history", "sla_policy_id"),
        ("zendesk_satisfaction_rating", "ticket_id", "zendesk_ticket", "id"),
        ("zendesk_ticket_chat", "ticket_id", "zendesk_ticket", "id"),
        ("zendesk_ticket_chat_event", "chat_id", "zendesk_ticket_chat", "chat_id"),
        ("zendesk_ticket", "requester_id", "zendesk_user", "id"),
        ("zendesk_ticket", "assignee_id", "zendesk_user", "id"),
        ("zendesk_ticket", "organization_id", "zendesk_organization", "id"),
        ("zendesk_ticket", "problem_id", "zendesk_ticket", "id"),
        ("landing_messages", "thread_id", "landing_threads", "thread_id"),
        ("landing_messages", "author_id", "landing_users", "user_id"),
        ("landing_threads", "requester_id", "landing_users", "user_id"),
        ("landing_thread_events", "thread_id", "landing_threads", "thread_id"),
        ("landing_survey_responses", "user_id", "landing_users", "user_id"),
        ("landing_survey_responses", "thread_id", "landing_threads", "thread_id"),
        ("landing_product_events", "user_id", "landing_users", "user_id"),
        ("landing_subscriptions", "user_id", "landing_users", "user_id"),
        ("landing_orders", "user_id", "landing_users", "user_id"),
        ("landing_refunds", "order_id", "landing_orders", "order_id"),
        ("landing_marketing_sends", "user_id", "landing_users", "user_id"),
        ("landing_consents", "user_id", "landing_users", "user_id"),
        ("segment_tracks", "user_id", "segment_users", "id"),
        ("segment_pages", "user_id", "segment_users", "id"),
        ("segment_form_submitted", "id", "segment_tracks", "id"),
        ("segment_element_clicked", "id", "segment_tracks", "id"),
        ("segment_identifies", "user_id", "segment_users", "id"),
        ("segment_users", "id", "landing_users", "user_id"),
        ("landing_experiment_exposures", "user_id", "landing_users", "user_id"),
        ("landing_qa_reviews", "message_id", "landing_messages", "message_id"),
        ("intercom_conversation_part_history", "conversation_id", "intercom_conversation_history", "id"),
        ("intercom_conversation_contact_history", "conversation_id", "intercom_conversation_history", "id"),
        ("intercom_conversation_contact_history", "contact_id", "intercom_contact_history", "id"),
        ("intercom_conversation_tag_history", "tag_id", "intercom_tag", "id"),
        ("intercom_contact_company_history", "contact_id", "intercom_contact_history", "id"),
        ("intercom_contact_company_history", "company_id", "intercom_company_history", "id"),
        ("intercom_conversation_history", "assignee_id", "intercom_admin", "id"),
        ("intercom_team_admin", "team_id", "intercom_team", "id"),
        ("intercom_team_admin", "admin_id", "intercom_admin", "id"),
        ("intercom_contact_history", "external_id", "landing_users", "user_id"),
        ("assistant_messages", "conversation_id", "assistant_conversations", "conversation_id"),
        ("assistant_generations", "message_id", "assistant_messages", "message_id"),
        ("assistant_retrievals", "generation_id", "assistant_generations", "generation_id"),
        ("assistant_handoffs", "conversation_id", "assistant_conversations", "conversation_id"),
        ("assistant_feedback", "conversation_id", "assistant_conversations", "conversation_id"),
        ("assistant_conversations", "user_id", "landing_users", "user_id"),
        ("assistant_conversations", "user_email", "landing_users", "email"),
    ],
)
def test_references_are_coherent(
    raw: duckdb.DuckDBPyConnection, child: str, column: str, parent: str, key: str
) -> None:
    orphans = one(raw, f"select count(*) from {child} where {column} is not null "
                       f"and {column} not in (select {key} from {parent})")[0]  # fmt: skip
    assert orphans == 0


def test_authors_of_comments_are_users_or_the_system(raw: duckdb.DuckDBPyConnection) -> None:
    assert (
        one(
            raw,
            "select count(*) from comments where user_id <> -1 and user_id not in (select id from zendesk_user)",
        )[0]
        == 0
    )


def test_chats_and_comments_do_not_share_tickets(raw: duckdb.DuckDBPyConnection) -> None:
    assert (
        one(
            raw,
            "select count(*) from comments where ticket_id in (select ticket_id from zendesk_ticket_chat)",
        )[0]
        == 0
    )


def test_a_thread_opens_with_the_one_who_began_it_and_people_answer_each_other(
    raw: duckdb.DuckDBPyConnection,
) -> None:
    openers = one(raw, """
        with first as (
            select * from comments qualify row_number() over (partition by ticket_id order by created, id) = 1)
        select avg((user_id = submitter_id)::int) from first join zendesk_ticket as ticket on ticket.id = ticket_id
    """)  # fmt: skip
    assert openers[0] == 1
    twice_in_a_row = one(raw, """
        select avg((author_role = 'human_agent' and author_role = before)::int) from (
            select author_role, lag(author_role) over (partition by thread_id order by sent_at) as before
            from landing_latest where is_public)
    """)  # fmt: skip
    assert twice_in_a_row[0] == 0


def test_message_texts_are_varied(raw: duckdb.DuckDBPyConnection) -> None:
    distinct = one(raw, "select count(distinct body) / count(*) from comments where user_id <> -1")[0]
    assert distinct > 0.70
    asked = one(raw, """
        select count(distinct body) / count(*) from (
            select body from comments where user_id <> -1
            qualify row_number() over (partition by ticket_id order by created, id) = 1)
    """)  # fmt: skip
    assert asked[0] > 0.90
    assert one(raw, "select count(*) from comments where body like '%{%' or body is null or body = ''")[0] == 0


# --- planted truths ---------------------------------------------------------------------------------------------------
def test_automatic_acknowledgments_have_their_share_and_delay(raw: duckdb.DuckDBPyConnection) -> None:
    share, texts, slowest = one(raw, f"""
        with acks as (select * from comments where user_id = -1 and via_channel = 'system')
        select
            count(acks.id) / count(*), count(distinct regexp_replace(body, '[0-9]+', '#')),
            max(epoch(acks.created) - epoch(ticket.created_at))
        from zendesk_ticket as ticket left join acks on acks.ticket_id = ticket.id
        where ticket.via_channel in ('email', 'web') and ticket.submitter_id = ticket.requester_id
            and ticket.created_at < {MATURE}
            and ticket.id not in (select ticket_id from zendesk_ticket_tag where tag = 'closed_by_merge')
    """)  # fmt: skip
    assert share == pytest.approx(truths.ACK_SHARE, abs=0.02)
    assert texts == 1
    assert slowest <= 120


def test_unlabelled_acknowledgments_open_a_detectable_share_of_threads(
    raw: duckdb.DuckDBPyConnection,
) -> None:
    hidden, share = one(raw, """
        with other as (
            select message.*, thread.created_at, thread.channel as thread_channel from landing_latest as message
            join landing_threads as thread using (thread_id)
            where message.author_id is distinct from thread.requester_id
            qualify row_number() over (partition by thread_id order by sent_at) = 1)
        select
            count(*) filter (where author_id = 'a_mailbox' and author_role is null and is_automated is null),
            count(*) filter (where body like 'Thank you for contacting%' and epoch(sent_at) - epoch(created_at) <= 120)
                / (select count(*) from landing_threads)
        from other
    """)  # fmt: skip
    assert hidden > 100
    assert share > 0.20


def test_people_sometimes_send_the_automatic_text_themselves(raw: duckdb.DuckDBPyConnection) -> None:
    copied = one(raw, "select count(*) from comments where body like 'Thank you for contacting Lumen support.%' "
                      f"and user_id >= {AGENT_ID}")[0]  # fmt: skip
    assert copied > 0


def test_bots_answer_first_and_resolve_alone_in_their_shares(raw: duckdb.DuckDBPyConnection) -> None:
    rows = raw.execute(f"""
        with sides as (
            select
                chat.ticket_id, bool_or(actor_id = 'agent:{truths.BOT_USER_ID}') as has_bot,
                bool_or(actor_id like 'agent:37%') as has_person, min(event.created_at) as began_at
            from zendesk_ticket_chat_event as event join zendesk_ticket_chat as chat using (chat_id)
            where type = 'ChatMessage' group by chat.ticket_id)
        select began_at >= {MODEL_CHANGE} as is_new, avg(has_bot::int),
            avg((not has_person and value is not null)::int) filter (where has_bot)
        from sides left join (select distinct ticket_id, value from statuses where value = 'solved') using (ticket_id)
        where began_at < {MATURE} group by all order by 1
    """).fetchall()  # fmt: skip
    for (_, first, alone), version in zip(rows, truths.MODEL_VERSIONS, strict=True):
        assert first == pytest.approx(truths.BOT_FIRST_SHARE, abs=0.025)
        assert alone == pytest.approx(truths.BOT_RESOLVED_SHARE[version], abs=0.035)


FIRST_HUMAN = """
    with zendesk_first as (
        select ticket.id, ticket.via_channel as channel, tags.stage, ticket.created_at as began_at,
            min(comment.created) as answered_at
        from zendesk_ticket as ticket join tags on tags.ticket_id = ticket.id
        left join comments as comment
            on comment.ticket_id = ticket.id and comment.public and comment.user_id >= 370000000001
        where ticket.submitter_id = ticket.requester_id group by all
        union all by name
        select ticket.id, ticket.via_channel as channel, tags.stage, ticket.created_at as began_at,
            min(event.created_at) as answered_at
        from zendesk_ticket as ticket join tags on tags.ticket_id = ticket.id
        join zendesk_ticket_chat as chat on chat.ticket_id = ticket.id
        join zendesk_ticket_chat_event as event
            on event.chat_id = chat.chat_id and event.type = 'ChatMessage' and event.actor_id like 'agent:37%'
        group by all
        union all by name
        select thread.thread_id as id, thread.channel, thread.journey_stage as stage, thread.created_at as began_at,
            min(message.sent_at) as answered_at
        from landing_threads as thread join landing_latest as message using (thread_id)
        where message.is_public and message.author_id like 'a_0%' and message.author_id <> thread.requester_id
            and thread.thread_id not in (
                select thread_id from landing_latest
                qualify row_number() over (partition by thread_id order by sent_at) = 1 and author_id like 'a_%')
        group by all
        union all by name
        select talk.id, talk.source_type as channel, stages.stage, talk.created_at as began_at,
            min(part.created_at) as answered_at
        from intercom_conversations as talk
        left join (
            select conversation_id, substr(tag.name, 7) as stage from intercom_conversation_tag_history
            join intercom_tag as tag on tag.id = tag_id where tag.name like 'stage_%') as stages
            on stages.conversation_id = talk.id
        join intercom_parts as part on part.conversation_id = talk.id
        where talk.source_author_type <> 'admin' and part.author_type = 'admin'
            and part.part_type in ('comment', 'close') and part.body is not null
        group by all
        union all by name
        select conversation_id as id, channel, journey_stage as stage, created_at as began_at,
            min(sent_at) as answered_at
        from assistant_own where author_type = 'agent' group by all)
    select channel, stage, epoch(answered_at) - epoch(began_at) as seconds from zendesk_first
    where answered_at is not null
"""


def test_first_human_responses_are_log_normal_per_channel(raw: duckdb.DuckDBPyConnection) -> None:
    rows = raw.execute(f"select channel, median(seconds), stddev(ln(seconds)) "
                       f"from ({FIRST_HUMAN} and began_at < {MATURE})"
                       f" where stage <> '{truths.SLOW_STAGE}' group by channel").fetchall()  # fmt: skip
    assert {row[0] for row in rows} == set(truths.FIRST_HUMAN_RESPONSE)
    for channel, middle, spread in rows:
        median, sigma = truths.FIRST_HUMAN_RESPONSE[channel]
        assert middle == pytest.approx(median, rel=0.12), channel
        assert spread == pytest.approx(sigma, abs=0.08), channel


def test_the_slow_stage_is_slower_by_its_factor(raw: duckdb.DuckDBPyConnection) -> None:
    slow, other = one(raw, f"""
        select exp(avg(ln(seconds / middle)) filter (where stage = '{truths.SLOW_STAGE}')),
            exp(avg(ln(seconds / middle)) filter (where stage <> '{truths.SLOW_STAGE}'))
        from (select *, median(seconds) over (partition by channel) as middle from (
            {FIRST_HUMAN} and began_at < {MATURE}))
    """)  # fmt: skip
    assert slow / other == pytest.approx(truths.SLOW_STAGE_FACTOR, rel=0.06)


REOPENS = f"""
    with ticket as (
        select id, created_at from zendesk_ticket where submitter_id = requester_id and created_at < {MATURE}),
    solved as (
        select ticket_id, min(updated) as solved_at from statuses join ticket on ticket.id = ticket_id
        where value = 'solved' and ticket_id in (
            select ticket_id from zendesk_ticket_field_history where field_name = 'assignee_id')
        group by ticket_id),
    reopened as (
        select ticket_id, min(updated) as reopened_at from statuses
        where value = 'open' and value_before in ('solved', 'closed') group by ticket_id),
    words as (
        select ticket_id, created as at, body, user_id >= 370000000001 as is_agent from comments
        union all
        select ticket_id, event.created_at, message, actor_id like 'agent:%' from zendesk_ticket_chat_event as event
        join zendesk_ticket_chat as chat using (chat_id) where type = 'ChatMessage')
"""


def test_reopened_share_and_thanks_only_share(raw: duckdb.DuckDBPyConnection) -> None:
    share, thanks = one(raw, f"""{REOPENS}
        select count(reopened_at) / count(*), count(*) filter (where reopened_at is not null and not exists (
            select 1 from words where words.ticket_id = solved.ticket_id and is_agent and words.at > reopened_at))
            / count(reopened_at)
        from solved left join reopened using (ticket_id)
    """)  # fmt: skip
    assert share == pytest.approx(truths.REOPENED_SHARE, abs=0.012)
    assert thanks == pytest.approx(truths.REOPENED_THANKS_ONLY_SHARE, abs=0.05)


def test_some_reopened_tickets_are_open_again(raw: duckdb.DuckDBPyConnection) -> None:
    share = one(raw, f"""{REOPENS}
        select avg((ticket.status = 'open')::int) from reopened join zendesk_ticket as ticket on ticket.id = ticket_id
        where ticket.created_at < {MATURE} and exists (
            select 1 from words where words.ticket_id = reopened.ticket_id and is_agent and words.at > reopened_at)
    """)[0]  # fmt: skip
    assert share == pytest.approx(truths.REOPENED_STILL_OPEN_SHARE, abs=0.04)


def test_repeat_contacts_within_seven_days_with_the_same_intent(raw: duckdb.DuckDBPyConnection) -> None:
    share = one(raw, f"""
        with ticket as (
            select id, requester_id, created_at, intent, (select max(updated) from statuses
                where statuses.ticket_id = ticket.id and value = 'solved') as solved_at
            from zendesk_ticket as ticket join tags on tags.ticket_id = ticket.id
            where submitter_id = requester_id),
        mature as (
            select * from ticket where solved_at is not null and created_at < {MATURE}
            and id not in (
                select ticket_id from statuses where value = 'open' and value_before in ('solved', 'closed')))
        select avg(exists (
            select 1 from ticket as later
            where later.requester_id = mature.requester_id and later.intent = mature.intent
                and later.created_at > mature.solved_at and later.created_at <= mature.solved_at + interval 7 day)::int)
        from mature
    """)[0]  # fmt: skip
    # Chance adds a little: the same customer can come back with the same intent by accident.
    assert truths.REPEAT_SHARE - 0.01 <= share <= truths.REPEAT_SHARE + 0.02


def test_leavers_show_as_end_users_half_of_them_without_audit_entry(raw: duckdb.DuckDBPyConnection) -> None:
    agents, leavers, audited, in_history, late = one(raw, f"""
        with gone as (select id from zendesk_user where id >= {AGENT_ID} and id < 370900000001 and role = 'end-user'),
        audited as (
            select source_id as id, created_at from zendesk_audit_log where source_type = 'user'
            and change_description = 'Role changed from Agent to End user')
        select
            (select count(*) from zendesk_user where id >= {AGENT_ID} and id < 370900000001), count(*),
            count(*) filter (where id in (select id from audited)),
            count(*) filter (where id not in (select id from audited) and id::varchar in (
                select value from zendesk_ticket_field_history where field_name = 'assignee_id')),
            (select count(*) from comments join audited on audited.id = user_id
             where comments.created > audited.created_at)
        from gone
    """)  # fmt: skip
    assert leavers == round(agents * truths.DEACTIVATED_AGENT_SHARE)
    assert audited == round(leavers * truths.DEACTIVATED_WITH_AUDIT_SHARE)
    assert in_history == leavers - audited
    assert late == 0


def test_proactive_tickets_and_private_notes_have_their_shares(raw: duckdb.DuckDBPyConnection) -> None:
    proactive = one(raw, """select avg((submitter_id <> requester_id)::int) from zendesk_ticket
        where via_channel in ('email', 'web')""")[0]  # fmt: skip
    assert proactive == pytest.approx(truths.PROACTIVE_SHARE, abs=0.01)
    notes = one(raw, f"""
        select count(distinct comment.ticket_id) filter (where not comment.public) / count(distinct comment.ticket_id)
        from comments as comment join zendesk_ticket as ticket on ticket.id = comment.ticket_id
        where ticket.submitter_id = ticket.requester_id and ticket.created_at < {MATURE}
            and comment.ticket_id in (select ticket_id from comments where user_id >= {AGENT_ID} and public)
    """)[0]  # fmt: skip
    assert notes == pytest.approx(truths.PRIVATE_NOTE_SHARE, abs=0.015)


@pytest.mark.parametrize(("table", "key", "synced"), [("zendesk_ticket_comment", "id", "_fivetran_synced"),
                                                      ("landing_messages", "message_id", "synced_at")])  # fmt: skip
def test_redelivered_rows_win_with_the_later_version(
    raw: duckdb.DuckDBPyConnection, table: str, key: str, synced: str
) -> None:
    share, clean, dirty = one(raw, f"""
        with ranked as (
            select *, row_number() over (partition by {key} order by {synced} desc) as place,
                count(*) over (partition by {key}) as deliveries from {table})
        select count(*) filter (where place = 2) / count(*) filter (where place = 1),
            count(*) filter (where place = 1 and body like '%card number is%'),
            count(*) filter (where place = 2 and body not like '%card number is%') from ranked
    """)  # fmt: skip
    assert share == pytest.approx(truths.REDELIVERED_SHARE, abs=0.004)
    assert (clean, dirty) == (0, 0)


def test_deleted_tickets_take_their_comments_with_them(raw: duckdb.DuckDBPyConnection) -> None:
    share, alive = one(raw, """
        select avg(_fivetran_deleted::int) filter (where id not in (select ticket_id from zendesk_ticket_chat)),
            (select count(*) from comments join zendesk_ticket as ticket on ticket.id = ticket_id
             where ticket._fivetran_deleted and not comments._fivetran_deleted)
        from zendesk_ticket
    """)  # fmt: skip
    assert share == pytest.approx(truths.DELETED_TICKET_SHARE, abs=0.003)
    assert alive == 0
    single = one(raw, """
        select avg(comments._fivetran_deleted::int) from comments join zendesk_ticket as ticket on ticket.id = ticket_id
        where not ticket._fivetran_deleted
    """)[0]  # fmt: skip
    assert single == pytest.approx(truths.DELETED_COMMENT_SHARE, abs=0.002)


def test_merged_duplicates_name_each_other(raw: duckdb.DuckDBPyConnection) -> None:
    merged, tagged = one(raw, """
        select count(*), count(*) filter (where trim(merged_ticket_ids, '[]')::bigint in (
            select ticket_id from zendesk_ticket_tag where tag = 'closed_by_merge'))
        from zendesk_ticket where merged_ticket_ids is not null
    """)  # fmt: skip
    assert merged == tagged > 0


def test_customers_match_across_systems_in_the_planted_shares(raw: duckdb.DuckDBPyConnection) -> None:
    by_mail, by_spelling, by_id = one(raw, f"""
        select
            avg((lower(trim(helpdesk.email)) in (select email from landing_users))::int),
            avg((helpdesk.email in (select email from landing_users))::int),
            avg((helpdesk.external_id is not null)::int)
        from zendesk_user as helpdesk where helpdesk.id < {AGENT_ID} and helpdesk.id <> {truths.BOT_USER_ID}
    """)  # fmt: skip
    assert by_mail == pytest.approx(truths.EMAIL_MATCH_SHARE, abs=0.015)
    spelled = truths.EMAIL_MATCH_SHARE * (1 - truths.EMAIL_SPELLED_DIFFERENTLY_SHARE)
    assert by_spelling == pytest.approx(spelled, abs=0.02)
    assert by_id == pytest.approx(truths.EXTERNAL_ID_ONLY_SHARE, abs=0.01)
    assert one(raw, """select count(*) from zendesk_user where external_id is not null
        and external_id not in (select user_id from landing_users)""")[0] == 0  # fmt: skip


def test_empathy_acts_have_the_rates_of_each_habit(raw: duckdb.DuckDBPyConnection) -> None:
    """The habits go around the agents four at a time (one of each group), so an agent's number tells the habit."""
    patterns = ", ".join(f"avg(regexp_matches(body, $pattern${text}$pattern$)::int)" for text in ACT_PATTERNS.values())
    rows = raw.execute(f"""
        with answers as (
            select body, created, ((user_id - {AGENT_ID}) // 4) % 3 as habit from live_comments
            join zendesk_ticket as ticket on ticket.id = ticket_id
            where user_id >= {AGENT_ID} and public and body not like 'Thank you for contacting%'
                and not (ticket.submitter_id = user_id and created = ticket.created_at))
        select habit, created >= {COACHING} as is_coached, count(*), {patterns} from answers group by all order by all
    """).fetchall()  # fmt: skip
    assert len(rows) == 6
    for habit, is_coached, size, *found in rows:
        rates = truths.ACT_RATES[list(truths.ACT_RATES)[habit]]
        assert size > 1000
        for act, share in zip(ACT_PATTERNS, found, strict=True):
            more = truths.COACHING_ACKNOWLEDGMENT_POINTS * (is_coached and act == "acknowledgment")
            assert share == pytest.approx(rates[act] + more, abs=0.03), (habit, is_coached, act)


def test_complaints_have_their_share_in_each_stage(raw: duckdb.DuckDBPyConnection) -> None:
    rows = dict(raw.execute("""
        select stage, avg((intent = 'complaint')::int) from (
            select stage, intent from tags union all select journey_stage, intent from landing_threads)
        where stage is not null group by stage
    """).fetchall())  # fmt: skip
    assert set(rows) == set(truths.COMPLAINT_SHARE)
    for stage, share in truths.COMPLAINT_SHARE.items():
        assert rows[stage] == pytest.approx(share, abs=0.02), stage


def test_every_ticket_is_tagged_with_one_known_intent(raw: duckdb.DuckDBPyConnection) -> None:
    found = raw.execute("select distinct intent from tags").fetchall()
    assert {row[0] for row in found} == set(INTENTS)
    assert one(raw, "select count(*) - (select count(*) from zendesk_ticket) from tags")[0] == 0


def test_the_best_segment_is_ahead_in_csat_by_its_points(raw: duckdb.DuckDBPyConnection) -> None:
    best, others = one(raw, f"""
        select avg((score >= 4)::int) filter (where segment = '{truths.BEST_SEGMENT}'),
            avg((score >= 4)::int) filter (where segment <> '{truths.BEST_SEGMENT}')
        from landing_survey_responses where measure = 'csat'
    """)  # fmt: skip
    assert best - others == pytest.approx(truths.BEST_SEGMENT_CSAT_POINTS, abs=0.045)
    best, others = one(raw, f"""
        select avg((score = 'good')::int) filter (where segment = '{truths.BEST_SEGMENT}'),
            avg((score = 'good')::int) filter (where segment <> '{truths.BEST_SEGMENT}')
        from zendesk_satisfaction_rating as rating
        join zendesk_user as helpdesk on helpdesk.id = rating.requester_id
        join landing_users as person on person.email = lower(trim(helpdesk.email)) where score in ('good', 'bad')
    """)  # fmt: skip
    assert best - others == pytest.approx(truths.BEST_SEGMENT_CSAT_POINTS, abs=0.06)


def test_positive_shares_of_the_measures(raw: duckdb.DuckDBPyConnection) -> None:
    found = dict(raw.execute("""
        select measure, avg((score > case measure when 'ces' then 4 when 'solved' then 0 else 3 end)::int)
        from landing_survey_responses where measure not in ('nps', 'csat', 'felt_understood') group by measure
    """).fetchall())  # fmt: skip
    for measure, share in found.items():
        assert share == pytest.approx(truths.POSITIVE_SHARE[measure], abs=0.03), measure
    before, after = one(raw, f"""
        select avg((score >= 4)::int) filter (where submitted_at < {COACHING}),
            avg((score >= 4)::int) filter (where submitted_at >= {COACHING})
        from landing_survey_responses where measure = 'felt_understood'
    """)  # fmt: skip
    assert before == pytest.approx(truths.POSITIVE_SHARE["felt_understood"], abs=0.03)
    assert after - before == pytest.approx(truths.COACHING_FELT_UNDERSTOOD_POINTS, abs=0.04)


def test_csat_and_nps_follow_the_stage(raw: duckdb.DuckDBPyConnection) -> None:
    for stage, promoters, detractors in raw.execute("""
        select journey_stage, avg((score >= 9)::int), avg((score <= 6)::int) from vendor_nps group by 1
    """).fetchall():  # fmt: skip
        assert promoters == pytest.approx(truths.NPS_SHARES[stage][0], abs=0.05)
        assert detractors == pytest.approx(truths.NPS_SHARES[stage][1], abs=0.05)
    for stage, share in raw.execute(f"""
        select journey_stage, avg((score >= 4)::int) from landing_survey_responses
        where measure = 'csat' and segment <> '{truths.BEST_SEGMENT}' group by 1
    """).fetchall():  # fmt: skip
        expected = truths.POSITIVE_SHARE["csat"] + truths.CSAT_STAGE_POINTS[stage]
        assert share == pytest.approx(expected, abs=0.05), stage


def test_answers_lie_on_their_scales(raw: duckdb.DuckDBPyConnection) -> None:
    rows = raw.execute("select measure, min(score), max(score), min(scale_min), max(scale_max) "
                       "from landing_survey_responses group by measure").fetchall()  # fmt: skip
    # The recommendation question is asked by the survey tools only.
    asked = {name: ends for name, ends in truths.SCALES.items() if name != "nps"}
    assert {row[0]: (row[1], row[2]) for row in rows} == asked
    assert {row[0]: (row[3], row[4]) for row in rows} == asked
    assert one(raw, "select min(score), max(score) from vendor_nps") == truths.SCALES["nps"]


def test_one_survey_tool_delivers_half_of_its_answers_in_one_month(raw: duckdb.DuckDBPyConnection) -> None:
    outage = truths.SURVEY_OUTAGE
    missing, whole = one(raw, f"""
        with months as (select vendor, strftime(answered_at, '%Y-%m') as month, count(*) as answers from vendor_nps
            where answered_at >= '2026-06-01' and answered_at < '2026-11-01' group by all)
        select avg(answers) filter (where month = '{outage["month"]}'),
            avg(answers) filter (where month <> '{outage["month"]}')
        from months where vendor = '{outage["source"]}'
    """)  # fmt: skip
    assert missing / whole == pytest.approx(outage["delivered_share"], abs=0.12)
    other = one(raw, f"""
        with months as (select vendor, strftime(answered_at, '%Y-%m') as month, count(*) as answers from vendor_nps
            where answered_at >= '2026-06-01' and answered_at < '2026-11-01' group by all)
        select avg(answers) filter (where month = '{outage["month"]}') / avg(answers) from months
        where vendor <> '{outage["source"]}'
    """)[0]  # fmt: skip
    assert other == pytest.approx(1, abs=0.15)


def test_surveys_are_answered_in_their_shares_in_every_stage(raw: duckdb.DuckDBPyConnection) -> None:
    rows = raw.execute("""
        select journey_stage, count(distinct (survey_id, user_id, shown_at)) filter (where score is not null)
            / count(distinct (survey_id, user_id, shown_at))
        from landing_survey_responses where survey_id <> 'after_contact' group by 1
    """).fetchall()  # fmt: skip
    assert len(rows) == len(truths.STAGES)
    for stage, share in rows:
        assert share == pytest.approx(truths.SURVEY_ANSWERED_SHARE["landing"], abs=0.05), stage
    reminded = one(raw, """
        select count(*) filter (where parent_distribution_id is not null) / count(*) filter (where
            parent_distribution_id is null) from qualtrics_distribution_contact as contact
        join qualtrics_distribution as distribution on distribution.id = contact.distribution_id
    """)[0]  # fmt: skip
    assert 0 < reminded < truths.SURVEY_REMINDED_SHARE


def test_survey_tools_name_tickets_that_exist_and_people_of_their_segments(raw: duckdb.DuckDBPyConnection) -> None:
    tickets, strangers = one(raw, """
        with told as (select value from qualtrics_survey_embedded_data where key = 'ticket_id'
            union all select value from delighted_response_property where name = 'ticket_id')
        select count(*), count(*) filter (where value not in (select cast(id as varchar) from zendesk_ticket)) from told
    """)  # fmt: skip
    assert tickets > 50
    assert strangers == 0
    business = raw.execute("""
        select distinct person.segment from qualtrics_directory_contact as contact
        join landing_users as person on person.email = contact.email
    """).fetchall()  # fmt: skip
    assert {row[0] for row in business} == {"mid_market", "enterprise"}


def test_a_choice_of_the_survey_tool_is_not_its_number(raw: duckdb.DuckDBPyConnection) -> None:
    """The best answer stands first: read by place, trust would come out the other way round."""
    by_number, by_place = one(raw, """
        select avg((recode_value >= 4)::int), avg((cast(choice.key as int) >= 4)::int)
        from qualtrics_question_response as answer
        join qualtrics_survey_response as response on response.id = answer.response_id
        join qualtrics_question_option as choice on choice.survey_id = response.survey_id
            and choice.question_id = answer.question_id and choice.key = answer.question_option_key
        where answer.sub_question_text = 'trust'
    """)  # fmt: skip
    assert by_number == pytest.approx(truths.POSITIVE_SHARE["trust"], abs=0.05)
    assert by_place < 0.5


def test_default_size_fills_the_monthly_cells() -> None:
    world = build_world(30_000, 7)
    answers = writers()["landing"](world)["survey_responses"]
    rows = duckdb.sql("""
        select measure, min(size), count(*) from (
            select measure, journey_stage, date_trunc('month', submitted_at), count(*) as size
            from answers where submitted_at < date '2026-11-01' group by all)
        group by measure
    """).fetchall()  # fmt: skip
    assert answers.num_rows > 0
    for measure, smallest, cells in rows:
        assert cells == 36, measure
        assert smallest >= (50 if measure == "nps" else 30), measure


def test_helpdesk_ratings_are_offered_and_answered_in_their_shares(raw: duckdb.DuckDBPyConnection) -> None:
    answered, same = one(raw, """
        with last as (
            select ticket_id, value from zendesk_ticket_field_history where field_name = 'satisfaction_score'
            qualify row_number() over (partition by ticket_id order by updated desc) = 1)
        select avg((score <> 'offered')::int), avg((score = value)::int)
        from zendesk_satisfaction_rating join last using (ticket_id)
    """)  # fmt: skip
    assert answered == pytest.approx(truths.RATING_ANSWERED_SHARE, abs=0.02)
    assert same == 1


def test_the_experiment_has_its_lift(raw: duckdb.DuckDBPyConnection) -> None:
    rows = raw.execute(f"""
        select variant_id, count(*), avg(exists (
            select 1 from all_events as event where event.user_id = seen.user_id
            and event_name = 'first_value_reached' and occurred_at <= exposed_at + interval 14 day)::int)
        from landing_experiment_exposures as seen where exposed_at < {MATURE} group by variant_id
    """).fetchall()  # fmt: skip
    assert len(rows) == 2
    for variant, size, share in rows:
        assert size > 500
        assert share == pytest.approx(truths.FIRST_VALUE_14D_SHARE[variant], abs=0.05)


def test_consents_are_asked_granted_and_withdrawn_in_their_shares(raw: duckdb.DuckDBPyConnection) -> None:
    asked, customers = one(raw, """
        select (select count(distinct user_id) from landing_consents),
            (select count(*) from landing_users where role = 'customer' and user_id like 'u%')
    """)  # fmt: skip
    assert asked / customers == pytest.approx(truths.CONSENT_ASKED_SHARE, abs=0.02)
    rows = raw.execute("""
        select purpose, avg((answers[1])::int), avg((len(answers) = 2 and not answers[2])::int) filter (answers[1])
        from (select user_id, purpose, list(is_granted order by changed_at) as answers from landing_consents
            group by all)
        group by purpose
    """).fetchall()  # fmt: skip
    assert {purpose for purpose, *_ in rows} == set(truths.CONSENT_GRANTED_SHARE)
    for purpose, granted, withdrawn in rows:
        assert granted == pytest.approx(truths.CONSENT_GRANTED_SHARE[purpose], abs=0.03), purpose
        # A withdrawal comes up to 26 weeks later: those of the last comers lie beyond the end.
        assert truths.CONSENT_WITHDRAWN_SHARE / 2 < withdrawn < truths.CONSENT_WITHDRAWN_SHARE * 1.2, purpose


def test_most_stages_begin_with_a_sign_in_the_product() -> None:
    world = build_world(30_000, 7)
    people = world.population
    events = writers()["landing"](world)["product_events"]
    assert events.num_rows > 0
    for stage, event in (("consideration", "pricing_viewed"), ("conversion", "contract_requested"),
                         ("expansion", "upgrade_viewed")):  # fmt: skip
        number = list(truths.STAGES).index(stage)
        begin, end = people.bounds[:, number], people.bounds[:, number + 1]
        own = ~told_by_other_system(np.arange(people.customers))
        begins = (begin >= START) & (begin < END - 3600) & (end > begin) & own
        seen = duckdb.sql(f"""
            select user_id, epoch(occurred_at) as at from events where event_name = '{event}' and user_id is not null
        """).fetchall()  # fmt: skip
        early = {user for user, at in seen if 0 <= at - begin[int(user[2:])] <= 3600}
        share = len(early) / begins.sum()
        assert share == pytest.approx(truths.STAGE_SIGNAL_SHARE, abs=0.03), stage


def test_tasks_are_completed_in_their_shares_and_checkouts_are_the_worst(raw: duckdb.DuckDBPyConnection) -> None:
    """Attempts whose start is in the data; the friction stage's checkout is completed by those who convert."""
    rows = raw.execute(f"""
        select task_name, count(*), avg(done), avg(back), avg(wrong), avg(rage) from (
            select
                task_id, any_value(task_name) as task_name, bool_or(event_name like '%_step_back')::int as back,
                bool_or(event_name like '%_error')::int as wrong,
                bool_or(event_name similar to '[a-z_]+_(completed|submitted)' and event_name not like '%step%')::int
                    as done,
                (count(*) filter (where event_name = 'element_clicked' and element like '%_button') >= 3)::int as rage
            from all_events where task_id is not null group by task_id
            having bool_or(event_name like '%_started') and min(occurred_at) < {MATURE})
        group by task_name
    """).fetchall()  # fmt: skip
    found = {row[0]: row[1:] for row in rows}
    assert set(found) == {*truths.TASK_COMPLETED_SHARE, "checkout", "upgrade"}
    for name, share in {**truths.TASK_COMPLETED_SHARE, "checkout": truths.CONVERTED_SHARE}.items():
        size, done, back, wrong, rage = found[name]
        side = "friction" if name == "checkout" else "elsewhere"
        assert size > 500
        assert done == pytest.approx(share, abs=0.035), name
        # Who gives up before the step that goes wrong never sees the error: a sixth of those who give up.
        assert back == pytest.approx(truths.TASK_BACKTRACK_SHARE[side], abs=0.035), name
        if name != "guide":
            assert wrong == pytest.approx(truths.TASK_ERROR_SHARE[side], abs=0.06), name
        assert rage == pytest.approx(truths.TASK_RAGE_SHARE[side], abs=0.03), name
    assert min(found, key=lambda name: found[name][1]) == "checkout"
    assert max(found, key=lambda name: found[name][2]) == "checkout"


def test_each_customer_is_told_by_one_product_system(raw: duckdb.DuckDBPyConnection) -> None:
    both, vendor, known = one(raw, """
        select
            count(*) filter (where is_vendor and is_own), avg(is_vendor::int),
            count(*) filter (where user_id is null)
        from (select user_id, bool_or(source = 'vendor') as is_vendor, bool_or(source = 'own') as is_own
              from all_events where user_id is not null group by user_id)
    """)  # fmt: skip
    assert (both, known) == (0, 0)
    assert vendor == pytest.approx(1 / truths.VENDOR_EVENTS_EVERY, abs=0.02)


def test_the_vendor_delivers_again_and_some_clocks_are_a_day_off(raw: duckdb.DuckDBPyConnection) -> None:
    again, skewed, wrong = one(raw, """
        select
            count(*) / count(distinct id) - 1,
            avg((date_diff('second', original_timestamp, timestamp) = 86400)::int),
            count(*) filter (where timestamp > received_at)
        from segment_tracks
    """)  # fmt: skip
    assert again == pytest.approx(truths.REDELIVERED_SHARE, abs=0.005)
    assert skewed == pytest.approx(truths.DEVICE_SKEW_SHARE, abs=0.02)
    assert wrong == 0


def test_visits_bounce_and_match_in_their_shares(raw: duckdb.DuckDBPyConnection) -> None:
    """A visit of the generator begins with a page that has a referrer or none, a campaign or none, within one stage."""
    match, size = one(raw, """
        with sends as (select distinct campaign_id, intent from landing_marketing_sends)
        select avg((landing_intent = intent)::int), count(*)
        from landing_product_events join sends using (campaign_id) where landing_intent is not null
    """)  # fmt: skip
    assert size > 500
    assert match == pytest.approx(truths.MESSAGE_MATCH_SHARE, abs=0.03)


def test_later_messages_are_opened_less(raw: duckdb.DuckDBPyConnection) -> None:
    rows = raw.execute("""
        select exposure, avg((opened_at is not null)::int) from (
            select *, row_number() over (partition by user_id order by sent_at, send_id) as exposure
            from landing_marketing_sends)
        where exposure <= 4 group by exposure order by exposure
    """).fetchall()  # fmt: skip
    for exposure, share in rows:
        expected = 0.98 * truths.SEND_OPENED_SHARE * truths.SEND_FATIGUE_FACTOR ** (exposure - 1)
        assert share == pytest.approx(expected, abs=0.025)


def test_refunds_follow_their_share(raw: duckdb.DuckDBPyConnection) -> None:
    refunded = one(raw, """
        select count(refund_id) / count(*) from landing_orders left join landing_refunds using (order_id)
        where subscription_id is null
            and ordered_at < (select max(ordered_at) - interval 26 day from landing_orders)
    """)[0]  # fmt: skip
    assert refunded == pytest.approx(truths.REFUNDED_SHARE, abs=0.015)


def test_raters_agree_in_their_share_of_cases(raw: duckdb.DuckDBPyConnection) -> None:
    share, raters = one(raw, """
        select avg((lowest = highest)::int), min(raters) from (
            select min(score) as lowest, max(score) as highest, count(distinct rater_id) as raters
            from landing_qa_reviews where item <> 'useful' group by message_id, item)
    """)  # fmt: skip
    assert share == pytest.approx(truths.QA_RATERS_AGREE_SHARE, abs=0.02)
    assert raters == 2


def test_reviewers_find_the_planted_share_of_answers_useful(raw: duckdb.DuckDBPyConnection) -> None:
    # Some hundred answers: two standard errors of .95 of 300 are .025.
    share, disputed = one(raw, """
        select avg(highest), count(*) filter (where lowest <> highest)
        from (select min(score) as lowest, max(score) as highest
            from landing_qa_reviews where item = 'useful' group by message_id)
    """)  # fmt: skip
    assert share == pytest.approx(truths.QA_USEFUL_SHARE, abs=0.03)
    assert disputed == 0


def test_bot_messages_of_the_product_carry_their_generation(raw: duckdb.DuckDBPyConnection) -> None:
    bare, mixed = one(raw, """
        select
            count(*) filter (where author_role = 'bot' and (model_version is null or prompt_id is null
                or prompt_version is null or guardrail_version is null or confidence is null or generation_ms is null
                or knowledge_source_count is null or is_human_approved is null)),
            count(*) filter (where author_role <> 'bot' and model_version is not null)
        from landing_latest
    """)  # fmt: skip
    assert (bare, mixed) == (0, 0)


def test_business_hours_cross_the_change_of_the_clock(raw: duckdb.DuckDBPyConnection) -> None:
    hours = raw.execute(
        "select start_time, end_time from zendesk_schedule where name like '%Berlin%' order by 1"
    ).fetchall()
    assert [(start % 1440, end % 1440, start // 1440) for start, end in hours] == [
        (540, 1020, day) for day in range(1, 6)
    ]
    changes = one(raw, "select count(*) from zendesk_daylight_time where year = 2026 "
                       "and daylight_end_utc between timestamp '2026-05-01' and timestamp '2026-11-01'")[0]  # fmt: skip
    assert changes == 1


# --- the messenger and the assistant's log ----------------------------------------------------------------------------
def test_the_log_names_the_helpdesks_messages_as_the_warehouse_does(raw: duckdb.DuckDBPyConnection) -> None:
    """Each message held by a helpdesk is there, at the same second and by the same side."""
    held, found, wrong = one(raw, """
        with helpdesk as (
            select chat_id || ':' || chat_index as id, actor_id like 'agent:9%' as is_bot, created_at
            from zendesk_ticket_chat_event where type = 'ChatMessage'
            union all
            select conversation_id || ':part:' || id, author_type = 'bot', created_at from intercom_parts
            union all
            select id || ':opening', source_author_type = 'bot', created_at from intercom_conversations)
        select count(*), count(helpdesk.id), count(*) filter (
            is_bot <> (author_type = 'assistant') or abs(epoch(helpdesk.created_at) - epoch(sent_at)) > 1)
        from assistant_messages left join helpdesk on helpdesk.id = helpdesk_message_id
        where helpdesk_message_id is not null
    """)  # fmt: skip
    assert held == found > 1000
    assert wrong == 0


def test_every_answer_of_the_assistant_has_its_generation(raw: duckdb.DuckDBPyConnection) -> None:
    answers, generated, versions, misplaced = one(raw, f"""
        select count(*), count(generation_id), count(distinct model_version), count(*) filter (
            (model_version = '{truths.MODEL_VERSIONS[1]}') <> (created_at >= {MODEL_CHANGE}))
        from assistant_messages join assistant_conversations using (conversation_id)
        left join assistant_generations using (message_id) where author_type = 'assistant'
    """)  # fmt: skip
    assert answers == generated == one(raw, "select count(*) from assistant_generations")[0]
    assert versions == len(truths.MODEL_VERSIONS)
    # A conversation before a ticket began up to 95 seconds earlier than the ticket that tells its version.
    assert misplaced <= 3
    approved, edited = one(raw, """
        select avg(is_human_approved::int), avg(is_human_edited::int) filter (is_human_approved)
        from assistant_generations
    """)  # fmt: skip
    assert approved == pytest.approx(truths.APPROVED_SHARE, abs=0.02)
    assert edited == pytest.approx(truths.EDITED_SHARE, abs=0.03)


def test_handoffs_pass_on_what_their_version_passes_on(raw: duckdb.DuckDBPyConnection) -> None:
    elements = ", ".join(f"count({name}) / count(*)" for name in truths.HANDOFF_CONTEXT_SHARE[truths.MODEL_VERSIONS[0]])
    rows = raw.execute(f"""
        select created_at >= {MODEL_CHANGE} as is_new, {elements}
        from assistant_handoffs join assistant_conversations using (conversation_id) group by 1 order by 1
    """).fetchall()  # fmt: skip
    for (_, *found), version in zip(rows, truths.MODEL_VERSIONS, strict=True):
        assert found == pytest.approx(list(truths.HANDOFF_CONTEXT_SHARE[version].values()), abs=0.04)
    late = one(raw, "select count(*) from assistant_handoffs where accepted_at < announced_at")[0]
    assert late == 0


def test_retrieved_sources_are_ranked_from_one_and_cited_the_less_the_further_down(
    raw: duckdb.DuckDBPyConnection,
) -> None:
    rows = raw.execute("""
        select retrieval_rank, count(*), avg(is_cited::int), avg(relevance_score) from assistant_retrievals
        group by 1 order by 1
    """).fetchall()  # fmt: skip
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    assert [row[1] for row in rows] == sorted((row[1] for row in rows), reverse=True)
    for rank, size, cited, _ in rows[:3]:
        assert cited == pytest.approx(truths.CITED_SHARE / rank, abs=3 * (0.25 / size) ** 0.5)
    assert rows[0][3] > rows[2][3]


def test_closed_conversations_open_again_in_every_way(raw: duckdb.DuckDBPyConnection) -> None:
    found = dict(raw.execute("select part_type, count(*) from intercom_parts group by 1").fetchall())
    assert {"note_and_reopen", "assign_and_reopen", "open", "close", "assignment", "note", "snoozed"} <= set(found)
    closing, silent = one(raw, """
        select count(body), count(*) - count(body) from intercom_parts where part_type = 'close'
    """)  # fmt: skip
    assert closing > 100
    assert silent > 100
    # A part of an event alone has no text.
    assert (
        one(raw, "select count(body) from intercom_parts where part_type in ('open', 'assignment', 'snoozed')")[0] == 0
    )


def test_one_version_of_a_record_is_in_force_unless_it_was_deleted(raw: duckdb.DuckDBPyConnection) -> None:
    for table in ("conversation_history", "conversation_part_history", "contact_history"):
        twice, late = one(raw, f"""
            select count(*) filter (active > 1), count(*) filter (active = 1 and last_start <> active_start) from (
                select count(*) filter (_fivetran_active) as active, max(_fivetran_start) as last_start,
                    max(_fivetran_start) filter (_fivetran_active) as active_start
                from intercom_{table} group by id)
        """)  # fmt: skip
        assert (twice, late) == (0, 0), table
    gone = one(raw, "select avg((not _fivetran_active)::int) from intercom_conversations")[0]
    assert gone == pytest.approx(truths.DELETED_TICKET_SHARE, abs=0.005)


def test_micro_prompts_are_answered_in_their_share(raw: duckdb.DuckDBPyConnection) -> None:
    share, early = one(raw, """
        select avg((score is not null)::int), count(*) filter (answered_at < shown_at) from assistant_feedback
    """)  # fmt: skip
    assert share == pytest.approx(truths.PROMPT_ANSWERED_SHARE, abs=0.03)
    assert early == 0
