-- grain: one row per channel
with channels as (
    select * from {{ ref('channels') }}
),

channel_parameters as (
    select * from {{ ref('channel_parameters') }}
),

final as (
    select
        channels.channel,
        channels.channel_name,
        channels.channel_family,
        cast(channel_parameters.session_gap_seconds as double) as session_gap_seconds,
        cast(channel_parameters.first_response_target_seconds as double)
            as first_response_target_seconds,
        cast(channel_parameters.first_human_response_target_seconds as double)
            as first_human_response_target_seconds,
        cast(channel_parameters.useful_response_target_seconds as double)
            as useful_response_target_seconds,
        channels.is_synchronous,
        channels.is_publicly_visible,
        channel_parameters.is_gap_after_resolution_only
    from channels
    inner join channel_parameters on channels.channel = channel_parameters.channel
)

select * from final
