-- grain: one row per message, with the session it belongs to
with messages as (
    select * from {{ ref('int_messages') }}
),

automatic_acknowledgments as (
    select * from {{ ref('int_automatic_acknowledgments') }}
),

thread_events as (
    select * from {{ ref('int_thread_events') }}
),

channel_parameters as (
    select * from {{ ref('channel_parameters') }}
),

-- System messages, automatic acknowledgments and internal notes never open or extend a session.
classified as (
    select
        messages.message_id,
        messages.thread_source_system,
        messages.thread_id,
        messages.message_seq,
        messages.author_role,
        messages.channel,
        messages.sent_at,
        automatic_acknowledgments.message_id is not null as is_auto_acknowledgment,
        messages.is_public
        and messages.author_role <> 'system'
        and automatic_acknowledgments.message_id is null as is_conversational
    from messages
    left join automatic_acknowledgments
        on messages.message_id = automatic_acknowledgments.message_id
),

-- At one instant a message stands before a status change: the change came with it or after it.
timeline as (
    select
        thread_id,
        message_id,
        sent_at as occurred_at,
        0 as kind_rank,
        message_seq as seq,
        cast(null as bigint) as resolution_seq,
        cast(null as bigint) as live_seq,
        cast(null as timestamp) as resolved_at,
        case when is_conversational and author_role = 'customer' then sent_at end
            as customer_sent_at
    from classified
    union all
    select
        thread_id,
        cast(null as string) as message_id,
        occurred_at,
        1 as kind_rank,
        event_seq as seq,
        case when is_resolution then event_seq end as resolution_seq,
        case when is_live then event_seq end as live_seq,
        case when is_resolution then occurred_at end as resolved_at,
        cast(null as timestamp) as customer_sent_at
    from thread_events
    where event_type = 'status' and (is_resolution or is_live)
),

history_before as (
    select
        thread_id,
        message_id,
        max(resolution_seq) over before_row as last_resolution_seq,
        max(live_seq) over before_row as last_live_seq,
        max(resolved_at) over before_row as last_resolved_at,
        max(customer_sent_at) over before_row as last_customer_sent_at,
        count(resolution_seq) over before_row as resolutions_before
    from timeline
    window before_row as (
        partition by thread_id
        order by occurred_at, kind_rank, seq
        rows between unbounded preceding and 1 preceding
    )
),

conversational as (
    select
        classified.message_id,
        classified.thread_id,
        classified.message_seq,
        classified.author_role,
        channel_parameters.is_gap_after_resolution_only,
        history_before.resolutions_before,
        row_number() over (partition by classified.thread_id order by classified.message_seq)
        = 1 as is_first,
        coalesce(
            history_before.last_resolution_seq > coalesce(history_before.last_live_seq, 0)
            and (
                history_before.last_customer_sent_at is null
                or history_before.last_resolved_at >= history_before.last_customer_sent_at
            ),
            false
        ) as is_after_resolution,
        coalesce(
            lag(classified.channel) over (
                partition by classified.thread_id order by classified.message_seq
            ) <> classified.channel,
            false
        ) as is_channel_change,
        coalesce(
            {{ seconds_between(
                'lag(classified.sent_at) over ('
                ~ 'partition by classified.thread_id order by classified.message_seq)',
                'classified.sent_at'
            ) }} > channel_parameters.session_gap_seconds,
            false
        ) as is_after_gap
    from classified
    inner join history_before on classified.message_id = history_before.message_id
    left join channel_parameters on classified.channel = channel_parameters.channel
    where classified.is_conversational
),

certain_starts as (
    select
        *,
        is_first
        or (
            author_role = 'customer'
            and (
                is_after_resolution
                or is_channel_change
                or (is_after_gap and not is_gap_after_resolution_only)
            )
        ) as is_certain_start
    from conversational
),

stretches as (
    select
        *,
        sum(case when is_certain_start then 1 else 0 end) over (
            partition by thread_id order by message_seq
            rows between unbounded preceding and current row
        ) as stretch_seq
    from certain_starts
),

-- On slow channels a gap ends a session only when the session already had a resolution. The count
-- of resolutions never falls, so comparing each gap with the gap before it decides without
-- recursion.
gap_candidates as (
    select
        message_id,
        resolutions_before,
        lag(resolutions_before) over (partition by thread_id, stretch_seq order by message_seq)
            as resolutions_at_last_gap,
        min(resolutions_before) over (partition by thread_id, stretch_seq) as resolutions_at_start,
        is_candidate
    from (
        select
            *,
            not is_certain_start and author_role = 'customer' and is_after_gap as is_candidate
        from stretches
    ) as marked
    where is_candidate or is_certain_start
),

gap_starts as (
    select message_id
    from gap_candidates
    where
        is_candidate
        and resolutions_before > coalesce(resolutions_at_last_gap, resolutions_at_start)
),

starts as (
    select
        stretches.message_id,
        stretches.is_certain_start or gap_starts.message_id is not null as is_session_start,
        stretches.is_after_resolution and stretches.author_role = 'customer' as is_reopen_start
    from stretches
    left join gap_starts on stretches.message_id = gap_starts.message_id
),

numbered as (
    select
        classified.message_id,
        classified.thread_source_system,
        classified.thread_id,
        classified.is_auto_acknowledgment,
        classified.is_conversational,
        coalesce(starts.is_session_start, false) as is_session_start,
        coalesce(starts.is_session_start and starts.is_reopen_start, false) as is_reopen_start,
        -- What comes before the first conversational message belongs to the first session.
        greatest(
            sum(case when starts.is_session_start then 1 else 0 end) over (
                partition by classified.thread_id order by classified.message_seq
                rows between unbounded preceding and current row
            ),
            1
        ) as session_seq
    from classified
    left join starts on classified.message_id = starts.message_id
),

identified as (
    select
        message_id,
        thread_id,
        {{ key_of(['thread_source_system', 'thread_id', 'session_seq']) }} as session_id,
        cast(session_seq as bigint) as session_seq,
        is_session_start,
        is_reopen_start,
        is_auto_acknowledgment,
        is_conversational
    from numbered
)

select * from identified
