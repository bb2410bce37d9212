-- grain: one row per answered question of a conversation
with feedback as (
    select * from {{ ref('stg_assistant__feedback') }}
),

conversation_threads as (
    select * from {{ ref('int_conversation_threads__assistant') }}
),

conformed as (
    select
        'assistant' as source_system,
        conversation_threads.thread_source_system,
        feedback.feedback_id as native_answer_id,
        feedback.feedback_id as native_response_id,
        conversation_threads.native_thread_id,
        conversation_threads.native_user_id,
        'micro_prompt' as survey_id,
        cast(null as string) as survey_name,
        'micro_prompt' as survey_kind,
        lower(feedback.measure) as measure,
        coalesce(feedback.trigger_point, 'assistant') as touchpoint,
        conversation_threads.journey_stage,
        cast(null as string) as segment,
        cast(null as string) as language,
        feedback.score,
        feedback.scale_min,
        feedback.scale_max,
        true as is_solicited,
        feedback.shown_at,
        coalesce(feedback.answered_at, feedback.shown_at) as submitted_at
    from feedback
    inner join conversation_threads
        on feedback.conversation_id = conversation_threads.conversation_id
    -- Shown and not answered is no answer.
    where
        feedback.score is not null
        and coalesce(feedback.answered_at, feedback.shown_at) is not null
)

select * from conformed
