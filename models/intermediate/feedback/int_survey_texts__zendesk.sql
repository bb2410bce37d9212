-- grain: one row per comment on a satisfaction rating
with satisfaction_ratings as (
    select * from {{ ref('stg_zendesk__satisfaction_ratings') }}
    where trim(comment) <> '' and lower(score) not like '%offered%'
),

conformed as (
    select
        'zendesk' as source_system,
        cast(null as string) as thread_source_system,
        'rating:' || cast(rating_id as string) as native_text_id,
        'rating:' || cast(rating_id as string) as native_response_id,
        cast(ticket_id as string) as native_thread_id,
        cast(requester_id as string) as native_user_id,
        'satisfaction_rating' as survey_id,
        'after_contact' as survey_kind,
        'open_text' as text_kind,
        comment as body,
        'thread_solved' as touchpoint,
        cast(null as string) as journey_stage,
        cast(null as string) as segment,
        cast(null as string) as language,
        coalesce(updated_at, created_at) as submitted_at
    from satisfaction_ratings
)

select * from conformed
