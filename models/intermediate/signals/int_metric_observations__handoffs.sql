-- grain: one row per metric and handoff that counts for it
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
    {{ metric_observations('records', [
        ('handoff_on_time_rate', one_if('is_on_time'), one_if('is_due')),
        ('handoff_abandonment_rate', one_if('is_abandoned'), '1'),
        ('handoff_completeness_mean', 'completeness_score', '1'),
        ('clean_handoff_rate', one_if('is_clean'), '1'),
        ('restatement_rate', one_if('is_restated'), '1'),
        ('follow_through_rate', one_if('is_followed_through'), '1'),
        ('handoff_quality_mean', 'handoff_quality_score', one_if('is_mature')),
        ('early_handover_rate', one_if('is_too_early'), '1'),
    ]) | indent(4) }}
)

select * from observations
