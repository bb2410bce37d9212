-- grain: one row per answer
with answers as (
    select * from {{ ref('stg_pollbox__answers') }}
),

conformed as (
    select
        'pollbox' as source_system,
        'zendesk' as thread_source_system,
        cast(answer_id as string) as native_answer_id,
        cast(answer_id as string) as native_response_id,
        cast(ticket_id as string) as native_thread_id,
        cast(null as string) as native_user_id,
        'after_ticket' as survey_id,
        'Ease after a ticket' as survey_name,
        cast(null as string) as survey_kind,
        'ces' as measure,
        'thread_solved' as touchpoint,
        cast(null as string) as journey_stage,
        cast(null as string) as segment,
        cast(null as string) as language,
        stars as score,
        cast(1 as double) as scale_min,
        cast(5 as double) as scale_max,
        true as is_solicited,
        cast(null as timestamp) as shown_at,
        answered_at as submitted_at
    from answers
)

select * from conformed
