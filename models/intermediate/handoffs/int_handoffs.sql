{{ config(incremental_strategy='whole_table') }}
-- grain: one row per handoff from a bot to a person or from one person to another
with handoff_moments as (
    select * from {{ ref('int_handoff_moments') }}
),

handoff_contents as (
    select * from {{ ref('int_handoff_contents') }}
),

handoff_overlaps as (
    select * from {{ ref('int_handoff_overlaps') }}
),

handoff_triggers as (
    select * from {{ ref('int_handoff_triggers') }}
),

session_spans as (
    select * from {{ ref('int_session_spans') }}
),

threads as (
    select * from {{ ref('int_threads') }}
),

handoff_records as (
    select * from {{ ref('int_handoff_records') }}
),

handoff_trigger_mappings as (
    select * from {{ ref('handoff_trigger_mappings') }}
),

messages as (
    select * from {{ ref('int_messages') }}
),

channel_parameters as (
    select * from {{ ref('channel_parameters') }}
),

parameters as (
    select
        {{ metric_parameter('resolution_maturity_seconds') }} as maturity_seconds,
        {{ metric_parameter('handoff_stall_seconds') }} as stall_seconds,
        {{ metric_parameter('handoff_high_confidence') }} as high_confidence,
        {{ metric_parameter('issue_reference_min_shared_words') }} as reference_min_shared_words,
        {{ metric_parameter('handoff_queue_floor_multiple') }} as queue_floor_multiple,
        {{ metric_parameter('handoff_weight_queue') }} as weight_queue,
        {{ metric_parameter('handoff_weight_completeness') }} as weight_completeness,
        {{ metric_parameter('handoff_weight_follow_through') }} as weight_follow_through,
        {{ metric_parameter('score_scale_maximum') }} as score_maximum,
        as_of_at
    from {{ ref('int_as_of') }}
),

-- Only what showed before the handoff can be its reason.
first_triggers as (
    select
        handoff_moments.handoff_id,
        handoff_triggers.escalation_trigger,
        row_number() over (
            partition by handoff_moments.handoff_id order by handoff_triggers.precedence
        ) as trigger_rank
    from handoff_moments
    inner join handoff_triggers
        on
            handoff_moments.stretch_id = handoff_triggers.stretch_id
            and handoff_moments.handoff_at >= handoff_triggers.fired_at
),

joined as (
    select
        handoff_moments.handoff_id,
        handoff_moments.handoff_record_id,
        handoff_moments.source_system,
        handoff_moments.session_id,
        handoff_moments.thread_id,
        threads.customer_id,
        messages.author_id as first_human_author_id,
        handoff_moments.handoff_type,
        handoff_moments.announcement_method,
        case
            when handoff_trigger_mappings.escalation_trigger is not null
                then handoff_trigger_mappings.escalation_trigger
            when first_triggers.escalation_trigger is not null
                then first_triggers.escalation_trigger
            when handoff_moments.handoff_type <> 'bot_to_human' then null
            when
                {{ seconds_between(
                    'handoff_contents.last_customer_at', 'handoff_moments.handoff_at'
                ) }} >= parameters.stall_seconds
                then 'stall'
            when handoff_contents.is_readable then 'other'
        end as escalation_trigger,
        channel_parameters.first_human_response_target_seconds as target_seconds,
        case
            when handoff_moments.announcement_method <> 'first_human_message'
                then
                    {{ seconds_between(
                        'handoff_moments.handoff_at', 'handoff_moments.first_human_message_at'
                    ) }}
        end as handoff_seconds,
        -- Assigned before the announcement is no wait at all.
        greatest(
            {{ seconds_between('handoff_moments.queued_at', 'handoff_moments.accepted_at') }},
            case
                when
                    handoff_moments.queued_at is not null
                    and handoff_moments.accepted_at is not null
                    then cast(0 as double)
            end
        ) as queue_seconds,
        case
            when handoff_moments.queued_at is not null and handoff_moments.accepted_at is null
                then {{ seconds_between('handoff_moments.queued_at', 'parameters.as_of_at') }}
        end as queued_so_far_seconds,
        case
            when handoff_moments.announcement_method = 'first_human_message' then null
            when handoff_moments.first_human_message_at is not null
                then handoff_contents.max_silence_seconds
            else
                greatest(
                    handoff_contents.max_silence_seconds,
                    {{ seconds_between(
                        'coalesce(handoff_contents.last_heard_at, handoff_moments.handoff_at)',
                        'coalesce(handoff_contents.resolved_at, parameters.as_of_at)'
                    ) }}
                )
        end as max_silence_seconds,
        {{ seconds_between('handoff_moments.handoff_at', 'handoff_contents.resolved_at') }}
            as resolution_seconds,
        handoff_contents.failure_count,
        handoff_contents.min_confidence,
        {% for element in ['issue_summary', 'user_emotion', 'attempted_solutions', 'metadata'] -%}
        -- Nothing written is nothing handed over. Where a record stays silent only a text can tell,
        -- and what cannot be read is not known.
        case
            when handoff_records.has_{{ element }} is not null
                then handoff_records.has_{{ element }}
            when handoff_records.handoff_record_id is not null
                then case when handoff_contents.has_{{ element }} then true end
            when handoff_contents.handed_over_count > 0 then handoff_contents.has_{{ element }}
            else false
        end as has_{{ element }},
        {% endfor -%}
        case
            when not handoff_records.has_issue_summary then false
            when handoff_records.summarised_at is not null
                then handoff_records.summarised_at <= handoff_moments.handoff_at
            when handoff_contents.note_count > 0 then handoff_contents.has_summary_before
            when handoff_records.handoff_record_id is null then false
        end as has_structured_summary,
        handoff_contents.note_count > 0
        or coalesce(
            handoff_records.has_issue_summary, handoff_records.summarised_at is not null
        ) as has_agent_digest,
        case
            when handoff_contents.handed_over_count > 0
                then handoff_contents.has_expectation_statement
            else false
        end as has_expectation_statement,
        case
            when handoff_contents.has_repeated_contact then true
            when
                handoff_contents.waiting_customer_seq is not null
                or handoff_contents.next_customer_seq is not null
                then handoff_overlaps.is_repeated
            when handoff_contents.is_resolved_after_person then false
        end as is_restated,
        handoff_contents.has_information_request and handoff_overlaps.is_repeated_by_person
            as is_agent_blind,
        handoff_overlaps.person_shared_words >= parameters.reference_min_shared_words
            as references_issue,
        case
            when handoff_moments.first_human_message_at is null then false
            when handoff_contents.is_resolved_after_person then true
            when handoff_contents.has_status_history then false
            else session_spans.is_resolved
        end as is_followed_through_by_now,
        -- A person's question that nobody answers, or an effort left open, is a customer who left.
        handoff_moments.first_human_message_at is null
        or (
            handoff_contents.next_customer_seq is null
            and (
                handoff_contents.has_question
                or not coalesce(
                    handoff_contents.is_resolved_after_person or session_spans.is_resolved, false
                )
            )
        ) as is_abandoned_by_now,
        {{ seconds_between('handoff_moments.handoff_at', 'parameters.as_of_at') }}
        >= parameters.maturity_seconds as is_mature,
        parameters.high_confidence,
        parameters.queue_floor_multiple,
        parameters.weight_queue,
        parameters.weight_completeness,
        parameters.weight_follow_through,
        parameters.score_maximum,
        handoff_moments.handoff_at,
        handoff_moments.announced_at,
        handoff_moments.queued_at,
        handoff_moments.accepted_at,
        handoff_moments.first_human_message_at
    from handoff_moments
    cross join parameters
    inner join handoff_contents on handoff_moments.handoff_id = handoff_contents.handoff_id
    inner join session_spans on handoff_moments.session_id = session_spans.session_id
    inner join threads on handoff_moments.thread_id = threads.thread_id
    left join handoff_records
        on handoff_moments.handoff_record_id = handoff_records.handoff_record_id
    left join handoff_trigger_mappings
        on
            handoff_records.source_system = handoff_trigger_mappings.source_system
            and handoff_records.trigger = handoff_trigger_mappings.source_trigger
    left join messages on handoff_moments.first_human_message_id = messages.message_id
    left join handoff_overlaps on handoff_moments.handoff_id = handoff_overlaps.handoff_id
    left join channel_parameters on session_spans.channel = channel_parameters.channel
    left join first_triggers
        on
            handoff_moments.handoff_id = first_triggers.handoff_id
            and first_triggers.trigger_rank = 1
),

