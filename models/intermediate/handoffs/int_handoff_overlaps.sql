-- grain: one row per handoff after words of the customer: how later words repeat those
with handoff_moments as (
    select * from {{ ref('int_handoff_moments') }}
),

handoff_contents as (
    select * from {{ ref('int_handoff_contents') }}
),

timeline as (
    select * from {{ ref('int_session_timeline') }}
    where is_customer or is_person
),

message_text as (
    select * from {{ ref('int_message_text') }}
),

parameters as (
    select
        {{ metric_parameter('restatement_min_overlap') }} as restatement_min_overlap,
        {{ metric_parameter('restatement_min_shared_words') }} as restatement_min_shared_words
),

said_before as (
    select
        handoff_moments.handoff_id,
        handoff_moments.thread_id,
        message_text.subject_fingerprints as subject_before
    from handoff_moments
    inner join timeline
        on
            handoff_moments.session_id = timeline.session_id
            and timeline.is_customer
            and handoff_moments.handoff_seq > timeline.timeline_seq
    inner join message_text on timeline.entry_id = message_text.message_id
),

said_after as (
    select
        handoff_moments.handoff_id,
        timeline.is_person,
        message_text.subject_fingerprints as subject_after
    from handoff_moments
    inner join handoff_contents on handoff_moments.handoff_id = handoff_contents.handoff_id
    inner join timeline
        on
            handoff_moments.thread_id = timeline.thread_id
            and timeline.timeline_seq in (
                handoff_moments.person_seq,
                handoff_contents.waiting_customer_seq,
                handoff_contents.next_customer_seq
            )
    inner join message_text on timeline.entry_id = message_text.message_id
),

pairs as (
    select
        said_before.handoff_id,
        said_before.thread_id,
        said_after.is_person,
        {{ shared_count('said_before.subject_before', 'said_after.subject_after') }}
            as shared_words,
        least(
            {{ element_count('said_before.subject_before') }},
            {{ element_count('said_after.subject_after') }}
        ) as fewer_words
    from said_before
    left join said_after on said_before.handoff_id = said_after.handoff_id
),

repeated as (
    select
        pairs.handoff_id,
        pairs.thread_id,
        pairs.is_person,
        pairs.shared_words,
        pairs.shared_words >= parameters.restatement_min_shared_words
        and pairs.shared_words
        >= parameters.restatement_min_overlap * pairs.fewer_words as is_repeated
    from pairs
    cross join parameters
),

compared as (
    select
        handoff_id,
        thread_id,
        max(case when is_person then shared_words end) as person_shared_words,
        bool_or(case when is_person then is_repeated end) as is_repeated_by_person,
        bool_or(case when not is_person then is_repeated end) as is_repeated
    from repeated
    group by handoff_id, thread_id
)

select * from compared
