-- grain: one row per question that the assistant put
with feedback as (
    select * from {{ ref('stg_assistant__feedback') }}
    where shown_at is not null
),

conversation_threads as (
    select * from {{ ref('int_conversation_threads__assistant') }}
),

conformed as (
    select
        'assistant' as source_system,
        conversation_threads.thread_source_system,
        feedback.feedback_id as native_invitation_id,
        conversation_threads.native_thread_id,
        conversation_threads.native_user_id,
        'micro_prompt' as survey_id,
        coalesce(feedback.trigger_point, 'assistant') as touchpoint,
        conversation_threads.journey_stage,
        cast(null as string) as segment,
        cast(1 as bigint) as prompt_count,
        feedback.shown_at,
        case
            when feedback.score is not null
                then coalesce(feedback.answered_at, feedback.shown_at)
        end as answered_at
    from feedback
    inner join conversation_threads
        on feedback.conversation_id = conversation_threads.conversation_id
)

select * from conformed
