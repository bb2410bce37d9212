"""`python -m benchmarks.limit`: the work that no build of these tables can do without, written by hand for DuckDB.

It reads every raw file once, typed, latest delivery of each key; reads each message's text once; orders messages,
events and answers once; sums once by customer and month what the metric catalogue counts; and writes tables as large as
the product's. Its seconds are what the models' seconds are compared with; its tables mean nothing by themselves. Does
not belong here: any definition that a reader would look for; those are the models.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from orchestration.defs.landing.contract import Contract, ContractTable, load_contract
from orchestration.defs.landing.read import identifier, literal
from orchestration.settings import PROJECT_DIR, STORAGE_VERSION

PARTS = ("read", "text", "windows", "sums", "write")
SEEDS = PROJECT_DIR / "seeds" / "scoring"
SESSION_GAP = "interval 24 hours"
VISIT_GAP = "interval 30 minutes"
ADDITIVE = ("proportion", "mean", "net_promoter")
NUMBERS = ("BOOLEAN", "BIGINT", "DOUBLE", "INTEGER", "HUGEINT")
TALK = (
    "assistant.conversations",
    "assistant.messages",
    "intercom.conversation_history",
    "intercom.conversation_part_history",
    "landing.messages",
    "landing.threads",
    "zendesk.ticket",
    "zendesk.ticket_chat",
    "zendesk.ticket_chat_event",
    "zendesk.ticket_comment",
    "zendesk.user",
)
EVENTS = (
    "landing.product_events",
    "segment.element_clicked",
    "segment.form_submitted",
    "segment.pages",
    "segment.screens",
    "segment.tracks",
)
STATUSES = ("landing.thread_events", "zendesk.ticket_field_history")
ANSWERS = ("landing.survey_responses", "qualtrics.question_response", "delighted.response")


class Limit:
    """One run of the script: a database file to write to, and the seconds of each part."""

    def __init__(self, raw: Path, built: Path, database: Path, memory_limit: str, contract: Contract) -> None:
        self.raw, self.contract = raw, contract
        self.seconds = dict.fromkeys(PARTS, 0.0)
        self.rows: dict[str, int] = {}
        self._con = duckdb.connect(str(database), config={"storage_compatibility_version": STORAGE_VERSION})
        # As in profiles/profiles.yml.
        self._con.execute("set TimeZone = 'UTC'")
        self._con.execute("set preserve_insertion_order = false")
        self._con.execute(f"set memory_limit = {literal(memory_limit)}")
        self._con.execute(f"attach {literal(str(built))} as built (read_only)")
        self._con.execute("create schema conformed; create schema marts")

    def run(self) -> None:
        """All parts; tables are dropped as soon as nothing needs them, so that little has to be spilled."""
        self._read(TALK)
        with self._part("text"):
            self._text()
        self._drop(TALK)
        with self._part("windows"):
            self._conversation_windows()
        with self._part("write"):
            self._write_conversations()
        self._read(EVENTS)
        with self._part("windows"):
            self._event_windows()
        self._drop(EVENTS)
        with self._part("write"):
            self._write("events", "select * from ordered_events")
            self._write("visits", "select * from visits")
        self._read(STATUSES)
        with self._part("windows"):
            self._status_windows()
        self._drop(STATUSES)
        self._read(ANSWERS)
        with self._part("windows"):
            self._answer_windows()
        self._drop(ANSWERS)
        with self._part("read"):
            for table in self.contract.tables:
                if table.label not in self.rows:
                    self._load(table)
                    self._drop([table.label])
        with self._part("sums"):
            self._sums()
        with self._part("write"):
            self._write("status_spans", "select * from status_spans")
            self._write("answers", "select * from latest_answers")
            self._write_marts()
            self._con.execute("checkpoint")

    def close(self) -> None:
        self._con.close()

    @contextmanager
    def _part(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self.seconds[name] += time.perf_counter() - started
        print(f"{sum(self.seconds.values()):.1f} s: {name}", flush=True)

    def _read(self, labels: Sequence[str]) -> None:
        with self._part("read"):
            for label in labels:
                self._load(self.contract.by_label[label])

    def _load(self, table: ContractTable) -> None:
        self._con.execute(f"create temp table {_name(table.label)} as {self._typed(table)}")
        self._keep_latest(table)
        self.rows[table.label] = self._count(_name(table.label))

    def _typed(self, table: ContractTable) -> str:
        """Every contracted column under its type; an absent table is an empty relation."""
        file = self.raw / table.source / f"{table.name}.parquet"
        types = {column.name: _duckdb_type(column.data_type) for column in table.columns}
        if not file.exists():
            empty = ", ".join(f"null::{data_type} as {identifier(name)}" for name, data_type in types.items())
            return f"select {empty} where false"
        relation = f"read_parquet({literal(str(file))})"
        described = self._con.execute(f"describe select * from {relation}").fetchall()
        delivered = {row[0].lower(): (row[0], row[1]) for row in described}
        selected = []
        for column in table.columns:
            found = [delivered[name.lower()] for name in column.names if name.lower() in delivered]
            values = [
                identifier(name)
                if held == types[column.name]
                else f"try_cast({identifier(name)} as {types[column.name]})"
                for name, held in found
            ]
            value = f"coalesce({', '.join(values)})" if len(values) > 1 else "".join(values)
            selected.append(f"{value or f'null::{types[column.name]}'} as {identifier(column.name)}")
        return f"select {', '.join(selected)} from {relation}"

    def _keep_latest(self, table: ContractTable) -> None:
        """Only keys delivered twice are sorted: there are few, and the others need no order."""
        if not table.synced_at:
            return
        name, key = _name(table.label), ", ".join(identifier(column) for column in table.key)
        order = [table.synced_at, *([table.active] if table.active else [])]
        ordering = ", ".join(f"{identifier(column)} desc nulls last" for column in order)
        self._con.execute(
            f"""
            delete from {name} where rowid in (
                select place from (
                    select rowid as place, row_number() over (partition by {key} order by {ordering}) as recency
                    from {name} where hash({key}) in (
                        select hash({key}) from {name} group by {key} having count(*) > 1
                    )
                ) where recency > 1
            )
            """
        )

    def _drop(self, labels: Sequence[str]) -> None:
        for label in labels:
            self._con.execute(f"drop table {_name(label)}")

    def _text(self) -> None:
        """Everything that a text tells, from one reading of it; the text itself is not kept."""
        lexicon = _lexicon()
        signals = ",\n".join(
            "case language "
            + " ".join(
                f"when '{language}' then regexp_matches(words, ' (?:{'|'.join(patterns)}) ')"
                for language, patterns in by_language.items()
            )
            + f" end as has_{signal}"
            for signal, by_language in lexicon.items()
        )
        masked = "lower(body)"
        for pattern, mask in (
            (r"(https?://|www[.])[^ \n]+|[^ \n]+@[^ \n]+", "<link>"),
            ("[#]?[0-9][0-9.,:/-]*", "#"),
            (r"(hi|hello|dear|hey|hallo|regards|best|cheers|thanks),? [\p{L}_]+", "<name>"),
        ):
            masked = f"regexp_replace({masked}, '{pattern}', '{mask}', 'g')"
        self._con.execute(
            rf"""
            create temp table messages as
            with spoken as ({_SPOKEN}),
            normalised as (
                select
                    *,
                    ' ' || trim(regexp_replace(
                        lower(replace(replace(body, chr(39), '_'), chr(8217), '_')), '[^\p{{L}}\p{{N}}_]+', ' ', 'g'
                    )) || ' ' as words,
                    {masked} as masked
                from spoken
            )
            select
                row_number() over () as message_number,
                source_system, native_message_id, thread_key, author_id, is_customer, is_public, language, sent_at,
                hash(masked) as fingerprint,
                length(body) as body_characters,
                length(words) - length(replace(words, ' ', '')) - 1 as word_count,
                {signals}
            from normalised
            """
        )
        self.rows["messages"] = self._count("messages")

    def _conversation_windows(self) -> None:
        """One order of messages gives place, gap, session, turn and reply; one order of sessions gives returns."""
        self._con.execute(
            f"""
            create temp table ordered_messages as
            with ordered as (
                select
                    message_number, thread_key, author_id, is_customer, is_public, sent_at,
                    row_number() over in_thread as message_seq,
                    coalesce(sent_at - lag(sent_at) over in_thread > {SESSION_GAP}, true) as is_session_start,
                    is_customer and not coalesce(lag(is_customer) over in_thread, false) as is_turn_start
                from messages
                window in_thread as (partition by thread_key order by sent_at, message_number)
            )
            select
                *,
                count(case when is_session_start then 1 end) over up_to_here as session_seq,
                count(case when is_turn_start then 1 end) over up_to_here as turn_seq,
                max(case when is_turn_start then sent_at end) over up_to_here as turn_started_at
            from ordered
            window up_to_here as (
                partition by thread_key order by message_seq rows between unbounded preceding and current row
            )
            """
        )
        self._con.execute(
            """
            create temp table sessions as
            select
                *,
                lead(started_at) over by_customer - ended_at as returned_after,
                row_number() over by_customer as contact_number
            from (
                select
                    thread_key, session_seq,
                    coalesce(arg_min(author_id, sent_at) filter (is_customer), thread_key::varchar) as customer_id,
                    min(sent_at) as started_at,
                    max(sent_at) as ended_at,
                    count(*) as message_count,
                    count(*) filter (is_customer) as customer_message_count,
                    min(sent_at) filter (is_customer) as arrival_at,
                    min(sent_at) filter (not is_customer and is_public and turn_seq > 0) as first_response_at,
                    median(epoch(sent_at - turn_started_at)) filter (not is_customer) as reply_seconds
                from ordered_messages
                group by thread_key, session_seq
            )
            window by_customer as (partition by customer_id order by started_at, thread_key)
            """
        )
        self.rows["sessions"] = self._count("sessions")

    def _write_conversations(self) -> None:
        self._write(
            "messages",
            """
            select messages.*, message_seq, session_seq, turn_seq, epoch(messages.sent_at - turn_started_at) as waited
            from messages inner join ordered_messages using (message_number)
            """,
        )
        self._write("sessions", "select * from sessions")
        self._con.execute("drop table messages; drop table ordered_messages; drop table sessions")

    def _event_windows(self) -> None:
        self._con.execute(
            f"""
            create temp table ordered_events as
            with events as ({_EVENTS}),
            marked as (
                select
                    *,
                    lag(occurred_at) over of_person as previous_at,
                    coalesce(occurred_at - lag(occurred_at) over of_person > {VISIT_GAP}, true) as is_first
                from events
                window of_person as (partition by person_key order by occurred_at, event_id)
            )
            select
                *,
                count(case when is_first then 1 end) over (
                    partition by person_key order by occurred_at, event_id
                    rows between unbounded preceding and current row
                ) as visit_seq
            from marked
            """
        )
        self._con.execute(
            """
            create temp table visits as
            select
                person_key, visit_seq,
                min(occurred_at) as started_at,
                max(occurred_at) as ended_at,
                count(*) as event_count,
                count(distinct page) as page_count,
                arg_min(page, occurred_at) as landing_page,
                sum(engaged_seconds) as engaged_seconds,
                max(scroll_depth) as max_scroll_depth
            from ordered_events
            group by person_key, visit_seq
            """
        )
        self.rows["events"] = self._count("ordered_events")

    def _status_windows(self) -> None:
        self._con.execute(
            """
            create temp table status_spans as
            select *, lead(occurred_at) over (partition by thread_key order by occurred_at, value) as until
            from (
                select hash('landing', thread_id) as thread_key, value, occurred_at
                from "landing.thread_events" where event_type = 'status'
                union all
                select hash('zendesk', ticket_id::varchar), value, updated
                from "zendesk.ticket_field_history" where field_name = 'status'
            )
            """
        )

    def _answer_windows(self) -> None:
        self._con.execute(
            """
            create temp table latest_answers as
            select
                *,
                row_number() over (partition by respondent, measure order by submitted_at desc, answer_id) as recency
            from (
                select
                    response_id as answer_id, hash(coalesce(thread_id, user_id, response_id)) as respondent, measure,
                    score, submitted_at
                from "landing.survey_responses"
                union all
                select _fivetran_id, hash(response_id), question_id, try_cast(value as double), _fivetran_synced
                from "qualtrics.question_response"
                union all
                select id::varchar, hash(person_id), survey_type, score::double, created_at from "delighted.response"
            )
            """
        )

    def _sums(self) -> None:
        """By customer and month: two sums for each additive measure of a kind of record; by month: the percentiles.

        Which columns are summed does not matter, only how many, of which table and of which type.
        """
        for record, (additive, latencies) in _measures().items():
            columns = {
                row[0]: row[1]
                for row in self._con.execute(
                    "select column_name, data_type from duckdb_columns() "
                    "where database_name = 'built' and schema_name = 'marts' and table_name = ? order by column_index",
                    [record],
                ).fetchall()
            }
            numbers = [name for name, data_type in columns.items() if data_type in NUMBERS]
            seconds = [name for name in numbers if name.endswith(("_seconds", "_ms"))] or numbers
            times = [name for name, data_type in columns.items() if data_type in ("TIMESTAMP", "DATE")]
            if "customer_id" not in columns or not numbers or not times:
                continue
            month = f"date_trunc('month', {identifier(times[0])})"
            sums = ", ".join(
                f"sum({identifier(name)}::double) as numerator_{place}, count({identifier(name)}) as of_{place}"
                for place, name in enumerate(_cycle(numbers, additive))
            )
            if sums:
                self._con.execute(
                    f"create temp table {identifier('sums_' + record)} as "
                    f"select customer_id, {month} as month, {sums} from built.marts.{identifier(record)} group by all"
                )
            percentiles = ", ".join(
                f"quantile_cont({identifier(name)}, [0.5, 0.75, 0.9, 0.95]) as latency_{place}"
                for place, name in enumerate(_cycle(seconds, latencies))
            )
            if percentiles:
                self._con.execute(
                    f"create temp table {identifier('percentiles_' + record)} as "
                    f"select {month} as month, {percentiles} from built.marts.{identifier(record)} group by all"
                )
            self.rows[f"sums of {record}"] = additive + latencies

    def _write_marts(self) -> None:
        marts = self._con.execute(
            "select table_name from duckdb_tables() where database_name = 'built' and schema_name = 'marts' order by 1"
        ).fetchall()
        for (mart,) in marts:
            name = identifier(mart)
            self._con.execute(f"create table marts.{name} as select * from built.marts.{name}")
        self.rows["marts"] = len(marts)

    def _write(self, name: str, query: str) -> None:
        self._con.execute(f"create table conformed.{name} as {query}")

    def _count(self, relation: str) -> int:
        found = self._con.execute(f"select count(*) from {relation}").fetchone()
        return int(found[0]) if found else 0


_SPOKEN = """
select
    'landing' as source_system, message_id as native_message_id, hash('landing', thread_id) as thread_key, author_id,
    coalesce(author_role = 'customer', false) as is_customer, coalesce(is_public, true) as is_public, body,
    coalesce(m.language, t.language, 'en') as language, sent_at
