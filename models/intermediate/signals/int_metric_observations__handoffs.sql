{{ config(materialized='view') }}
-- grain: one row per handoff: its part in each metric
with handoffs as (
    select * from {{ ref('fct_handoffs') }}
),

sessions as (
    select * from {{ ref('fct_sessions') }}
),

parameters as (
    select
        {{ metric_parameter('score_scale_maximum') }} as score_maximum,
        as_of_at
    from {{ ref('int_as_of') }}
),

-- A handoff younger than its target is left out even when it was answered, and what only the
-- person's message marks has no wait to measure.
records as (
    select
        handoffs.handoff_id as record_id,
        sessions.journey_stage,
        sessions.segment,
        parameters.score_maximum * handoffs.context_completeness as completeness_score,
        handoffs.handoff_quality_score,
        handoffs.is_abandoned,
        handoffs.is_clean,
        handoffs.is_restated,
        handoffs.is_followed_through,
        handoffs.is_too_early,
        handoffs.handoff_seconds is not null
        and handoffs.handoff_seconds <= handoffs.target_seconds as is_on_time,
        handoffs.announcement_method <> 'first_human_message'
        and {{ seconds_between('handoffs.handoff_at', 'parameters.as_of_at') }}
        >= handoffs.target_seconds as is_due,
        handoffs.is_followed_through is not null as is_mature,
        coalesce(handoffs.customer_id, handoffs.session_id) as customer_id,
        cast(handoffs.handoff_at as date) as observed_on
    from handoffs
    inner join sessions on handoffs.session_id = sessions.session_id
    cross join parameters
),

observations as (
    {{ metric_observations('records', 'handoffs') | indent(4) }}
)

select * from observations
