{{ config(meta={
    'unsettled': {
        'through': 'int_session_spans', 'where': 'resolved_at is null and next_started_at is null',
    },
}) }}
-- grain: one row per session with a first response: updates that the company sent unasked
with timeline as (
    select * from {{ ref('int_session_timeline') }}
    where is_customer or is_bot or is_person
),

session_spans as (
    select * from {{ ref('int_session_spans') }}
    where arrival_at is not null
),

parameters as (
    select
        {{ metric_parameter('proactive_update_min_gap_seconds') }} as min_gap_seconds,
        as_of_at
    from {{ ref('int_as_of') }}
),

ordered as (
    select
        timeline.session_id,
        timeline.thread_id,
        timeline.timeline_seq,
        timeline.is_customer,
        timeline.occurred_at,
        lag(timeline.is_customer) over (
            partition by timeline.session_id order by timeline.timeline_seq
        ) as is_after_customer,
        lag(timeline.occurred_at) over (
            partition by timeline.session_id order by timeline.timeline_seq
        ) as previous_at,
        min(
            case
                when
                    not timeline.is_customer
                    and timeline.occurred_at >= session_spans.arrival_at
                    then timeline.timeline_seq
            end
        ) over (partition by timeline.session_id) as first_response_seq,
        coalesce(
            session_spans.resolved_at, session_spans.next_started_at, parameters.as_of_at
        ) as until_at,
        parameters.min_gap_seconds
    from timeline
    inner join session_spans on timeline.session_id = session_spans.session_id
    cross join parameters
),

-- Unasked is what follows the company's own last word after a while: two bubbles in a row are one
-- answer, and what follows the customer's word is a reply.
updates as (
    select
        session_id,
        thread_id,
        count(
            case
                when
                    not is_customer
                    and not is_after_customer
                    and timeline_seq > first_response_seq
                    and occurred_at < until_at
                    and {{ seconds_between('previous_at', 'occurred_at') }} >= min_gap_seconds
                    then 1
            end
        ) as proactive_update_count,
        greatest(
            max({{ seconds_between(
                'case when timeline_seq = first_response_seq then occurred_at end', 'until_at'
            ) }}),
            0
        ) as waiting_seconds
    from ordered
    where first_response_seq is not null
    group by session_id, thread_id
)

select * from updates
