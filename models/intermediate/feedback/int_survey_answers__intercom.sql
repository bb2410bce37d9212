-- grain: one row per rated conversation
with conversations as (
    select * from {{ ref('stg_intercom__conversations') }}
),

conformed as (
    select
        'intercom' as source_system,
        cast(null as string) as thread_source_system,
        'rating:' || conversation_id as native_answer_id,
        'rating:' || conversation_id as native_response_id,
        conversation_id as native_thread_id,
        case when source_author_type in ('user', 'lead', 'contact') then source_author_id end
            as native_user_id,
        'conversation_rating' as survey_id,
        cast(null as string) as survey_name,
        'after_contact' as survey_kind,
        'csat' as measure,
        'conversation_closed' as touchpoint,
        cast(null as string) as journey_stage,
        cast(null as string) as segment,
        cast(null as string) as language,
        cast(conversation_rating_value as double) as score,
        cast(1 as double) as scale_min,
        cast(5 as double) as scale_max,
        true as is_solicited,
        cast(null as timestamp) as shown_at,
        coalesce(conversation_rating_created_at, updated_at) as submitted_at
    from conversations
    where conversation_rating_value is not null
)

select * from conformed
