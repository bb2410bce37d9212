-- grain: one row per satisfaction rating that was offered
with satisfaction_ratings as (
    select * from {{ ref('stg_zendesk__satisfaction_ratings') }}
    where created_at is not null
),

conformed as (
    select
        'zendesk' as source_system,
        cast(null as string) as thread_source_system,
        'rating:' || cast(rating_id as string) as native_invitation_id,
        cast(ticket_id as string) as native_thread_id,
        cast(requester_id as string) as native_user_id,
        'satisfaction_rating' as survey_id,
        'thread_solved' as touchpoint,
        cast(null as string) as journey_stage,
        cast(null as string) as segment,
        cast(1 as bigint) as prompt_count,
        created_at as shown_at,
        case
            when lower(score) like 'good%' or lower(score) like 'bad%'
                then coalesce(updated_at, created_at)
        end as answered_at
    from satisfaction_ratings
)

select * from conformed
