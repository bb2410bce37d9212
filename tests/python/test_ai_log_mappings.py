"""Exports of AI logs with their own field names become messages of the warehouse, with what the model did for each.

The exports are written by hand here; every expected value is read off them.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.python.pipeline import PROJECT_DIR, Workplace

BUILT = ["fct_messages", "fct_message_knowledge_sources", "int_handoff_records", "int_survey_answers"]

TRACES: list[dict[str, Any]] = [
    {"id": "t1", "sessionId": "s1", "userId": "u1", "release": "r9", "version": "7", "tags": ["beta"],
     "timestamp": "2026-03-02T10:00:00.000Z", "input": "I cannot log in?", "output": {"role": "assistant",
     "content": "Please reset your password. It takes two minutes."}, "metadata": {"user_email": "Ada@mail.example"}},
    {"id": "t2", "sessionId": "s1", "userId": "u1", "tags": [], "timestamp": "2026-03-02T10:05:00.000Z",
     "input": {"messages": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Still no luck."}]},
     "output": None, "metadata": {}},
    {"id": "t3", "sessionId": None, "userId": "u2", "tags": ["ticket:landing:th1"],
     "timestamp": "2026-03-03T08:00:00.000Z", "input": [{"role": "user", "content": [{"type": "text",
     "text": "Where is my order?"}]}], "output": "It is on its way.", "metadata": None},
]  # fmt: skip
OBSERVATIONS: list[dict[str, Any]] = [
    {"id": "o0", "traceId": "t1", "type": "GENERATION", "name": "classify", "model": "small-1",
     "startTime": "2026-03-02T10:00:00.100Z", "endTime": "2026-03-02T10:00:00.300Z", "output": "account_access"},
    {"id": "o1", "traceId": "t1", "type": "RETRIEVER", "name": "search", "startTime": "2026-03-02T10:00:00.300Z",
     "endTime": "2026-03-02T10:00:00.500Z", "output": [{"id": "kb7", "score": 0.91, "cited": True},
     {"id": "kb3", "score": 0.55}]},
    {"id": "o2", "traceId": "t1", "type": "GENERATION", "name": "answer", "model": "large-2", "promptName": "support",
     "promptVersion": 4, "startTime": "2026-03-02T10:00:00.500Z", "completionStartTime": "2026-03-02T10:00:00.900Z",
     "endTime": "2026-03-02T10:00:02.000Z", "usageDetails": {"input": 812, "output": 41}, "output": "draft",
     "metadata": {"confidence": 0.82, "intent": "account_access", "guardrail_version": "g1"}},
    {"id": "o3", "traceId": "t2", "type": "GENERATION", "name": "answer", "model": "large-2", "promptName": "support",
     "promptVersion": 4, "startTime": "2026-03-02T10:05:00.200Z", "endTime": "2026-03-02T10:05:01.700Z",
     "usage": {"input": 900, "output": 20}, "output": {"role": "assistant", "content": "A colleague takes over."}},
    {"id": "o4", "traceId": "t2", "type": "EVENT", "name": "handoff", "startTime": "2026-03-02T10:05:02.000Z",
     "metadata": {"trigger": "customer_request", "target_queue": "Access", "issue_summary": "Cannot log in"}},
    {"id": "o5", "traceId": "t3", "type": "GENERATION", "model": "large-2", "startTime": "2026-03-03T08:00:01.000Z",
     "endTime": "2026-03-03T08:00:02.500Z"},
]  # fmt: skip
SCORES: list[dict[str, Any]] = [
    {"id": "c1", "name": "solved", "value": 1, "dataType": "BOOLEAN", "source": "API", "traceId": "t1",
     "timestamp": "2026-03-02T10:03:00.000Z"},
    {"id": "c2", "name": "csat", "value": 4, "dataType": "NUMERIC", "source": "API", "sessionId": "s1",
     "timestamp": "2026-03-02T10:06:00.000Z"},
    {"id": "c3", "name": "solved", "value": 0, "dataType": "BOOLEAN", "source": "EVAL", "traceId": "t1",
     "timestamp": "2026-03-02T10:06:00.000Z"},
    {"id": "c4", "name": "approved", "value": 1, "dataType": "BOOLEAN", "source": "ANNOTATION", "traceId": "t1",
     "timestamp": "2026-03-02T10:00:01.000Z"},
]  # fmt: skip


def mapping(name: str) -> Callable[[Path, Path], dict[str, int]]:
    """The function map_export of an example."""
    spec = importlib.util.spec_from_file_location(f"{name}_map", PROJECT_DIR / "examples" / name / "map.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Callable[[Path, Path], dict[str, int]] = module.map_export
    return found


def lines(rows: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def build(workplace: Workplace) -> duckdb.DuckDBPyConnection:
    """Land the raw zone and build what the tests read."""
    landed = workplace.land()
    assert landed.returncode == 0, landed.stderr
    models = [f"+{name}" for name in BUILT]
    built = workplace.dbt("build", "--select", *models, "--resource-type", "model", "--resource-type", "seed")
    assert built.returncode == 0, built.stdout
    return duckdb.connect(str(workplace.warehouse), read_only=True)


@pytest.fixture(scope="module")
def langfuse(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    folder = tmp_path_factory.mktemp("langfuse")
    for name, rows in {"traces": TRACES, "observations": OBSERVATIONS, "scores": SCORES}.items():
        (folder / f"{name}.jsonl").write_text(lines(rows))
    counts = mapping("langfuse")(folder, folder / "raw")
    assert counts == {
        "conversations": 2, "messages": 6, "generations": 3, "retrievals": 2, "handoffs": 1, "feedback": 2,
    }  # fmt: skip
    # The ticket that the tag of t3 names, so that its messages belong to that helpdesk's thread.
    (folder / "raw" / "landing").mkdir()
    duckdb.sql("""select 'th1' as thread_id, 'email' as channel, 'u2' as requester_id, 'open' as status,
        timestamp '2026-03-03 08:00:05' as created_at""").write_parquet(str(folder / "raw/landing/threads.parquet"))
    duckdb.sql("""select 'm1' as message_id, 'th1' as thread_id, 'customer' as author_role, 'No.' as body,
        timestamp '2026-03-03 09:00:00' as sent_at""").write_parquet(str(folder / "raw/landing/messages.parquet"))
    return build(Workplace(folder, folder / "raw"))


def test_a_trace_is_a_question_and_the_answer_of_its_last_generation(langfuse: duckdb.DuckDBPyConnection) -> None:
    rows = langfuse.execute("""
        select native_message_id, author_role, model_version, prompt_id, prompt_version, confidence, generation_ms,
            intent, guardrail_version, is_human_approved, knowledge_source_count, sent_at::varchar
        from intermediate.int_messages where source_system = 'assistant' order by sent_at, native_message_id
    """).fetchall()  # fmt: skip
    none = (None, None, None, None, None)
    assert rows == [
        ("t1:input", "customer", *none, "account_access", None, None, None, "2026-03-02 10:00:00"),
        ("t1:output", "bot", "large-2", "support", "4", 0.82, 1500.0, "account_access", "g1", True, 2,
         "2026-03-02 10:00:02"),
        ("t2:input", "customer", *none, "account_access", None, None, None, "2026-03-02 10:05:00"),
        ("t2:output", "bot", "large-2", "support", "4", None, 1500.0, "account_access", None, None, 0,
         "2026-03-02 10:05:01.7"),
        ("t3:input", "customer", *none, None, None, None, None, "2026-03-03 08:00:00"),
        ("t3:output", "bot", "large-2", None, None, None, 1500.0, None, None, None, 0, "2026-03-03 08:00:02.5"),
    ]  # fmt: skip


def test_texts_are_found_in_every_form_and_read(langfuse: duckdb.DuckDBPyConnection) -> None:
    """Lengths counted by hand; only the first question has a question mark and the order's."""
    rows = langfuse.execute("""
        select body_characters, has_question, reply_seconds from marts.fct_messages
        where source_system = 'assistant' order by sent_at
    """).fetchall()  # fmt: skip
    assert rows == [
        (len("I cannot log in?"), True, None),
        (len("Please reset your password. It takes two minutes."), False, 2.0),
        (len("Still no luck."), False, None),
        (len("A colleague takes over."), False, 1.7),
        (len("Where is my order?"), True, None),
        (len("It is on its way."), False, 2.5),
    ]


