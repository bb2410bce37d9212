{#- Every metric that adds up, by the kind of record that it is counted on: for each kind there is a model
    int_metric_observations__<records> with the columns that its lines name. A new metric is one line here and one row of
    the catalogue.
    shares: (metric_id, what happened, which records count), both SQL conditions. Where it is unknown what happened, the
    record does not count either: an unknown outcome is no failure.
    amounts: (metric_id, numerator, denominator), both SQL numbers. A record with no numerator, or with a denominator of
    null or 0, does not count. -#}
{% macro metric_lines() -%}
    {{ return({
        'sessions': {
            'shares': [
                ('first_response_on_time_rate', 'is_first_response_on_time', 'is_first_response_due'),
                ('first_human_response_on_time_rate', 'is_first_human_response_on_time', 'is_first_human_response_due'),
                ('useful_response_on_time_rate', 'is_useful_response_on_time', 'is_useful_response_due'),
                ('rephrase_rate', 'rephrase_count > 0', 'customer_message_count > 1'),
                ('over_apology_rate', 'has_over_apology', 'true'),
                ('closing_check_rate', 'has_closing_check', 'true'),
                ('empathy_prompt_rate', 'has_empathy_prompt', 'true'),
                ('transparency_rate', 'is_transparent', 'true'),
                ('outage_reply_complete_rate', 'is_outage_reply_complete', 'true'),
                ('no_repeat_contact_7d_rate', 'not is_repeat_contact_7d', 'is_repeat_contact_known'),
                ('non_complaint_rate', 'not is_complaint', 'is_complaint is not null'),
                ('auto_acknowledgment_rate', 'is_auto_acknowledged', 'true'),
                ('resolution_rate', 'is_resolved', 'is_outcome_mature'),
                (
                    'first_contact_resolution_24h_rate',
                    'is_first_contact_resolved_24h',
                    'is_first_contact_resolved_24h is not null',
                ),
                (
                    'first_contact_resolution_7d_rate',
                    'is_first_contact_resolved_7d',
                    'is_first_contact_resolved_7d is not null',
                ),
                (
                    'first_contact_resolution_30d_rate',
                    'is_first_contact_resolved_30d',
                    'is_first_contact_resolved_30d is not null',
                ),
                ('repeat_contact_24h_rate', 'is_repeat_contact_24h', 'is_repeat_contact_24h is not null'),
                ('repeat_contact_30d_rate', 'is_repeat_contact_30d', 'is_repeat_contact_30d is not null'),
                (
                    'repeat_contact_any_intent_7d_rate',
                    'is_repeat_contact_any_intent_7d',
                    'is_repeat_contact_any_intent_7d is not null',
                ),
                ('false_resolution_24h_rate', 'is_false_resolution_24h', 'is_false_resolution_24h is not null'),
                ('false_closure_rate', 'not is_durable_resolution', 'is_durable_resolution is not null'),
                ('confirmed_resolution_rate', "resolution_state = 'confirmed'", 'resolution_state is not null'),
                ('assumed_resolution_rate', "resolution_state = 'assumed'", 'resolution_state is not null'),
                ('abandonment_rate', 'is_abandoned', 'resolution_state is not null'),
                ('accepted_then_returned_rate', 'is_accepted_then_returned', 'is_accepted_then_returned is not null'),
                (
                    'bot_autonomous_resolution_rate',
                    'is_bot_autonomous_resolution',
                    'is_bot_autonomous_resolution is not null',
                ),
                (
                    'bot_assisted_resolution_rate',
                    'is_bot_assisted_resolution',
                    'is_bot_assisted_resolution is not null',
                ),
                ('negative_ending_rate', 'is_ended_negative', 'is_ended_negative is not null'),
                ('mood_recovery_rate', 'not is_ended_negative', 'is_begun_negative and is_ended_negative is not null'),
                ('told_repeated_contact_rate', 'has_repeated_contact', 'has_repeated_contact is not null'),
                ('reassurance_fulfilment_rate', 'is_reassured', 'needs_reassurance'),
                ('intent_coverage_rate', 'intent is not null', 'true'),
            ],
            'amounts': [
                ('prior_contacts_mean', 'prior_contacts_same_intent', one_if('prior_contacts_same_intent is not null')),
                ('handle_time_mean', 'handle_seconds', '1'),
            ],
        },
        'messages': {
            'shares': [
                ('acknowledgment_rate', 'has_acknowledgment', 'is_first_response'),
                ('next_step_rate', 'has_next_step', 'true'),
                ('question_clarity_rate', 'not is_followed_by_rephrase', 'is_bot_question'),
                ('useful_first_reply_rate', 'is_useful', 'turn_index = 1'),
                ('useful_follow_up_reply_rate', 'is_useful', 'turn_index > 1'),
                ('too_instant_generic_rate', 'is_too_instant_and_generic', 'true'),
                ('channel_norm_rate', 'is_within_channel_norm', 'true'),
            ],
            'amounts': [
                ('tone_alignment_mean', 'tone_alignment_score', '1'),
            ],
        },
        'threads': {
            'shares': [
                ('one_touch_rate', 'is_one_touch', 'is_solved_once'),
                ('two_touch_rate', 'is_two_touch', 'is_solved_once'),
                ('multi_touch_rate', 'is_multi_touch', 'is_solved_once'),
                ('substantive_reopen_rate', 'is_reopened_substantively', 'is_solved_once'),
                ('reopen_rate', 'is_reopened', 'is_solved_once'),
            ],
            'amounts': [
                ('sla_attainment_rate', 'sla_met_count', 'sla_decided_count'),
            ],
        },
        'cases': {
            'shares': [
                ('case_resolution_rate', 'is_resolved', 'is_outcome_mature'),
                ('recurring_issue_rate', 'is_recurring_issue', 'is_recurring_issue is not null'),
            ],
            'amounts': [
                ('contacts_per_case_mean', 'contact_count', one_if('is_outcome_mature')),
            ],
        },
        'handoffs': {
            'shares': [
                ('handoff_on_time_rate', 'is_on_time', 'is_due'),
                ('handoff_abandonment_rate', 'is_abandoned', 'true'),
                ('clean_handoff_rate', 'is_clean', 'true'),
                ('restatement_rate', 'is_restated', 'true'),
                ('follow_through_rate', 'is_followed_through', 'true'),
                ('early_handover_rate', 'is_too_early', 'true'),
            ],
            'amounts': [
                ('handoff_completeness_mean', 'completeness_score', '1'),
                ('handoff_quality_mean', 'handoff_quality_score', one_if('is_mature')),
            ],
        },
        'escalations': {
            'shares': [
                ('escalation_rate', 'is_escalated', 'has_bot_role'),
                ('missed_handover_rate', 'is_missed_handover', 'has_fired_rule'),
            ],
            'amounts': [
                ('promise_kept_rate', 'promise_kept_count', 'promise_due_count'),
                ('severity_weighted_failure_rate', 'outcome_weight * ' ~ one_if('has_bad_outcome'), 'outcome_weight'),
            ],
        },
        'survey_answers': {
            'shares': [
                ('csat_rate', 'is_favourable', "measure = 'csat'"),
                ('customer_effort_rate', 'is_favourable', "measure = 'ces'"),
                ('confidence_rate', 'is_favourable', "measure = 'confidence'"),
                ('solved_rate', 'is_favourable', "measure = 'solved'"),
                ('easy_to_follow_rate', 'is_favourable', "measure = 'easy'"),
                ('felt_understood_rate', 'is_favourable', "measure = 'felt_understood'"),
                ('trust_rate', 'is_favourable', "measure = 'trust'"),
                ('relevance_rate', 'is_favourable', "measure = 'relevance'"),
                ('competence_rate', 'is_favourable', "measure = 'competence'"),
            ],
            'amounts': [
                ('nps', one_if('is_favourable') ~ ' - ' ~ one_if('is_unfavourable'), one_if("measure = 'nps'")),
                ('csat_mean', 'position_score', one_if("measure = 'csat' and scale_length > 1")),
                ('customer_effort_mean', 'position_score', one_if("measure = 'ces'")),
            ],
        },
        'survey_texts': {
            'shares': [
                ('positive_open_text_rate', 'is_positive', 'is_positive is not null'),
            ],
            'amounts': [],
        },
        'survey_invitations': {
            'shares': [
                ('survey_response_rate', 'is_answered', 'is_answered is not null'),
                ('survey_overload_rate', 'is_over_limit', 'true'),
            ],
            'amounts': [],
        },
        'customer_periods': {
            'shares': [
                ('retention_rate', 'is_retained', 'is_retained is not null'),
                ('expansion_rate', 'has_upgraded', 'has_upgraded is not null'),
                ('cancel_rate', 'has_cancelled', 'has_cancelled is not null'),
                ('early_churn_30d_rate', 'is_lost_early', 'is_lost_early is not null'),
                ('early_churn_90d_rate', 'is_lost_in_90d', 'is_lost_in_90d is not null'),
                ('repeat_usage_rate', 'is_repeat_user', 'is_repeat_user is not null'),
            ],
            'amounts': [
                ('revenue_churn_rate', 'lost_amount', 'amount_at_begin'),
                ('contacts_per_customer_mean', 'contact_count', one_if('contact_count is not null')),
            ],
        },
        'orders': {
            'shares': [
                ('non_refund_rate', 'not is_refunded_30d', 'is_refunded_30d is not null'),
                ('repeat_purchase_rate', 'is_repeated_90d', 'is_repeated_90d is not null'),
            ],
            'amounts': [
                ('average_order_value', 'purchase_amount_eur', one_if('purchase_amount_eur is not null')),
                ('refund_value_rate', 'refunded_amount', 'sold_amount'),
                ('revenue_quality_rate', 'lasting_amount', 'judged_amount'),
                ('contacts_per_order_mean', 'contact_count_30d', one_if('contact_count_30d is not null')),
            ],
        },
        'renewals': {
            'shares': [
                ('renewal_rate', 'is_renewed', 'is_renewed is not null'),
                ('renewal_payment_failure_rate', 'has_payment_failure', 'has_payment_failure is not null'),
            ],
            'amounts': [],
        },
        'conversions': {
            'shares': [
                ('conversion_rate', 'is_converted', 'is_way'),
                ('evaluation_rate', 'is_evaluated', 'is_evaluated is not null'),
                ('trial_to_paid_rate', 'is_converted', 'is_trial'),
                ('checkout_to_paid_rate', 'is_converted', 'is_checkout'),
            ],
            'amounts': [],
        },
        'contact_costs': {
            'shares': [],
            'amounts': [
                ('cost_per_contact', 'cost_eur', one_if('cost_eur is not null')),
            ],
        },
        'leads': {
            'shares': [
                ('qualified_lead_rate', 'is_qualified', 'is_qualified is not null'),
            ],
            'amounts': [],
        },
        'opportunities': {
            'shares': [
                ('qualified_opportunity_rate', 'is_qualified', 'is_creation and is_qualified is not null'),
                ('opportunity_win_rate', 'is_won', 'is_decision and is_won is not null'),
            ],
            'amounts': [
                ('value_weighted_win_rate', one_if('is_won') ~ ' * weight', 'case when is_decision then weight end'),
            ],
        },
        'task_attempts': {
            'shares': [
                ('task_success_rate', 'is_completed', 'is_due'),
                ('form_completion_rate', 'is_completed', 'is_form_due'),
                ('task_without_backtrack_rate', 'backtrack_count = 0', 'is_due'),
                ('form_abandonment_rate', 'not is_completed', 'is_form_due'),
                ('checkout_abandonment_rate', 'not is_completed', 'is_checkout_due'),
                ('required_step_failure_rate', 'is_failed_at_required_step', 'is_failed_at_required_step is not null'),
                ('task_error_rate', 'error_count > 0', 'is_due'),
                ('checkout_error_rate', 'error_count > 0', 'is_checkout_due'),
                ('retry_rate', 'retry_count > 0', 'coalesce(is_completed, false)'),
                ('repeated_edit_rate', 'repeated_field_count > 0', 'field_count > 0'),
                ('hesitation_rate', 'hesitation_count > 0', 'is_due'),
                ('task_help_rate', 'help_count > 0', 'is_due'),
                ('help_exit_rate', 'not is_completed', 'help_count > 0 and is_due'),
                ('silent_friction_rate', 'is_silent_friction', 'is_silent_friction is not null'),
            ],
            'amounts': [
                ('path_efficiency', 'path_efficiency', one_if('path_efficiency is not null')),
                ('backtrack_rate', 'backtrack_count', 'step_count'),
                ('step_through_rate', 'completed_step_count', 'reached_step_count'),
            ],
        },
        'web_sessions': {
            'shares': [
                ('bounce_rate', 'is_bounce', 'is_bounce is not null'),
                ('scroll_reach_rate', 'is_decision_section_reached', 'is_decision_section_reached is not null'),
                ('rage_click_rate', 'rage_click_count > 0', 'click_count > 0'),
                ('self_serve_resolution_rate', 'is_self_served', 'is_self_served is not null'),
                ('support_deflection_rate', 'is_self_served', 'is_support_sought'),
                ('message_match_rate', 'is_message_match', 'is_message_match is not null'),
                ('cart_completion_rate', 'is_cart_completed', 'is_cart_completed is not null'),
            ],
            'amounts': [
                ('dwell_quality', 'decision_engaged_seconds', 'engaged_seconds'),
                ('help_useful_vote_rate', 'help_upvote_count', 'help_vote_count'),
            ],
        },
        'customer_onboardings': {
            'shares': [
                ('time_to_first_value_on_time_rate', 'is_first_value_on_time', 'is_first_value_on_time is not null'),
                ('activation_rate', 'is_activated', 'is_activated is not null'),
                ('trial_activation_rate', 'is_trial_activated', 'is_trial_activated is not null'),
            ],
            'amounts': [],
        },
        'marketing_sends': {
            'shares': [
                ('open_rate', 'is_opened', 'is_delivered'),
                ('click_through_rate', 'is_clicked', 'is_delivered'),
                ('reply_rate', 'is_replied', 'is_delivered'),
                ('engagement_rate', 'is_engaged', 'is_delivered'),
                ('message_next_step_rate', 'is_next_step_taken', 'is_next_step_due'),
                ('message_purchase_rate', 'is_followed_by_purchase', 'is_purchase_due'),
                ('unsubscribe_rate', 'is_unsubscribed', 'is_delivered'),
                ('message_complaint_rate', 'is_complained', 'is_delivered'),
                ('message_reason_rate', 'has_reason', 'true'),
                ('duplicate_send_rate', 'is_duplicate', 'true'),
                ('signal_sufficiency_rate', 'is_signal_sufficient', 'true'),
            ],
            'amounts': [],
        },
    }) }}
{%- endmacro %}
