-- One view per table of the assistant's contract, from spans by the OpenTelemetry conventions for generative AI (table
-- exports: the lines that the Collector's file exporter writes). map.py writes each view as
-- <raw>/assistant/<table>.parquet.

-- grain: one row per span, its attributes by name as texts
create view spans as
with lines as (
    select unnest(resourceSpans) as resource_span from exports
),

scopes as (
    select unnest(resource_span.scopeSpans) as scope_span from lines
),

flat as (
    select unnest(scope_span.spans) as span from scopes
)

select
    span.traceId as trace_id,
    span.spanId as span_id,
    make_timestamp_ns(cast(span.startTimeUnixNano as bigint)) as started_at,
    make_timestamp_ns(cast(span.endTimeUnixNano as bigint)) as finished_at,
    (cast(span.endTimeUnixNano as bigint) - cast(span.startTimeUnixNano as bigint)) / 1e6 as took_ms,
    map_from_entries([
        (
            attribute.key,
            coalesce(
                attribute.value.stringValue, attribute.value.intValue, cast(attribute.value.doubleValue as varchar),
                cast(attribute.value.boolValue as varchar)
            )
        )
        for attribute in span.attributes
    ]) as attributes,
    -- The customer asked when the exchange began, not when the last model call did.
    make_timestamp_ns(min(cast(span.startTimeUnixNano as bigint)) over (partition by span.traceId)) as asked_at,
from flat;

-- The words of the last message of a role: its parts of type text.
create macro last_by(messages, speaker) as list_last(
    list_filter(cast(messages as json[]), lambda message: message ->> 'role' = speaker)
);
create macro last_said(messages, speaker) as array_to_string(
    list_transform(
        list_filter(
            cast(json_extract(last_by(messages, speaker), '$.parts') as json[]), lambda part: part ->> 'type' = 'text'
        ),
        lambda part: part ->> 'content'
    ),
    chr(10)
);

-- A trace is one exchange. Several model calls of a trace are steps on the way (tools, rewrites); the last one that
-- said something wrote the answer.
create view answers as
select
    *,
    coalesce(attributes['gen_ai.conversation.id'], trace_id) as conversation_id,
    coalesce(attributes['user.id'], attributes['enduser.id']) as user_id,
    nullif(last_said(attributes['gen_ai.input.messages'], 'user'), '') as question,
    nullif(last_said(attributes['gen_ai.output.messages'], 'assistant'), '') as answer,
from spans
where
    attributes['gen_ai.operation.name'] in ('chat', 'text_completion', 'generate_content')
    and nullif(last_said(attributes['gen_ai.output.messages'], 'assistant'), '') is not null
qualify row_number() over (partition by trace_id order by finished_at desc, span_id desc) = 1;

-- grain: one row per conversation; a trace without one is a conversation of its own
create view conversations as
select
    conversation_id,
    max(user_id) as user_id,
    'api' as channel,
    min(asked_at) as created_at,
    max(finished_at) as updated_at,
from answers
group by all;

-- grain: one row per question and per answer
create view messages as
select
    trace_id || ':input' as message_id,
    conversation_id,
    'user' as author_type,
    user_id as author_id,
    question as body,
    asked_at as sent_at,
from answers
where question is not null
union all
select
    trace_id || ':output' as message_id,
    conversation_id,
    'assistant' as author_type,
    'assistant' as author_id,
    answer as body,
    finished_at as sent_at,
from answers;

-- grain: one row per answer
create view generations as
select
    coalesce(attributes['gen_ai.response.id'], span_id) as generation_id,
    trace_id || ':output' as message_id,
    attributes['gen_ai.request.model'] as model,
    -- What answered, which may be a dated version of what was asked for.
    attributes['gen_ai.response.model'] as model_version,
    attributes['gen_ai.prompt.name'] as prompt_id,
    took_ms as generation_ms,
    cast(attributes['gen_ai.usage.input_tokens'] as bigint) as input_tokens,
    cast(attributes['gen_ai.usage.output_tokens'] as bigint) as output_tokens,
    finished_at as generated_at,
from answers;

-- grain: one row per document that a retrieval of the trace returned, in its order
create view retrievals as
with retrieved as (
    select
        coalesce(answers.attributes['gen_ai.response.id'], answers.span_id) as generation_id,
        spans.span_id,
        spans.started_at,
        spans.finished_at as retrieved_at,
        unnest(cast(spans.attributes['gen_ai.retrieval.documents'] as json[])) as document,
        generate_subscripts(cast(spans.attributes['gen_ai.retrieval.documents'] as json[]), 1) as position,
    from spans
    inner join answers on spans.trace_id = answers.trace_id
    where spans.attributes['gen_ai.operation.name'] = 'retrieval'
)

select
    generation_id,
    document ->> 'id' as knowledge_id,
    row_number() over (partition by generation_id order by started_at, span_id, position) as retrieval_rank,
    cast(document ->> 'score' as double) as relevance_score,
    retrieved_at,
from retrieved
where document ->> 'id' is not null;