def test_retrieved_documents_keep_their_order(langfuse: duckdb.DuckDBPyConnection) -> None:
    rows = langfuse.execute("""
        select native_knowledge_id, retrieval_rank, relevance_score, is_cited
        from marts.fct_message_knowledge_sources order by 2
    """).fetchall()  # fmt: skip
    assert rows == [("kb7", 1, 0.91, True), ("kb3", 2, 0.55, None)]


def test_only_the_customer_speaks_for_the_customer(langfuse: duckdb.DuckDBPyConnection) -> None:
    rows = langfuse.execute("""
        select measure, score, scale_max from intermediate.int_survey_answers order by submitted_at
    """).fetchall()  # fmt: skip
    assert rows == [("solved", 1.0, 1.0), ("csat", 4.0, 5.0)]


def test_a_handoff_event_and_a_tag_tell_where_it_went_on(langfuse: duckdb.DuckDBPyConnection) -> None:
    handoff = langfuse.execute("""
        select trigger, target_queue, has_issue_summary, has_user_emotion, announced_at::varchar
        from intermediate.int_handoff_records
    """).fetchall()  # fmt: skip
    assert handoff == [("customer_request", "Access", True, None, "2026-03-02 10:05:02")]
    ticket = langfuse.execute("""
        select messages.native_message_id from intermediate.int_messages as messages
        join intermediate.int_threads as threads using (thread_id)
        where threads.native_thread_id = 'th1' order by message_seq
    """).fetchall()  # fmt: skip
    assert ticket == [("t3:input",), ("t3:output",), ("m1",)]


