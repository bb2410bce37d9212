-- grain: one row per user of the assistant, as the latest conversation shows the user
with conversations as (
    select * from {{ ref('stg_assistant__conversations') }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by user_id order by created_at desc, conversation_id desc
        ) as conversation_rank,
        min(created_at) over (partition by user_id) as first_seen_at
    from conversations
    where user_id is not null
),

conformed as (
    select
        'assistant' as source_system,
        user_id as native_user_id,
        external_user_id as external_id,
        cast(null as string) as account_id,
        lower(trim(user_email)) as email,
        'customer' as author_role,
        cast(null as string) as segment,
        language,
        true as is_active,
        first_seen_at as created_at
    from ranked
    where conversation_rank = 1
)

select * from conformed
