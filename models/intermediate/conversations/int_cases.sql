{{ config(incremental_strategy='whole_table') }}
{%- set hops = 8 -%}
{%- set rounds = 8 -%}
{%- set furthest_first =
    'link_' ~ range(hops, 0, -1) | join('.earlier_thread_id, link_') ~ '.earlier_thread_id'
-%}
-- grain: one row per thread, with the case it belongs to
-- A case is everything about one issue (D01): the sessions of a thread; merged and follow-up
-- threads; threads of one problem; contacts of one customer with one intent, each within the
-- repeat window of those before. Every session starts as a case of its own, named by itself; in
-- each round the smallest name spreads over one more link. A test tells when the rounds are too
-- few.
with threads as (
    select * from {{ ref('int_threads') }}
),

session_spans as (
    select * from {{ ref('int_session_spans') }}
),

session_signs as (
    select * from {{ ref('int_session_signs') }}
),

links as (
    select
        thread_id,
        coalesce(merged_into_thread_id, follow_up_of_thread_id) as earlier_thread_id
    from threads
    where
        coalesce(merged_into_thread_id, follow_up_of_thread_id) <> thread_id
),

-- The thread at the end of a chain of merges and follow-ups.
origins as (
    select
        link_1.thread_id,
        coalesce({{ furthest_first }}) as origin_thread_id
    from links as link_1
    {% for hop in range(2, hops + 1) -%}
    left join links as link_{{ hop }}
        on link_{{ hop - 1 }}.earlier_thread_id = link_{{ hop }}.thread_id
    {% endfor -%}
),

contacts as (
    select
        threads.thread_id,
        coalesce(origins.origin_thread_id, threads.thread_id) as origin_thread_id,
        coalesce(threads.problem_id, threads.thread_id) as problem_thread_id,
        coalesce(session_spans.session_id, threads.thread_id) as contact_id,
        -- Only an inbound contact with a known intent can be about the same issue as another one.
        case
            when
                session_spans.intent is not null
                and threads.customer_id is not null
                and not session_spans.is_proactive
                and not session_signs.is_thanks_only
                then threads.customer_id || '|' || session_spans.intent
            else coalesce(session_spans.session_id, threads.thread_id)
        end as issue_key,
        session_spans.started_at,
        session_spans.ended_at
    from threads
    left join session_spans on threads.thread_id = session_spans.thread_id
    left join session_signs on session_spans.session_id = session_signs.session_id
    left join origins on threads.thread_id = origins.thread_id
),

spaced as (
    select
        *,
        {{ seconds_between(
            'max(ended_at) over ('
            ~ 'partition by issue_key order by started_at, contact_id '
            ~ 'rows between unbounded preceding and 1 preceding)',
            'started_at'
        ) }} as seconds_since_last
    from contacts
),

chained as (
    select
        contact_id,
        thread_id,
        origin_thread_id,
        problem_thread_id,
        issue_key,
        sum(
            case
                when
                    seconds_since_last
                    <= {{ metric_parameter('repeat_contact_window_seconds') }}
                    then 0
                else 1
            end
        ) over (
            partition by issue_key order by started_at, contact_id
            rows between unbounded preceding and current row
        ) as issue_seq
    from spaced
),

-- Most contacts are linked to nothing and are cases already.
counted as (
    select
        *,
        count(*) over (partition by issue_key, issue_seq) > 1
        or count(*) over (partition by problem_thread_id) > 1
        or count(*) over (partition by origin_thread_id) > 1
        or count(*) over (partition by thread_id) > 1 as is_linked
    from chained
),

named_0 as (
    select
        thread_id,
        origin_thread_id,
        problem_thread_id,
        issue_key,
        issue_seq,
        contact_id as case_name
    from counted
    where is_linked
),
{% for round in range(1, rounds + 1) %}
named_{{ round }} as (
    select
        thread_id,
        origin_thread_id,
        problem_thread_id,
        issue_key,
        issue_seq,
        least(
            min(case_name) over (partition by issue_key, issue_seq),
            min(case_name) over (partition by problem_thread_id),
            min(case_name) over (partition by origin_thread_id),
            min(case_name) over (partition by thread_id)
        ) as case_name
    from named_{{ round - 1 }}
),
{% endfor %}
named as (
    select
        thread_id,
        case_name
    from named_{{ rounds }}
    union all
    select
        thread_id,
        contact_id as case_name
    from counted
    where not is_linked
),

final as (
    select
        thread_id,
        md5('case|' || min(case_name)) as case_id
    from named
    group by thread_id
)

select * from final
