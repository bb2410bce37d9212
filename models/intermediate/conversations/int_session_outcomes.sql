{{ config(incremental_strategy='whole_table') }}
{%- set windows = [
    ('24h', metric_parameter('strict_repeat_window_seconds')),
    ('7d', metric_parameter('repeat_contact_window_seconds')),
    ('30d', metric_parameter('long_repeat_window_seconds')),
] -%}
-- grain: one row per session: how it ended for the customer (D07, D08)
-- Everything that needs time to be known is null until the time has passed.
with session_spans as (
    select * from {{ ref('int_session_spans') }}
),

session_signs as (
    select * from {{ ref('int_session_signs') }}
),

session_repeats as (
    select * from {{ ref('int_session_repeats') }}
),

threads as (
    select * from {{ ref('int_threads') }}
),

thread_statuses as (
    select * from {{ ref('thread_statuses') }}
),

reopens as (
    select * from {{ ref('int_reopens') }}
    where is_substantive
),

cases as (
    select * from {{ ref('int_cases') }}
),

channels as (
    select * from {{ ref('channels') }}
),

micro_prompts as (
    select * from {{ ref('int_session_micro_prompts') }}
),

handoffs as (
    select * from {{ ref('int_handoffs') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

handed_off as (
    select distinct session_id
    from handoffs
),

-- The reopening belongs to the session in which the thread had been resolved.
first_reopens as (
    select
        session_spans.session_id,
        min({{ seconds_between('reopens.resolved_at', 'reopens.occurred_at') }})
            as seconds_to_reopen
    from session_spans
    inner join reopens
        on
            session_spans.thread_id = reopens.thread_id
            and session_spans.started_at <= reopens.resolved_at
            and (
                session_spans.next_started_at is null
                or session_spans.next_started_at > reopens.resolved_at
            )
    group by session_spans.session_id
),

joined as (
    select
        session_spans.session_id,
        session_spans.thread_id,
        cases.case_id,
        session_spans.is_proactive,
        session_spans.is_resolved,
        session_spans.bot_message_count,
        session_spans.human_agent_message_count,
        session_spans.customer_message_count,
        session_spans.started_at,
        session_signs.last_author_role,
        session_signs.is_thanks_only,
        session_signs.is_confirmed_in_words,
        session_signs.is_denied_in_words,
        channels.is_synchronous,
        handed_off.session_id is not null as is_handed_off,
        micro_prompts.is_solved_by_customer as is_yes,
        session_repeats.seconds_to_same_intent,
        session_repeats.seconds_to_complaint,
        first_reopens.seconds_to_reopen,
        -- Outbound until the customer speaks, thanks only, merged away, deleted or spam: no contact
        -- that could be resolved.
        session_spans.arrival_at is not null
        and not session_spans.is_proactive
        and not session_signs.is_thanks_only
        and threads.merged_into_thread_id is null
        and coalesce(thread_statuses.is_resolution or thread_statuses.is_live, true) as is_eligible,
        {{ seconds_between(
            'greatest(session_spans.ended_at, '
            ~ 'coalesce(session_spans.last_resolved_at, session_spans.ended_at))',
            'as_of.as_of_at'
        ) }} as seconds_observed
    from session_spans
    cross join as_of
    inner join session_signs on session_spans.session_id = session_signs.session_id
    inner join threads on session_spans.thread_id = threads.thread_id
    left join cases on session_spans.thread_id = cases.thread_id
    left join thread_statuses on threads.status = thread_statuses.status
    left join channels on session_spans.channel = channels.channel
    left join session_repeats on session_spans.session_id = session_repeats.session_id
    left join micro_prompts on session_spans.session_id = micro_prompts.session_id
    left join handed_off on session_spans.session_id = handed_off.session_id
    left join first_reopens on session_spans.session_id = first_reopens.session_id
),

-- What the customer says outranks the status: a no is no resolution, a yes is one.
told as (
    select
        *,
        coalesce(is_yes, is_confirmed_in_words) as is_confirmed,
        coalesce(not is_yes, is_denied_in_words) as is_denied,
        is_eligible
        and row_number() over (
            partition by case_id, is_eligible order by started_at, session_id
        ) = 1 as is_first_contact
    from joined
),

ended as (
    select
        *,
        case
            when is_denied then false
            when is_confirmed then true
            else is_resolved
        end as is_settled,
        case
            when is_denied or is_confirmed or is_resolved then false
            -- Whether the matter was settled is not known: silence tells nothing.
            when is_resolved is null then null
            when last_author_role in ('bot', 'human_agent') and customer_message_count > 0 then true
            when is_synchronous and bot_message_count + human_agent_message_count = 0 then true
            else false
        end as is_left_by_customer,
        {% for label, window_seconds in windows -%}
        {{ window_seconds }} as window_{{ label }},
        {% endfor -%}
        {{ metric_parameter('resolution_maturity_seconds') }} as maturity_seconds
    from told
),

returned as (
    select
        *,
        {% for label, window_seconds in windows -%}
        coalesce(seconds_to_same_intent <= window_{{ label }}, false)
        or coalesce(seconds_to_reopen <= window_{{ label }}, false) as is_returned_{{ label }},
        {% endfor -%}
        is_eligible and seconds_observed >= maturity_seconds as is_mature
    from ended
),

judged as (
    select
        session_id,
        thread_id,
        case
            when not is_mature then cast(null as string)
            when is_settled and is_returned_7d then 'false_closure'
            when is_settled and is_confirmed then 'confirmed'
            when is_settled then 'assumed'
            when is_left_by_customer then 'abandoned'
            when not is_settled then 'unresolved'
        end as resolution_state,
        case
            when not coalesce(is_mature and is_left_by_customer, false) then cast(null as string)
            when last_author_role = 'customer' then 'before_response'
            when last_author_role = 'bot' then 'after_bot_reply'
            else 'after_human_reply'
        end as abandonment_point,
        is_eligible,
        is_first_contact,
        {% for label, window_seconds in windows -%}
        case
            when
                is_first_contact
                and seconds_observed >= window_{{ label }}
                and is_settled is not null
                then is_settled and not is_returned_{{ label }}
        end as is_first_contact_resolved_{{ label }},
        {% endfor -%}
        case
            when is_eligible and is_settled and seconds_observed >= window_24h then is_returned_24h
        end as is_false_resolution_24h,
        case when is_eligible and is_settled and is_mature then not is_returned_7d end
            as is_durable_resolution,
        case when is_mature then is_left_by_customer end as is_abandoned,
        case
            when is_mature and is_confirmed
                then is_returned_7d or coalesce(seconds_to_complaint <= window_7d, false)
        end as is_accepted_then_returned,
        -- A bot that answered and a customer who then left is not a resolution.
        case
            when is_eligible and is_settled is not null
                then
                    is_settled
                    and bot_message_count > 0
                    and human_agent_message_count = 0
                    and not is_handed_off
        end as is_bot_autonomous_resolution,
        case
            when is_eligible and is_settled is not null
                then is_settled and bot_message_count > 0 and human_agent_message_count > 0
        end as is_bot_assisted_resolution
    from returned
)

select * from judged
