-- grain: one row per answer
with source as (
    {{ stage_source('pollbox', 'answers') }}
),

renamed as (
    select
        id as answer_id,
        ticket as ticket_id,
        stars,
        answered_at
    from source
)

select * from renamed
