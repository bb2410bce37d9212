-- grain: one row per conversation that stayed with the assistant
with conversation_threads as (
    select * from {{ ref('int_conversation_threads__assistant') }}
),

messages as (
    select * from {{ ref('stg_assistant__messages') }}
),

generations as (
    select * from {{ ref('stg_assistant__generations') }}
),

ranked_intents as (
    select
        messages.conversation_id,
        generations.intent,
        row_number() over (
            partition by messages.conversation_id
            order by generations.generated_at, generations.generation_id
        ) as intent_rank
    from generations
    inner join messages on generations.message_id = messages.message_id
    where generations.intent is not null
),

conformed as (
    select
        'assistant' as source_system,
        conversation_threads.native_thread_id,
        conversation_threads.native_user_id as native_requester_id,
        cast(null as string) as native_assignee_id,
        cast(null as string) as native_problem_id,
        cast(null as string) as native_follow_up_of_thread_id,
        cast(null as string) as native_merged_into_thread_id,
        conversation_threads.channel as source_channel,
        conversation_threads.status,
        conversation_threads.language,
        ranked_intents.intent,
        cast(null as string) as source_severity,
        conversation_threads.journey_stage,
        conversation_threads.created_at,
        conversation_threads.updated_at
    from conversation_threads
    left join ranked_intents
        on
            conversation_threads.conversation_id = ranked_intents.conversation_id
            and ranked_intents.intent_rank = 1
    where conversation_threads.thread_source_system is null
)

select * from conformed
