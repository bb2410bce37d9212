{#- What metrics are observed on: for each there is a model int_metric_observations__<name>. -#}
{% macro observed_records() -%}
    {{ return([
        'sessions',
        'messages',
        'threads',
        'cases',
        'handoffs',
        'escalations',
        'survey_answers',
        'survey_texts',
        'survey_invitations',
        'customer_periods',
        'orders',
        'renewals',
        'conversions',
        'contact_costs',
        'leads',
        'opportunities',
        'task_attempts',
        'web_sessions',
        'customer_onboardings',
        'marketing_sends',
    ]) }}
{%- endmacro %}
