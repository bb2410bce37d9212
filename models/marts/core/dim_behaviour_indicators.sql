-- grain: one row per construct, channel family, behaviour and version
with indicators as (
    select * from {{ ref('behaviour_indicators') }}
),

final as (
    select
        {{ key_of(['construct', 'channel_family', 'version', 'behaviour']) }} as indicator_id,
        construct,
        channel_family,
        behaviour,
        polarity,
        anchor_text,
        signal,
        version,
        signal is not null as is_measured,
        valid_from,
        valid_to
    from indicators
)

select * from final
