-- grain: one row per comment: the messages of a ticket
with source as (
    {{ stage_source('zendesk', 'ticket_comment') }}
),

renamed as (
    select
        id as comment_id,
        ticket_id,
        user_id as author_id,
        body,
        via_channel,
        call_duration as call_seconds,
        {{ quoted('public') }} as is_public,
        voice_comment as is_voice,
        facebook_comment as is_facebook,
        tweet as is_tweet,
        created as created_at,
        _fivetran_synced as synced_at
    from source
)

select * from renamed
