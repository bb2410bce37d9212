-- grain: one row per satisfaction answer that the requester gave
with satisfaction_ratings as (
    select * from {{ ref('stg_zendesk__satisfaction_ratings') }}
),

ticket_field_changes as (
    select * from {{ ref('stg_zendesk__ticket_field_changes') }}
),

-- The ticket's fields tell every change of mind; the ratings table only where it ended.
field_ratings as (
    select
        concat_ws(
            '|',
            'field',
            cast(ticket_id as string),
            cast(updated_at as string)
        ) as native_answer_id,
        cast(ticket_id as string) as native_thread_id,
        cast(null as string) as native_user_id,
        lower(value) as rating,
        updated_at as submitted_at
    from ticket_field_changes
    where
        field_name = 'satisfaction_score'
        and (lower(value) like 'good%' or lower(value) like 'bad%')
),

told_by_fields as (
    select distinct native_thread_id from field_ratings
),

ratings as (
    select
        concat('rating:', cast(satisfaction_ratings.rating_id as string)) as native_answer_id,
        cast(satisfaction_ratings.ticket_id as string) as native_thread_id,
        cast(satisfaction_ratings.requester_id as string) as native_user_id,
        lower(satisfaction_ratings.score) as rating,
        coalesce(satisfaction_ratings.updated_at, satisfaction_ratings.created_at) as submitted_at
    from satisfaction_ratings
    left join told_by_fields
        on cast(satisfaction_ratings.ticket_id as string) = told_by_fields.native_thread_id
    where told_by_fields.native_thread_id is null
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
        native_answer_id as native_response_id,
        native_thread_id,
        native_user_id,
        'satisfaction_rating' as survey_id,
        cast(null as string) as survey_name,
        'after_contact' as survey_kind,
        'csat' as measure,
        'thread_solved' as touchpoint,
        cast(null as string) as journey_stage,
        cast(null as string) as segment,
        cast(null as string) as language,
        case when rating like 'good%' then cast(1 as double) else cast(0 as double) end as score,
        cast(0 as double) as scale_min,
        cast(1 as double) as scale_max,
        true as is_solicited,
        cast(null as timestamp) as shown_at,
        submitted_at
    from all_ratings
    where rating like 'good%' or rating like 'bad%'
)

select * from conformed