judged as (
    select
        *,
        (
            case when has_issue_summary then 1 when not has_issue_summary then 0 end
            + case when has_user_emotion then 1 when not has_user_emotion then 0 end
            + case when has_attempted_solutions then 1 when not has_attempted_solutions then 0 end
            + case when has_metadata then 1 when not has_metadata then 0 end
        ) / cast(4 as double) as context_completeness,
        case when is_mature then is_followed_through_by_now end as is_followed_through,
        case when is_mature then is_abandoned_by_now end as is_abandoned,
        -- Without a reason, after no failure, and with a bot that was sure of its answers.
        case
            when handoff_type <> 'bot_to_human' then null
            when escalation_trigger is null then null
            when escalation_trigger <> 'other' or failure_count > 0 then false
            else min_confidence >= high_confidence
        end as is_too_early,
        case
            when queue_seconds <= target_seconds then score_maximum
            when
                coalesce(queue_seconds, queued_so_far_seconds)
                >= target_seconds * queue_floor_multiple
                then cast(0 as double)
            when queue_seconds is not null
                then
                    {{ normalised_score(
                        'queue_seconds', 'target_seconds * queue_floor_multiple',
                        'target_seconds', "'log'", 'score_maximum'
                    ) }}
        end as queue_score
    from joined
),

scored as (
    select
        *,
        case
            when is_followed_through then score_maximum
            when not is_followed_through then 0
        end as follow_through_score,
        case when queue_score is not null then weight_queue else 0 end
        + case when context_completeness is not null then weight_completeness else 0 end
        + case when is_followed_through is not null then weight_follow_through else 0 end
            as known_weight
    from judged
),

final as (
    select
        handoff_id,
        handoff_record_id,
        source_system,
        session_id,
        thread_id,
        customer_id,
        first_human_author_id,
        handoff_type,
        announcement_method,
        escalation_trigger,
        cast(target_seconds as double) as target_seconds,
        handoff_seconds,
        queue_seconds,
        max_silence_seconds,
        resolution_seconds,
        context_completeness,
        queue_score,
        (
            coalesce(weight_queue * queue_score, 0)
            + coalesce(weight_completeness * score_maximum * context_completeness, 0)
            + coalesce(weight_follow_through * follow_through_score, 0)
        ) / nullif(known_weight, 0) as handoff_quality_score,
        known_weight / (weight_queue + weight_completeness + weight_follow_through)
            as handoff_quality_coverage,
        has_issue_summary,
        has_user_emotion,
        has_attempted_solutions,
        has_metadata,
        has_structured_summary,
        has_agent_digest,
        has_expectation_statement,
        is_restated,
        is_agent_blind,
        references_issue,
        is_followed_through,
        is_abandoned,
        context_completeness = 1 and not is_restated and references_issue as is_clean,
        is_too_early,
        is_mature,
        handoff_at,
        announced_at,
        queued_at,
        accepted_at,
        first_human_message_at
    from scored
)

select * from final
