-- grain: one row per satisfaction rating that the requester gave
with satisfaction_ratings as (
    select * from {{ ref('stg_zendesk__satisfaction_ratings') }}
),

ticket_field_changes as (
    select * from {{ ref('stg_zendesk__ticket_field_changes') }}
),

ratings as (
    select
        concat('rating:', cast(rating_id as string)) as native_answer_id,
        cast(ticket_id as string) as native_thread_id,
        cast(requester_id as string) as native_user_id,
        lower(score) as rating,
        coalesce(updated_at, created_at) as submitted_at
    from satisfaction_ratings
),

-- Loaders that do not land the ratings still land them as ticket fields.
field_ratings as (
    select
        concat_ws(
            '|',
            'field',
            cast(ticket_field_changes.ticket_id as string),
            cast(ticket_field_changes.updated_at as string)
        ) as native_answer_id,
        cast(ticket_field_changes.ticket_id as string) as native_thread_id,
        cast(null as string) as native_user_id,
        lower(ticket_field_changes.value) as rating,
        ticket_field_changes.updated_at as submitted_at
    from ticket_field_changes
    left join ratings
        on cast(ticket_field_changes.ticket_id as string) = ratings.native_thread_id
    where
        ticket_field_changes.field_name = 'satisfaction_score'
        and ratings.native_thread_id is null
),

all_ratings as (
    select * from ratings
    union all
    select * from field_ratings
),

conformed as (
    select
        'zendesk' as source_system,
        cast(null as string) as thread_source_system,
        native_answer_id,
        native_thread_id,
        native_user_id,
        'satisfaction_rating' as survey_id,
        'csat' as measure,
        'thread_solved' as touchpoint,
        cast(null as string) as journey_stage,
        cast(null as string) as segment,
        case when rating like 'good%' then cast(1 as double) else cast(0 as double) end as score,
        cast(0 as double) as scale_min,
        cast(1 as double) as scale_max,
        true as is_solicited,
        submitted_at
    from all_ratings
    where rating like 'good%' or rating like 'bad%'
)

select * from conformed
