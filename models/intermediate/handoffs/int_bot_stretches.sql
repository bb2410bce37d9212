-- grain: one row per stretch of a session with a bot or a handoff record, up to a person's message
with timeline as (
    select * from {{ ref('int_session_timeline') }}
),

threads_with_bots as (
    select distinct thread_id
    from {{ ref('int_session_timeline') }}
    where is_bot or is_announcement
),

-- A person of the same effort answers a handoff even when the customer's impatience opened another
-- session; one who answers after a reopening answers something new.
positioned as (
    select
        timeline.*,
        sum(case when timeline.is_person then 1 else 0 end) over (
            partition by timeline.session_id order by timeline.timeline_seq
            rows between unbounded preceding and current row
        ) - case when timeline.is_person then 1 else 0 end as persons_before,
        min(case when timeline.is_customer then timeline.timeline_seq end) over (
            partition by timeline.session_id
        ) as first_customer_seq,
        min(case when timeline.is_person then timeline.timeline_seq end) over (
            partition by timeline.thread_id, timeline.reopening_seq order by timeline.timeline_seq
            rows between current row and unbounded following
        ) as next_person_seq
    from timeline
    inner join threads_with_bots on timeline.thread_id = threads_with_bots.thread_id
),

opened as (
    select
        *,
        min(case when is_bot or is_announcement then timeline_seq end) over (
            partition by session_id, persons_before
        ) as first_bot_seq,
        min(case when is_resolution then timeline_seq end) over (
            partition by session_id, persons_before
        ) as resolution_seq
    from positioned
),

with_bot as (
    select
        *,
        is_assignment
        and timeline_seq > first_bot_seq
        and (resolution_seq is null or timeline_seq < resolution_seq) as is_taken,
        is_queueing
        and timeline_seq > first_bot_seq
        and (resolution_seq is null or timeline_seq < resolution_seq) as is_queued
    from opened
    where first_bot_seq is not null
),

stretches as (
    select
        {{ key_of(['session_id', 'persons_before']) }} as stretch_id,
        source_system,
        thread_id,
        session_id,
        persons_before,
        min(first_customer_seq) as first_customer_seq,
        min(timeline_seq) as first_seq,
        min(first_bot_seq) as first_bot_seq,
        min(case when is_announcement then timeline_seq end) as announced_seq,
        min(case when entry_type = 'handoff_record' then timeline_seq end) as record_seq,
        min(case when is_queued then timeline_seq end) as queued_seq,
        min(case when is_taken then timeline_seq end) as assigned_seq,
        min(case when is_person then timeline_seq end) as person_seq,
        min(case when timeline_seq = first_bot_seq then next_person_seq end) as next_person_seq,
        max(timeline_seq) as last_seq
    from with_bot
    group by source_system, thread_id, session_id, persons_before
)

select * from stretches
