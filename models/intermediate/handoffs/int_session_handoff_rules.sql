{{ config(meta={'unsettled': {'where': 'is_complied is null'}}) }}
-- grain: one row per session and handoff rule that fired in it: was a person offered in time
with handoff_triggers as (
    select * from {{ ref('int_handoff_triggers') }}
    where is_rule
),

bot_stretches as (
    select * from {{ ref('int_bot_stretches') }}
),

handoff_moments as (
    select * from {{ ref('int_handoff_moments') }}
    where handoff_type = 'bot_to_human'
),

timeline as (
    select * from {{ ref('int_session_timeline') }}
    where is_bot
),

parameters as (
    select
        {{ metric_parameter('handoff_due_turns') }} as due_turns,
        {{ metric_parameter('resolution_maturity_seconds') }} as maturity_seconds,
        as_of_at
    from {{ ref('int_as_of') }}
),

-- Who asks again while already being handed over fires nothing new.
fired as (
    select
        handoff_triggers.stretch_id,
        bot_stretches.session_id,
        bot_stretches.thread_id,
        handoff_triggers.escalation_trigger,
        handoff_triggers.fired_seq,
        -- Up to the handoff, which is a turn of the bot too, or to the end of the stretch.
        least(bot_stretches.last_seq, handoff_moments.handoff_seq - 1) as waited_until_seq,
        handoff_triggers.fired_at,
        handoff_moments.handoff_at
    from handoff_triggers
    inner join bot_stretches on handoff_triggers.stretch_id = bot_stretches.stretch_id
    left join handoff_moments on handoff_triggers.stretch_id = handoff_moments.stretch_id
    where
        handoff_moments.handoff_seq is null
        or handoff_triggers.fired_seq < handoff_moments.handoff_seq
),

turns as (
    select
        fired.stretch_id,
        fired.escalation_trigger,
        count(timeline.entry_id) as other_turns
    from fired
    left join timeline
        on
            fired.session_id = timeline.session_id
            and fired.fired_seq < timeline.timeline_seq
            and fired.waited_until_seq >= timeline.timeline_seq
    group by fired.stretch_id, fired.escalation_trigger
),

judged as (
    select
        fired.session_id,
        fired.escalation_trigger,
        fired.thread_id,
        fired.fired_at,
        fired.handoff_at,
        case
            when turns.other_turns >= parameters.due_turns then false
            when fired.handoff_at is not null then true
            when
                {{ seconds_between('fired.fired_at', 'parameters.as_of_at') }}
                >= parameters.maturity_seconds
                then false
        end as is_complied
    from fired
    inner join turns
        on
            fired.stretch_id = turns.stretch_id
            and fired.escalation_trigger = turns.escalation_trigger
    cross join parameters
),

-- A session may hold several stretches of a bot: one rule broken once is broken.
by_session as (
    select
        session_id,
        escalation_trigger,
        thread_id,
        case
            when bool_or(not is_complied) then false
            when count(is_complied) = count(*) then true
        end as is_complied,
        min(fired_at) as fired_at,
        min(handoff_at) as offered_at
    from judged
    group by session_id, escalation_trigger, thread_id
)

select * from by_session
