-- grain: one row per response
with source as (
    {{ stage_source('delighted', 'response') }}
),

renamed as (
    select
        id as response_id,
        person_id,
        survey_type,
        {{ quoted('comment') }},
        score,
        _fivetran_synced as synced_at,
        created_at,
        updated_at
    from source
)

select * from renamed
