-- grain: one row per handoff: when it was announced, queued, accepted and answered
with bot_stretches as (
    select * from {{ ref('int_bot_stretches') }}
),

entries as (
    select
        thread_id,
        timeline_seq,
        entry_id,
        reopening_seq,
        occurred_at
    from {{ ref('int_session_timeline') }}
),

-- What a person wrote: few of all entries, and read twice.
person_entries as (
    select
        thread_id,
        session_id,
        timeline_seq,
        entry_id,
        actor_id
    from {{ ref('int_session_timeline') }}
    where is_person
),

handoff_records as (
    select * from {{ ref('int_handoff_records') }}
),

-- D11: the announcement, else an assignment or a queue, else the person's first message. After a
-- person has spoken, a bot hands over only what it announces: it may also ask for a rating.
from_bots as (
    select
        {{ key_of(["'bot_to_human'", 'stretch_id']) }} as handoff_id,
        source_system,
        thread_id,
        session_id,
        stretch_id,
        'bot_to_human' as handoff_type,
        case
            when announced_seq is not null then 'announcement'
            when least(queued_seq, assigned_seq) is not null then 'assignment'
            else 'first_human_message'
        end as announcement_method,
        first_seq,
        coalesce(announced_seq, least(queued_seq, assigned_seq), person_seq) as handoff_seq,
        announced_seq,
        record_seq,
        least(queued_seq, announced_seq) as queued_seq,
        assigned_seq,
        case
            when coalesce(announced_seq, queued_seq, assigned_seq) is not null
                then coalesce(person_seq, next_person_seq)
            else person_seq
        end as person_seq,
        last_seq
    from bot_stretches
    where
        announced_seq is not null
        or (
            persons_before = 0
            and coalesce(queued_seq, assigned_seq, person_seq) is not null
            and first_customer_seq < coalesce(least(queued_seq, assigned_seq), person_seq)
        )
),

requeued_threads as (
    select thread_id
    from {{ ref('int_session_timeline') }}
    group by thread_id
    having count(case when is_person then 1 end) > 1 and bool_or(is_queueing)
),

-- From one person to another only where the queue changed after the first one's reply and somebody
-- else wrote next: a change of assignee alone may be a team sharing its work.
between_persons as (
    select
        timeline.*,
        max(case when timeline.is_person then timeline.timeline_seq end) over (
            partition by timeline.thread_id, timeline.reopening_seq order by timeline.timeline_seq
            rows between unbounded preceding and current row
        ) as last_person_seq,
        min(case when timeline.is_person then timeline.timeline_seq end) over (
            partition by timeline.thread_id, timeline.reopening_seq order by timeline.timeline_seq
            rows between current row and unbounded following
        ) as next_person_seq,
        min(case when timeline.is_assignment then timeline.timeline_seq end) over (
            partition by timeline.thread_id, timeline.reopening_seq order by timeline.timeline_seq
            rows between current row and unbounded following
        ) as next_assigned_seq
    from {{ ref('int_session_timeline') }} as timeline
    inner join requeued_threads on timeline.thread_id = requeued_threads.thread_id
),

queue_changes as (
    select
        source_system,
        thread_id,
        last_person_seq,
        next_person_seq,
        min(timeline_seq) as queued_seq,
        min(next_assigned_seq) as next_assigned_seq
    from between_persons
    where is_queueing and last_person_seq is not null and next_person_seq is not null
    group by source_system, thread_id, last_person_seq, next_person_seq
),

from_persons as (
    select
        {{ key_of(["'human_to_human'", 'before_change.entry_id']) }} as handoff_id,
        queue_changes.source_system,
        queue_changes.thread_id,
        before_change.session_id,
        cast(null as string) as stretch_id,
        'human_to_human' as handoff_type,
        'assignment' as announcement_method,
        queue_changes.last_person_seq as first_seq,
        queue_changes.queued_seq as handoff_seq,
        cast(null as bigint) as announced_seq,
        cast(null as bigint) as record_seq,
        queue_changes.queued_seq,
        case
            when queue_changes.next_assigned_seq < queue_changes.next_person_seq
                then queue_changes.next_assigned_seq
        end as assigned_seq,
        queue_changes.next_person_seq as person_seq,
        queue_changes.next_person_seq as last_seq
    from queue_changes
    inner join person_entries as before_change
        on
            queue_changes.thread_id = before_change.thread_id
            and queue_changes.last_person_seq = before_change.timeline_seq
    inner join person_entries as after_change
        on
            queue_changes.thread_id = after_change.thread_id
            and queue_changes.next_person_seq = after_change.timeline_seq
    where before_change.actor_id <> after_change.actor_id
),

handoffs as (
    select * from from_bots
    union all
    select * from from_persons
),

timed as (
    select
        handoffs.handoff_id,
        min(case when entries.timeline_seq = handoffs.handoff_seq then entries.occurred_at end)
            as handoff_at,
        min(case when entries.timeline_seq = handoffs.announced_seq then entries.occurred_at end)
            as announced_at,
        min(case when entries.timeline_seq = handoffs.queued_seq then entries.occurred_at end)
            as queued_at,
        min(case when entries.timeline_seq = handoffs.assigned_seq then entries.occurred_at end)
            as assigned_at,
        min(case when entries.timeline_seq = handoffs.person_seq then entries.occurred_at end)
            as first_human_message_at,
        min(case when entries.timeline_seq = handoffs.person_seq then entries.entry_id end)
            as first_human_message_id,
        min(case when entries.timeline_seq = handoffs.record_seq then entries.entry_id end)
            as handoff_record_id,
        max(case when entries.timeline_seq = handoffs.handoff_seq then entries.reopening_seq end)
            as reopening_seq
    from handoffs
    inner join entries
        on
            handoffs.thread_id = entries.thread_id
            and entries.timeline_seq in (
                handoffs.handoff_seq,
                handoffs.announced_seq,
                handoffs.record_seq,
                handoffs.queued_seq,
                handoffs.assigned_seq,
                handoffs.person_seq
            )
    group by handoffs.handoff_id
),

final as (
    select
        handoffs.handoff_id,
        handoffs.source_system,
        handoffs.thread_id,
        handoffs.session_id,
        handoffs.stretch_id,
        timed.first_human_message_id,
        timed.handoff_record_id,
        handoffs.handoff_type,
        handoffs.announcement_method,
        handoffs.first_seq,
        handoffs.handoff_seq,
        handoffs.person_seq,
        handoffs.last_seq,
        timed.reopening_seq,
        timed.handoff_at,
        timed.announced_at,
        -- One change that sets queue and assignee together tells nothing about the wait before it.
        coalesce(
            handoff_records.queued_at,
            case
                when timed.announced_at is not null or timed.queued_at < timed.assigned_at
                    then timed.queued_at
            end
        ) as queued_at,
        -- Whoever answers has accepted, at the latest then.
        coalesce(
            handoff_records.accepted_at, least(timed.assigned_at, timed.first_human_message_at)
        ) as accepted_at,
        timed.first_human_message_at
    from handoffs
    inner join timed on handoffs.handoff_id = timed.handoff_id
    left join handoff_records on timed.handoff_record_id = handoff_records.handoff_record_id
)

select * from final
