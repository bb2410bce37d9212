-- grain: one row per conversation with a remark on its rating
with conversations as (
    select * from {{ ref('stg_intercom__conversations') }}
    where trim(conversation_rating_remark) <> ''
),

conformed as (
    select
        'intercom' as source_system,
        cast(null as string) as thread_source_system,
        'rating:' || conversation_id as native_text_id,
        'rating:' || conversation_id as native_response_id,
        conversation_id as native_thread_id,
        case when source_author_type in ('user', 'lead', 'contact') then source_author_id end
            as native_user_id,
        'conversation_rating' as survey_id,
        'after_contact' as survey_kind,
        'open_text' as text_kind,
        conversation_rating_remark as body,
        'conversation_closed' as touchpoint,
        cast(null as string) as journey_stage,
        cast(null as string) as segment,
        cast(null as string) as language,
        coalesce(conversation_rating_created_at, updated_at) as submitted_at
    from conversations
)

select * from conformed
