-- grain: one row: the moment from which periods and maturity are counted; no model reads the clock
with messages as (
    select * from {{ ref('int_messages') }}
),

thread_events as (
    select * from {{ ref('int_thread_events') }}
),

survey_answers as (
    {{ union_adapters('survey_answers', ['submitted_at']) }}
),

newest_events as (
    select max(sent_at) as newest_at from messages
    union all
    select max(occurred_at) as newest_at from thread_events
    union all
    select max(submitted_at) as newest_at from survey_answers
),

as_of as (
    select
        {% if env_var('EMPATHY_AS_OF', '') -%}
        cast('{{ env_var("EMPATHY_AS_OF") }}' as timestamp) as as_of_at,
        {%- else -%}
        max(newest_at) as as_of_at,
        {%- endif %}
        max(newest_at) as newest_event_at
    from newest_events
)

select * from as_of