from "landing.messages" as m left join "landing.threads" as t using (thread_id)
union all
select
    'assistant', message_id, hash('assistant', conversation_id), coalesce(m.author_id, c.user_id),
    author_type = 'user', coalesce(is_public, true), body, coalesce(c.language, 'en'), sent_at
from "assistant.messages" as m left join "assistant.conversations" as c using (conversation_id)
where helpdesk_message_id is null or c.helpdesk_source is null
union all
select
    'zendesk', m.id::varchar, hash('zendesk', m.ticket_id::varchar), m.user_id::varchar,
    coalesce(m.user_id = t.requester_id, false), coalesce(m.public, true), m.body,
    coalesce(lower(split_part(u.locale, '-', 1)), 'en'), m.created
from "zendesk.ticket_comment" as m
left join "zendesk.ticket" as t on m.ticket_id = t.id
left join "zendesk.user" as u on t.requester_id = u.id
union all
select
    'zendesk', e.chat_id || ':' || e.chat_index, hash('zendesk', c.ticket_id::varchar), e.actor_id,
    not starts_with(e.actor_id, 'agent:'), true, e.message, coalesce(lower(split_part(u.locale, '-', 1)), 'en'),
    e.created_at
from "zendesk.ticket_chat_event" as e
inner join "zendesk.ticket_chat" as c using (chat_id)
left join "zendesk.ticket" as t on c.ticket_id = t.id
left join "zendesk.user" as u on t.requester_id = u.id
where e.type in ('ChatMessage', 'ChatFileAttachment') and not coalesce(e.is_history_context, false)
union all
select
    'intercom', id || ':opening', hash('intercom', id), source_author_id,
    source_author_type in ('user', 'lead', 'contact'), true,
    regexp_replace(source_body, '<[^>]*>', ' ', 'g'), 'en', created_at
