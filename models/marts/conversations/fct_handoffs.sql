{{ config(
    materialized=incremental_or_table(),
    unique_key='thread_id',
    incremental_strategy='touched_keys',
) }}
-- grain: one row per handoff from a bot to a person or from one person to another
with handoffs as (
    select * from {{ ref('int_handoffs') }}
),

cases as (
    select * from {{ ref('int_cases') }}
),

survey_answers as (
    select * from {{ ref('int_survey_answers') }}
    where measure = 'csat' and not is_superseded
),

score_scale as (
    select {{ metric_parameter('score_scale_maximum') }} as score_maximum
),

satisfaction as (
    select
        handoffs.handoff_id,
        avg(
            score_scale.score_maximum * (survey_answers.score - survey_answers.scale_min)
            / nullif(survey_answers.scale_max - survey_answers.scale_min, 0)
        ) as handoff_csat_score
    from handoffs
    inner join survey_answers
        on
            handoffs.session_id = survey_answers.session_id
            and handoffs.handoff_at <= survey_answers.submitted_at
    cross join score_scale
    group by handoffs.handoff_id
),

final as (
    select
        handoffs.handoff_id,
        handoffs.source_system,
        handoffs.session_id,
        handoffs.thread_id,
        cases.case_id,
        handoffs.customer_id,
        handoffs.first_human_author_id,
        handoffs.handoff_type,
        handoffs.announcement_method,
        handoffs.escalation_trigger,
        handoffs.target_seconds,
        handoffs.handoff_seconds,
        handoffs.queue_seconds,
        handoffs.max_silence_seconds,
        handoffs.resolution_seconds,
        handoffs.context_completeness,
        handoffs.queue_score,
        handoffs.handoff_quality_score,
        handoffs.handoff_quality_coverage,
        satisfaction.handoff_csat_score,
        handoffs.handoff_record_id is not null as is_recorded,
        handoffs.has_issue_summary,
        handoffs.has_user_emotion,
        handoffs.has_attempted_solutions,
        handoffs.has_metadata,
        handoffs.has_structured_summary,
        handoffs.has_agent_digest,
        handoffs.has_expectation_statement,
        handoffs.is_restated,
        handoffs.is_agent_blind,
        handoffs.references_issue,
        handoffs.is_followed_through,
        handoffs.is_abandoned,
        handoffs.is_clean,
        handoffs.is_too_early,
        handoffs.handoff_at,
        handoffs.announced_at,
        handoffs.queued_at,
        handoffs.accepted_at,
        handoffs.first_human_message_at
    from handoffs
    left join cases on handoffs.thread_id = cases.thread_id
    left join satisfaction on handoffs.handoff_id = satisfaction.handoff_id
)

select * from final