def attributes(values: dict[str, Any]) -> list[dict[str, Any]]:
    kinds = {str: "stringValue", int: "intValue", float: "doubleValue", bool: "boolValue"}
    return [
        {"key": key, "value": {kinds[type(value)]: str(value) if type(value) is int else value}}
        for key, value in values.items()
    ]


def span(trace: str, number: str, second: float, seconds: float, values: dict[str, Any]) -> dict[str, Any]:
    """A span that begins `second` seconds after 2026-03-02 10:00 UTC."""
    start = 1_772_445_600_000_000_000 + round(second * 1e9)
    return {
        "traceId": trace, "spanId": number, "name": "chat", "startTimeUnixNano": str(start),
        "endTimeUnixNano": str(start + round(seconds * 1e9)), "attributes": attributes(values),
    }  # fmt: skip


def said(role: str, text: str) -> dict[str, Any]:
    return {"role": role, "parts": [{"type": "text", "content": text}]}


@pytest.fixture(scope="module")
def spans(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    folder = tmp_path_factory.mktemp("otel")
    question = said("user", "Is the export down?")
    tool_call = {"role": "assistant", "parts": [{"type": "tool_call", "id": "c", "name": "status", "arguments": {}}]}
    common = {"gen_ai.conversation.id": "v1", "gen_ai.request.model": "large", "user.id": "u1"}
    exported = [
        span("a1", "1", 0, 0.4, {"gen_ai.operation.name": "retrieval", "gen_ai.data_source.id": "kb",
             "gen_ai.retrieval.documents": json.dumps([{"id": "kb1", "score": 0.9}, {"id": "kb2", "score": 0.4}])}),
        span("a1", "2", 0.5, 1, {**common, "gen_ai.operation.name": "chat",
             "gen_ai.input.messages": json.dumps([question]), "gen_ai.output.messages": json.dumps([tool_call])}),
        span("a1", "3", 2, 1.25, {**common, "gen_ai.operation.name": "chat", "gen_ai.response.model": "large-2026-02",
             "gen_ai.response.id": "resp-3", "gen_ai.usage.input_tokens": 500, "gen_ai.usage.output_tokens": 30,
             "gen_ai.input.messages": json.dumps([said("user", "Hello"), said("assistant", "Hi"), question, tool_call]),
             "gen_ai.output.messages": json.dumps([said("assistant", "It is up again since 9:50.")])}),
        span("a2", "4", 60, 0.5, {"gen_ai.operation.name": "embeddings", "gen_ai.request.model": "vectors"}),
        span("a3", "5", 90, 2, {**common, "gen_ai.operation.name": "chat",
             "gen_ai.input.messages": json.dumps([said("user", "Thanks!")]),
             "gen_ai.output.messages": json.dumps([said("assistant", "You are welcome.")])}),
    ]  # fmt: skip
    (folder / "spans.jsonl").write_text(
        lines([{"resourceSpans": [{"resource": {}, "scopeSpans": [{"scope": {}, "spans": exported}]}]}])
    )
    counts = mapping("opentelemetry_genai")(folder, folder / "raw")
    assert counts == {"conversations": 1, "messages": 4, "generations": 2, "retrievals": 2}
    return build(Workplace(folder, folder / "raw"))


def test_spans_of_one_trace_are_one_exchange(spans: duckdb.DuckDBPyConnection) -> None:
    """The answer of a1 came 3.25 s after the trace began, 1.25 s after its own model call did."""
    rows = spans.execute("""
        select author_role, model_version, generation_ms, knowledge_source_count, reply_seconds, has_question,
            body_characters, channel from marts.fct_messages order by sent_at
    """).fetchall()  # fmt: skip
    assert rows == [
        ("customer", None, None, None, None, True, len("Is the export down?"), "in_app"),
        ("bot", "large-2026-02", 1250.0, 2, 3.25, False, len("It is up again since 9:50."), "in_app"),
        ("customer", None, None, None, None, False, len("Thanks!"), "in_app"),
        ("bot", "large", 2000.0, 0, 2.0, False, len("You are welcome."), "in_app"),
    ]


def test_retrieved_documents_of_spans_keep_their_order(spans: duckdb.DuckDBPyConnection) -> None:
    rows = spans.execute("""
        select native_knowledge_id, retrieval_rank, relevance_score, is_cited
        from marts.fct_message_knowledge_sources order by 2
    """).fetchall()  # fmt: skip
    assert rows == [("kb1", 1, 0.9, None), ("kb2", 2, 0.4, None)]


@pytest.mark.parametrize("name", ["langfuse", "opentelemetry_genai"])
def test_a_missing_export_is_named(name: str, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="jsonl"):
        mapping(name)(tmp_path, tmp_path / "raw")