from "intercom.conversation_history"
where trim(source_body) <> ''
union all
select
    'intercom', conversation_id || ':part:' || id, hash('intercom', conversation_id), author_id,
    author_type in ('user', 'lead', 'contact'), part_type not like 'note%',
    regexp_replace(body, '<[^>]*>', ' ', 'g'), 'en', created_at
from "intercom.conversation_part_history"
where trim(body) <> ''
"""

_EVENTS = """
select
    'landing' as source_system, event_id, hash('landing', coalesce(user_id, anonymous_id)) as person_key,
    lower(event_name) as event_name, page, task_name, step, element, scroll_depth, engaged_seconds, occurred_at
from "landing.product_events"
union all
select
    'segment', id, hash('segment', coalesce(user_id, anonymous_id)), lower(event), context_page_path, task_name, step,
    element, null, null, timestamp
from "segment.form_submitted"
union all
select
    'segment', id, hash('segment', coalesce(user_id, anonymous_id)), lower(event), context_page_path, task_name, step,
    element, null, null, timestamp
from "segment.element_clicked"
union all
select
    'segment', id, hash('segment', coalesce(user_id, anonymous_id)), 'page', path, null, null, null, scroll_depth,
    engaged_seconds, timestamp
from "segment.pages"
union all
select
    'segment', id, hash('segment', coalesce(user_id, anonymous_id)), 'screen', name, null, null, null, null, null,
    timestamp
