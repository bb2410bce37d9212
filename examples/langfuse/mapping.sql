-- One view per table of the assistant's contract, from three exports (tables traces, observations and scores with
-- Langfuse's field names; input, output, usage, usageDetails, metadata and value are JSON). map.py writes each view as
-- <raw>/assistant/<table>.parquet.

-- Exports hold a text as a string, as a message {role, content}, as a list of messages, or as an object with such a
-- list. What counts is the last message of the role asked for.
-- (json_extract, since within a lambda's macro the arrow would be read as one.)
create macro messages_in(document) as case
    when json_type(document) = 'ARRAY' then document
    when json_type(json_extract(document, '$.messages')) = 'ARRAY' then json_extract(document, '$.messages')
    else json_array(document)
end;
create macro content_of(message) as case
    when json_type(message) = 'VARCHAR' then message ->> '$'
    when json_type(json_extract(message, '$.content')) = 'ARRAY'
        then array_to_string(json_extract_string(message, '$.content[*].text'), chr(10))
    else coalesce(message ->> 'content', message ->> 'text', message ->> 'message')
end;
create macro last_said(value, speaker) as content_of(list_last(list_filter(
    cast(messages_in(value) as json[]),
    lambda said: coalesce(said ->> 'role', speaker) = speaker
)));

-- Names of scores that are questions to the customer, with their scales. Yours go here.
create view asked as
select *
from (values ('solved', 0, 1), ('easy', 1, 5), ('csat', 1, 5), ('ces', 1, 7)) as known (measure, scale_min, scale_max);

-- A trace is one exchange. Several generations of a trace are steps on the way; the last one wrote the answer.
create view answers as
select
    observations.*,
    traces.timestamp as asked_at,
    traces.input as trace_input,
    coalesce(traces.output, observations.output) as answer,
    coalesce(traces.sessionId, traces.id) as conversation_id
from observations
inner join traces on observations.traceId = traces.id
where observations.type = 'GENERATION'
qualify row_number() over (
    partition by observations.traceId
    order by coalesce(observations.endTime, observations.startTime) desc, observations.id desc
) = 1;

-- grain: one row per session; a trace without one is a session of its own
create view conversations as
with tagged as (
    select
        id,
        -- A tag of our own making tells the ticket: ticket:<source system>:<thread>.
        list_first(list_filter(tags, lambda tag: starts_with(tag, 'ticket:'))) as ticket
    from traces
)

select
    coalesce(traces.sessionId, traces.id) as conversation_id,
    max(traces.userId) as user_id,
    max(traces.metadata ->> 'user_email') as user_email,
    coalesce(max(traces.metadata ->> 'channel'), 'api') as channel,
    max(traces.metadata ->> 'language') as language,
    split_part(max(tagged.ticket), ':', 2) as helpdesk_source,
    split_part(max(tagged.ticket), ':', 3) as helpdesk_thread_id,
    min(traces.timestamp) as created_at,
    max(traces.timestamp) as updated_at,
from traces
inner join tagged on traces.id = tagged.id
group by all;

-- grain: one row per question and per answer
create view messages as
select
    id || ':input' as message_id,
    coalesce(sessionId, id) as conversation_id,
    'user' as author_type,
    userId as author_id,
    last_said(input, 'user') as body,
    timestamp as sent_at,
from traces
where last_said(input, 'user') is not null
union all
select
    traceId || ':output' as message_id,
    conversation_id,
    'assistant' as author_type,
    'assistant' as author_id,
    last_said(answer, 'assistant') as body,
    coalesce(endTime, startTime) as sent_at,
from answers
where last_said(answer, 'assistant') is not null;

-- grain: one row per answer
create view generations as
select
    answers.id as generation_id,
    answers.traceId || ':output' as message_id,
    answers.model,
    answers.promptName as prompt_id,
    cast(answers.promptVersion as varchar) as prompt_version,
    answers.metadata ->> 'guardrail_version' as guardrail_version,
    answers.metadata ->> 'retrieval_policy_version' as retrieval_policy_version,
    answers.metadata ->> 'intent' as intent,
    cast(answers.metadata ->> 'intent_confidence' as double) as intent_confidence,
    answers.metadata ->> 'classifier_version' as classifier_version,
    cast(answers.metadata ->> 'confidence' as double) as confidence,
    epoch_ms(answers.endTime) - epoch_ms(answers.startTime) as generation_ms,
    epoch_ms(answers.completionStartTime) - epoch_ms(answers.startTime) as first_token_ms,
    cast(coalesce(answers.usageDetails ->> 'input', answers.usage ->> 'input') as bigint) as input_tokens,
    cast(coalesce(answers.usageDetails ->> 'output', answers.usage ->> 'output') as bigint) as output_tokens,
    -- An annotation, not a judge's verdict: a person looked at the answer before it was sent.
    bool_or(scores.value ->> '$' in ('1', '1.0', 'true')) as is_human_approved,
    coalesce(answers.endTime, answers.startTime) as generated_at,
from answers
left join scores
    on
        scores.traceId = answers.traceId
        and scores.name = 'approved'
        and scores.dataType = 'BOOLEAN'
        and scores.source = 'ANNOTATION'
where last_said(answers.answer, 'assistant') is not null
group by all;

-- grain: one row per document that a retriever of the trace returned, in its order
create view retrievals as
with retrieved as (
    select
        answers.id as generation_id,
        observations.id as retriever_id,
        observations.startTime as began_at,
        coalesce(observations.endTime, observations.startTime) as retrieved_at,
        unnest(cast(observations.output as json[])) as document,
        generate_subscripts(cast(observations.output as json[]), 1) as position,
    from observations
    inner join answers on observations.traceId = answers.traceId
    where observations.type = 'RETRIEVER' and json_type(observations.output) = 'ARRAY'
)

select
    generation_id,
    coalesce(document ->> 'id', document -> 'metadata' ->> 'id') as knowledge_id,
    row_number() over (
        partition by generation_id order by began_at, retriever_id, position
    ) as retrieval_rank,
    cast(document ->> 'score' as double) as relevance_score,
    cast(document ->> 'cited' as boolean) as is_cited,
    retrieved_at,
from retrieved
where coalesce(document ->> 'id', document -> 'metadata' ->> 'id') is not null;

-- grain: one row per event called handoff
create view handoffs as
select
    observations.id as handoff_id,
    coalesce(traces.sessionId, traces.id) as conversation_id,
    observations.metadata ->> 'trigger' as trigger,
    observations.metadata ->> 'target_queue' as target_queue,
    observations.metadata ->> 'issue_summary' as issue_summary,
    observations.metadata ->> 'user_emotion' as user_emotion,
    observations.metadata ->> 'attempted_solutions' as attempted_solutions,
    observations.metadata ->> 'account' as metadata,
    observations.startTime as announced_at,
from observations
inner join traces on observations.traceId = traces.id
where observations.type = 'EVENT' and observations.name = 'handoff';

-- grain: one row per score that a customer gave; judges (EVAL) and annotators do not speak for the customer
create view feedback as
select
    scores.id as feedback_id,
    coalesce(scores.sessionId, traces.sessionId, traces.id) as conversation_id,
    asked.measure,
    -- CORRECTION and TEXT scores have no value on a scale.
    case scores.value ->> '$' when 'true' then 1 when 'false' then 0 else try_cast(scores.value ->> '$' as double) end
        as score,
    cast(asked.scale_min as double) as scale_min,
    cast(asked.scale_max as double) as scale_max,
    'score' as trigger_point,
    scores.timestamp as shown_at,
    scores.timestamp as answered_at,
from scores
inner join asked on lower(scores.name) = asked.measure
left join traces on scores.traceId = traces.id
where scores.source = 'API' and scores.dataType in ('NUMERIC', 'BOOLEAN');
