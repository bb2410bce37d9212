{{ config(meta={'unsettled': {'where': 'is_kept is null'}}) }}
-- grain: one row per public message of the company that promises something by a time
with messages as (
    select * from {{ ref('int_messages') }}
),

message_text as (
    select * from {{ ref('int_message_text') }}
),

timeline as (
    select * from {{ ref('int_session_timeline') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

-- A duration is a promise only where the sentence commits to an act: "within 14 days" may be a rule
-- of the tariff.
answered as (
    select
        timeline.*,
        message_text.promised_seconds,
        (timeline.is_bot or timeline.is_person)
        and message_text.promised_seconds is not null
        and (message_text.has_ownership or message_text.has_next_step) as is_promise,
        min(
            case
                when timeline.is_bot or timeline.is_person or timeline.is_resolution
                    then timeline.occurred_at
            end
        ) over (
            partition by timeline.thread_id order by timeline.timeline_seq
            rows between 1 following and unbounded following
        ) as next_delivery_at
    from timeline
    left join message_text on timeline.entry_id = message_text.message_id
),

promised as (
    select
        answered.entry_id as promise_id,
        answered.session_id,
        answered.thread_id,
        messages.customer_id,
        answered.actor_id as author_id,
        answered.actor_role as author_role,
        answered.promised_seconds,
        answered.occurred_at as promised_at,
        {{ add_seconds('answered.occurred_at', 'answered.promised_seconds') }} as due_at,
        answered.next_delivery_at
    from answered
    inner join messages on answered.entry_id = messages.message_id
    where answered.is_promise
),

judged as (
    select
        promised.promise_id,
        promised.session_id,
        promised.thread_id,
        promised.customer_id,
        promised.author_id,
        promised.author_role,
        promised.promised_seconds,
        case
            when promised.next_delivery_at <= promised.due_at then true
            when promised.due_at < as_of.as_of_at then false
        end as is_kept,
        promised.promised_at,
        promised.due_at,
        promised.next_delivery_at as delivered_at
    from promised
    cross join as_of
)

select * from judged