from "segment.screens"
union all
select
    'segment', id, hash('segment', coalesce(user_id, anonymous_id)), lower(event), context_page_path,
    json_extract_string(properties, '$.task_name'), json_extract_string(properties, '$.step'),
    json_extract_string(properties, '$.element'), null, null, timestamp
from "segment.tracks" as t
where not exists (select 1 from "segment.form_submitted" as f where f.id = t.id)
    and not exists (select 1 from "segment.element_clicked" as c where c.id = t.id)
"""


def _lexicon() -> dict[str, dict[str, list[str]]]:
    """Patterns of each signal by language, a kind of signal lending its patterns to the signal that it is a kind of."""
    kinds = {row["signal"]: row["kind_of"] for row in _seed("signal_kinds")}
    lexicon: dict[str, dict[str, list[str]]] = {}
    for row in _seed("tone_signals"):
        for signal in {row["signal"], kinds.get(row["signal"], row["signal"])}:
            patterns = lexicon.setdefault(signal, {}).setdefault(row["language"], [])
            # Only whether it fits is asked: without groups to remember, matching takes half the time.
            pattern = re.sub(r"\((?!\?)", "(?:", row["pattern"])
            if pattern not in patterns:
                patterns.append(pattern)
    return lexicon


def _measures() -> dict[str, tuple[int, int]]:
    """Additive measures and latencies of the metric catalogue by the mart of their kind of record."""
    additive: Counter[str] = Counter()
    latencies: Counter[str] = Counter()
    for row in _seed("metric_catalogue"):
        record = "fct_" + row["data_source"].split("_", 1)[1]
        (additive if row["estimator"] in ADDITIVE else latencies)[record] += 1
    return {record: (additive[record], latencies[record]) for record in sorted({*additive, *latencies})}


def _seed(name: str) -> list[dict[str, str]]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _cycle(names: Sequence[str], count: int) -> list[str]:
    return [names[place % len(names)] for place in range(count)]


def _duckdb_type(data_type: str) -> str:
    return "VARCHAR" if data_type == "string" else data_type.upper()


def _name(label: str) -> str:
    return identifier(label)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the script and write its seconds by part as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.limit", description=__doc__)
    parser.add_argument("--raw", type=Path, required=True, help="raw zone of Parquet files, one a table")
    parser.add_argument("--built", type=Path, required=True, help="warehouse that the models have built from it")
    parser.add_argument("--database", type=Path, required=True, help="file to write to; must not exist")
    parser.add_argument("--memory-limit", default="6GB")
    parser.add_argument("--json", type=Path, required=True, help="where the seconds go")
    given = parser.parse_args(arguments)
    if given.database.exists():
        parser.error(f"{given.database} exists already")
    started = time.perf_counter()
    limit = Limit(given.raw, given.built, given.database, given.memory_limit, load_contract(PROJECT_DIR / "models"))
    limit.run()
    limit.close()
    result = {
        "seconds": round(time.perf_counter() - started, 3),
        "parts": {name: round(seconds, 3) for name, seconds in limit.seconds.items()},
        "rows": limit.rows,
    }
    given.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
