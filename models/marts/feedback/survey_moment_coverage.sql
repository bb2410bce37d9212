-- grain: one row per moment of the survey trigger map: what was asked and answered there
with moments as (
    select * from {{ ref('survey_moments') }}
),

answers as (
    select * from {{ ref('fct_survey_answers') }}
    where not is_superseded
),

invitations as (
    select * from {{ ref('fct_survey_invitations') }}
),

answer_counts as (
    select
        moments.moment,
        count(*) as answer_count,
        count(distinct answers.customer_id) as customer_count,
        max(answers.submitted_at) as last_answer_at
    from moments
    inner join answers
        on
            moments.touchpoint = answers.touchpoint
            and moments.journey_stage = answers.journey_stage
            and moments.measure = answers.measure
    group by moments.moment
),

invitation_counts as (
    select
        moments.moment,
        count(*) as invitation_count,
        count(case when invitations.is_answered then 1 end) as answered_count
    from moments
    inner join invitations
        on
            moments.touchpoint = invitations.touchpoint
            and moments.journey_stage = invitations.journey_stage
    group by moments.moment
),

final as (
    select
        moments.moment,
        moments.journey_stage,
        moments.survey_kind,
        moments.measure,
        moments.trigger_event,
        moments.touchpoint,
        moments.reason,
        moments.ask_after_seconds,
        coalesce(answer_counts.answer_count, 0) as answer_count,
        coalesce(answer_counts.customer_count, 0) as customer_count,
        coalesce(invitation_counts.invitation_count, 0) as invitation_count,
        coalesce(invitation_counts.answered_count, 0) as answered_count,
        answer_counts.answer_count is not null as is_asked,
        answer_counts.last_answer_at
    from moments
    left join answer_counts on moments.moment = answer_counts.moment
    left join invitation_counts on moments.moment = invitation_counts.moment
)

select * from final
