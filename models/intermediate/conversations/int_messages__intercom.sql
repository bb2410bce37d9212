-- grain: one row per opening message and per part that says something
with conversations as (
    select * from {{ ref('stg_intercom__conversations') }}
),

conversation_parts as (
    select * from {{ ref('stg_intercom__conversation_parts') }}
),

-- The opening is no part. Its id is shorter than that of any part, so it stays first in its second.
openings as (
    select
        conversation_id || ':opening' as native_message_id,
        conversation_id,
        source_author_id as author_id,
        source_author_type as author_type,
        source_body as body,
        true as is_public,
        created_at as sent_at
    from conversations
),

parts as (
    select
        conversation_id || ':part:' || part_id as native_message_id,
        conversation_id,
        author_id,
        author_type,
        body,
        part_type not in ('note', 'note_and_reopen') as is_public,
        created_at as sent_at
    from conversation_parts
    where
        part_type in (
            'comment', 'quick_reply', 'note', 'note_and_reopen', 'assignment', 'assign_and_reopen',
            'open', 'close', 'snoozed'
        )
),

texts as (
    select * from openings
    union all
    select * from parts
),

-- A part without a text is only an event.
spoken as (
    select * from texts
    where nullif(trim(body), '') is not null
),

conformed as (
    select
        'intercom' as source_system,
        cast(null as string) as thread_source_system,
        native_message_id,
        conversation_id as native_thread_id,
        case when author_type = 'team' then 'team:' || author_id else author_id end
            as native_author_id,
        case
            when author_type in ('user', 'lead', 'contact') then 'customer'
            when author_type in ('admin', 'team') then 'human_agent'
            else author_type
        end as author_role_by_source,
        cast(null as string) as source_channel,
        {{ html_as_text('body') }} as body,
        cast(null as string) as language,
        cast(null as string) as intent,
        cast(null as string) as source_severity,
        cast(null as string) as model_version,
        cast(null as string) as prompt_id,
        cast(null as string) as prompt_version,
        cast(null as string) as guardrail_version,
        cast(null as bigint) as knowledge_source_count,
        cast(null as double) as confidence,
        cast(null as double) as generation_ms,
        cast(null as double) as edit_ratio,
        cast(null as double) as sentiment_score,
        is_public,
        false as is_automated,
        cast(null as boolean) as is_human_approved,
        cast(null as boolean) as is_human_edited,
        sent_at
    from spoken
)

select * from conformed
