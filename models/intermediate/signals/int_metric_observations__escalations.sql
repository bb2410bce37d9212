{{ config(materialized='view') }}
-- grain: one row per session with a bot, a promise or an outcome: its part in each metric
with sessions as (
    select * from {{ ref('fct_sessions') }}
),

severity_weights as (
    select * from {{ ref('severity_weights') }}
),

intents as (
    select * from {{ ref('intents') }}
),

parameters as (
    select {{ metric_parameter('emotional_failure_multiple') }} as emotional_multiple
),

-- An outbound session counts in no rate before the customer speaks.
records as (
    select
        sessions.session_id as record_id,
        sessions.journey_stage,
        sessions.segment,
        sessions.promise_kept_count,
        sessions.promise_kept_count + sessions.promise_broken_count as promise_due_count,
        severity_weights.failure_weight
        * case
            when intents.is_emotional then parameters.emotional_multiple
            else 1
        end as outcome_weight,
        sessions.is_escalated,
        sessions.ai_role <> 'none' as has_bot_role,
        sessions.is_missed_handover,
        sessions.handoff_rule_count > 0 as has_fired_rule,
        sessions.has_bad_outcome,
        coalesce(sessions.customer_id, sessions.session_id) as customer_id,
        cast(sessions.started_at as date) as observed_on
    from sessions
    cross join parameters
    left join severity_weights on sessions.severity = severity_weights.severity
    left join intents on sessions.intent = intents.intent
    where sessions.arrival_at is not null
),

observations as (
    {{ metric_observations('records', 'escalations') | indent(4) }}
)

select * from observations
