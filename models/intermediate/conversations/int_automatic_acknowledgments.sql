{{ config(incremental_strategy='whole_table') }}
-- grain: one row per public message that acknowledges automatically and answers nothing
with messages as (
    select * from {{ ref('int_messages') }}
),

message_text as (
    select * from {{ ref('int_message_text') }}
),

threads as (
    select * from {{ ref('int_threads') }}
),

thread_arrivals as (
    select
        thread_id,
        min(sent_at) as arrival_at
    from messages
    where author_role = 'customer' and is_public
    group by thread_id
),

answering as (
    select
        messages.message_id,
        threads.source_system,
        messages.thread_id,
        messages.author_role,
        messages.sent_at,
        message_text.masked_fingerprint,
        message_text.has_automatic_reply,
        {{ seconds_between(
            'coalesce(thread_arrivals.arrival_at, threads.created_at)', 'messages.sent_at'
        ) }} as seconds_since_arrival,
        row_number() over (
            partition by messages.thread_id order by messages.message_seq
        ) as answer_seq
    from messages
    inner join message_text on messages.message_id = message_text.message_id
    inner join threads on messages.thread_id = threads.thread_id
    left join thread_arrivals on messages.thread_id = thread_arrivals.thread_id
    where messages.author_role <> 'customer' and messages.is_public
),

prompt_openings as (
    select *
    from answering
    where
        answer_seq = 1
        and seconds_since_arrival between 0 and {{ metric_parameter('auto_template_max_seconds') }}
),

threads_by_source as (
    select
        source_system,
        count(*) as thread_count
    from threads
    group by source_system
),

opening_templates as (
    select
        prompt_openings.source_system,
        prompt_openings.masked_fingerprint
    from prompt_openings
    inner join threads_by_source on prompt_openings.source_system = threads_by_source.source_system
    group by prompt_openings.source_system, prompt_openings.masked_fingerprint
    having
        count(*)
        >= {{ metric_parameter('auto_template_min_share') }} * max(threads_by_source.thread_count)
        and count(*) >= {{ metric_parameter('auto_template_min_threads') }}
),

first_automatic as (
    select
        message_id,
        thread_id,
        'written_by_automation' as acknowledgment_method
    from answering
    where author_role = 'system'
    union all
    select
        message_id,
        thread_id,
        'known_wording' as acknowledgment_method
    from prompt_openings
    where author_role <> 'system' and has_automatic_reply
    union all
    select
        prompt_openings.message_id,
        prompt_openings.thread_id,
        'opens_many_threads' as acknowledgment_method
    from prompt_openings
    inner join opening_templates
        on
            prompt_openings.source_system = opening_templates.source_system
            and prompt_openings.masked_fingerprint = opening_templates.masked_fingerprint
    where
        prompt_openings.author_role <> 'system'
        and not coalesce(prompt_openings.has_automatic_reply, false)
),

-- Some helpdesks answer with two texts of their own: the one that comes right after nothing but
-- automatic texts opens the thread as much as they do.
after_first as (
    select
        answering.*,
        first_automatic.message_id is not null as is_automatic,
        lag(answering.sent_at) over (
            partition by answering.thread_id order by answering.answer_seq
        ) as sent_before_at,
        count(first_automatic.message_id) over (
            partition by answering.thread_id order by answering.answer_seq
            rows between unbounded preceding and 1 preceding
        ) as automatic_before
    from answering
    left join first_automatic on answering.message_id = first_automatic.message_id
),

second_openings as (
    select
        *,
        count(*) over (partition by source_system, masked_fingerprint) as opening_count
    from after_first
    where
        not is_automatic
        and answer_seq > 1
        and automatic_before = answer_seq - 1
        and {{ seconds_between('sent_before_at', 'sent_at') }}
        <= {{ metric_parameter('auto_template_max_seconds') }}
),

follows_automatic as (
    select
        second_openings.message_id,
        second_openings.thread_id,
        'follows_automatic' as acknowledgment_method
    from second_openings
    inner join threads_by_source on second_openings.source_system = threads_by_source.source_system
    where
        second_openings.opening_count
        >= {{ metric_parameter('auto_template_min_share') }} * threads_by_source.thread_count
        and second_openings.opening_count >= {{ metric_parameter('auto_template_min_threads') }}
),

automatic as (
    select * from first_automatic
    union all
    select * from follows_automatic
)

select * from automatic
