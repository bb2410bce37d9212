-- grain: one row per generated message, wherever the message is held: its latest generation
with generations as (
    select * from {{ ref('stg_assistant__generations') }}
),

messages as (
    select * from {{ ref('stg_assistant__messages') }}
),

conversation_threads as (
    select * from {{ ref('int_conversation_threads__assistant') }}
),

retrievals as (
    select * from {{ ref('stg_assistant__retrievals') }}
),

-- A generation without a retrieval used none, where the log tells retrievals at all.
knowledge_counts as (
    select
        generations.generation_id,
        count(distinct retrievals.knowledge_id) as knowledge_source_count
    from generations
    left join retrievals on generations.generation_id = retrievals.generation_id
    group by generations.generation_id
),

retrieval_log as (
    select count(*) > 0 as is_kept from retrievals
),

located as (
    select
        generations.*,
        case
            when messages.helpdesk_message_id is not null then conversation_threads.helpdesk_source
        end as helpdesk_source,
        messages.helpdesk_message_id,
        conversation_threads.thread_source_system,
        conversation_threads.native_thread_id
    from generations
    inner join messages on generations.message_id = messages.message_id
    inner join conversation_threads
        on messages.conversation_id = conversation_threads.conversation_id
),

keyed as (
    select
        *,
        coalesce(helpdesk_source, 'assistant') as source_system,
        case when helpdesk_source is not null then helpdesk_message_id else message_id end
            as native_message_id
    from located
),

ranked as (
    select
        *,
        row_number() over (
            partition by source_system, native_message_id
            order by generated_at desc, generation_id desc
        ) as generation_rank
    from keyed
),

conformed as (
    select
        ranked.source_system,
        ranked.native_message_id,
        ranked.thread_source_system,
        -- What a helpdesk holds is in the helpdesk's thread, not in a thread of the log.
        case
            when ranked.helpdesk_source is null or ranked.thread_source_system is not null
                then ranked.native_thread_id
        end as native_thread_id,
        ranked.generation_id as native_generation_id,
        coalesce(ranked.model_version, ranked.model) as model_version,
        ranked.prompt_id,
        ranked.prompt_version,
        ranked.guardrail_version,
        ranked.retrieval_policy_version,
        ranked.classifier_version,
        ranked.intent,
        ranked.intent_confidence,
        ranked.sentiment_score,
        ranked.confidence,
        ranked.generation_ms,
        case when retrieval_log.is_kept then knowledge_counts.knowledge_source_count end
            as knowledge_source_count,
        ranked.edit_ratio,
        ranked.is_human_approved,
        ranked.is_human_edited
    from ranked
    inner join knowledge_counts on ranked.generation_id = knowledge_counts.generation_id
    cross join retrieval_log
    where ranked.generation_rank = 1
)

select * from conformed
