{{ config(
    materialized=incremental_or_table(),
    unique_key='thread_id',
    incremental_strategy='touched_keys',
) }}
-- grain: one row per session with a readable reply and conversation framework
with message_signals as (
    select * from {{ ref('int_message_signals') }}
),

framework_steps as (
    select * from {{ ref('framework_steps') }}
),

frameworks as (
    select * from {{ ref('conversation_frameworks') }}
),

session_spans as (
    select * from {{ ref('int_session_spans') }}
),

threads as (
    select * from {{ ref('int_threads') }}
),

intents as (
    select * from {{ ref('intents') }}
),

-- The frameworks describe sessions in which somebody answered in words that can be read.
sessions as (
    select distinct
        session_id,
        thread_id
    from {{ ref('int_message_signals') }}
),

steps as (
    select
        framework,
        step,
        max(step_order) as step_order,
        bool_or(is_action) as is_action
    from framework_steps
    group by framework, step
),

first_occurrences as (
    select
        message_signals.session_id,
        framework_steps.framework,
        framework_steps.step,
        min(message_signals.message_seq) as first_seq
    from message_signals
    inner join framework_steps on message_signals.signal = framework_steps.signal
    group by message_signals.session_id, framework_steps.framework, framework_steps.step
),

session_steps as (
    select
        sessions.session_id,
        steps.framework,
        sessions.thread_id,
        steps.step,
        steps.step_order,
        steps.is_action,
        first_occurrences.first_seq,
        max(first_occurrences.first_seq) over (
            partition by sessions.session_id, steps.framework
            order by steps.step_order
            rows between unbounded preceding and 1 preceding
        ) as latest_before
    from sessions
    cross join steps
    left join first_occurrences
        on
            sessions.session_id = first_occurrences.session_id
            and steps.framework = first_occurrences.framework
            and steps.step = first_occurrences.step
),

covered as (
    select
        session_id,
        framework,
        thread_id,
        count(*) as step_count,
        count(first_seq) as present_count,
        cast(count(first_seq) as double) / count(*) as coverage,
        case
            when count(first_seq) > 0
                then not coalesce(bool_or(first_seq < latest_before), false)
        end as is_order_kept,
        bool_or(is_action and first_seq is not null) as has_action_step,
        coalesce(
            min(case when is_action then first_seq end)
            < min(case when step_order = 1 then first_seq end),
            min(case when is_action then first_seq end) is not null
        ) as is_action_before_first_step
    from session_steps
    group by session_id, framework, thread_id
),

fitting as (
    select
        session_spans.session_id,
        frameworks.framework,
        row_number() over (
            partition by session_spans.session_id order by frameworks.recommendation_rank
        ) as fit_rank
    from session_spans
    inner join threads on session_spans.thread_id = threads.thread_id
    left join intents on session_spans.intent = intents.intent
    inner join frameworks
        on
            frameworks.best_for_emotion in (
                'all', case when intents.is_emotional then 'emotional' else 'neutral' end
            )
            and (
                frameworks.best_for_severities = 'all'
                or ';' || frameworks.best_for_severities || ';'
                like '%;' || session_spans.severity || ';%'
            )
            and (
                frameworks.best_for_segments = 'all'
                or ';' || frameworks.best_for_segments || ';' like '%;' || threads.segment || ';%'
            )
),

final as (
    select
        covered.session_id,
        covered.framework,
        covered.thread_id,
        covered.step_count,
        covered.present_count,
        covered.coverage,
        covered.is_order_kept,
        covered.has_action_step,
        covered.is_action_before_first_step,
        coalesce(fitting.fit_rank = 1, false) as is_recommended,
        covered.has_action_step
        and covered.coverage >= {{ metric_parameter('framework_min_coverage') }} as is_passed
    from covered
    left join fitting
        on covered.session_id = fitting.session_id and covered.framework = fitting.framework
)

select * from final
