{{ config(
    meta={'touched_by': {
        'int_generations': {
            'key': 'message_id', 'through': 'int_message_records', 'column': 'message_id',
        },
        'int_users': {'key': 'user_id', 'through': 'int_message_records', 'column': 'author_id'},
        'int_user_roles': {'key': 'user_id', 'through': 'int_message_records', 'column': 'author_id'},
        'int_assigned_users': {
            'key': 'user_id', 'through': 'int_message_records', 'column': 'author_id',
        },
    }},
) }}
-- grain: one row per message of a known thread, with the author's role as of the message; no text
with messages as (
    select * from {{ ref('int_message_records') }}
),

threads as (
    select * from {{ ref('int_threads') }}
),

generations as (
    select * from {{ ref('int_generations') }}
),

users as (
    select * from {{ ref('int_users') }}
),

user_roles as (
    select * from {{ ref('int_user_roles') }}
),

ever_assigned as (
    select * from {{ ref('int_assigned_users') }}
),

bot_authors as (
    select * from {{ ref('bot_authors') }}
),

internal_email_domains as (
    select * from {{ ref('internal_email_domains') }}
),

channel_mappings as (
    select * from {{ ref('channel_mappings') }}
),

severity_mappings as (
    select * from {{ ref('severity_mappings') }}
),

-- A window carries every column along while it sorts: this one only what it needs.
sequenced as (
    select
        message_id,
        row_number() over (
            partition by thread_id
            order by sent_at, length(native_message_id), native_message_id
        ) as message_seq,
        lag(sent_at) over (
            partition by thread_id
            order by sent_at, length(native_message_id), native_message_id
        ) as previous_sent_at
    from {{ ref('int_message_records') }}
),

authored as (
    select
        message_id,
        author_id,
        sent_at
    from {{ ref('int_message_records') }}
    where author_id is not null
),

role_at_message as (
    select
        authored.message_id,
        min(user_roles.author_role) as author_role
    from authored
    inner join user_roles
        on
            authored.author_id = user_roles.user_id
            and authored.sent_at >= coalesce(user_roles.valid_from, authored.sent_at)
            and (user_roles.valid_to is null or authored.sent_at < user_roles.valid_to)
    group by authored.message_id
),

with_role as (
    select
        messages.*,
        case
            when messages.author_role_by_source is not null then 'source'
            when messages.is_automated then 'automation'
            when bot_authors.native_author_id is not null then 'bot_list'
            when role_at_message.author_role is not null then 'role_history'
            when ever_assigned.user_id is not null then 'ever_assigned'
            when users.author_role in ('human_agent', 'bot', 'system') then 'role_now'
            when internal_email_domains.email_domain is not null then 'internal_email'
            when
                messages.author_id is null
                or (users.user_id is null and messages.author_id <> threads.requester_id)
                then 'unknown_author'
            else 'customer'
        end as author_role_method,
        role_at_message.author_role as role_by_history,
        users.author_role as role_now,
        threads.source_system as thread_source,
        threads.customer_id,
        threads.channel as thread_channel,
        threads.language as thread_language,
        threads.intent as thread_intent,
        threads.severity as thread_severity
    from messages
    inner join threads on messages.thread_id = threads.thread_id
    left join users on messages.author_id = users.user_id
    left join role_at_message on messages.message_id = role_at_message.message_id
    left join ever_assigned on messages.author_id = ever_assigned.user_id
    left join bot_authors
        on
            messages.source_system = bot_authors.source_system
            and messages.native_author_id = bot_authors.native_author_id
    left join internal_email_domains on users.email_domain = internal_email_domains.email_domain
),

conformed as (
    select
        with_role.message_id,
        with_role.source_system,
        with_role.thread_source as thread_source_system,
        with_role.native_message_id,
        with_role.thread_id,
        with_role.customer_id,
        with_role.author_id,
        case with_role.author_role_method
            when 'source' then lower(with_role.author_role_by_source)
            when 'automation' then 'system'
            when 'bot_list' then 'bot'
            when 'role_history' then with_role.role_by_history
            when 'ever_assigned' then 'human_agent'
            when 'role_now' then with_role.role_now
            when 'internal_email' then 'human_agent'
            when 'unknown_author' then 'system'
            else 'customer'
        end as author_role,
        with_role.author_role_method,
        with_role.source_channel,
        coalesce(
            channel_mappings.channel,
            case when with_role.source_channel is null then with_role.thread_channel end
        ) as channel,
        coalesce(with_role.language, with_role.thread_language) as language,
        coalesce(with_role.intent, generations.intent, with_role.thread_intent) as intent,
        coalesce(severity_mappings.severity, with_role.thread_severity) as severity,
        coalesce(with_role.model_version, generations.model_version) as model_version,
        coalesce(with_role.prompt_id, generations.prompt_id) as prompt_id,
        coalesce(with_role.prompt_version, generations.prompt_version) as prompt_version,
        coalesce(with_role.guardrail_version, generations.guardrail_version) as guardrail_version,
        generations.retrieval_policy_version,
        generations.classifier_version,
        coalesce(with_role.knowledge_source_count, generations.knowledge_source_count)
            as knowledge_source_count,
        generations.intent_confidence,
        coalesce(with_role.confidence, generations.confidence) as confidence,
        coalesce(with_role.generation_ms, generations.generation_ms) as generation_ms,
        coalesce(with_role.edit_ratio, generations.edit_ratio) as edit_ratio,
        coalesce(with_role.sentiment_score, generations.sentiment_score) as sentiment_score,
        with_role.is_public,
        with_role.is_automated,
        coalesce(with_role.is_human_approved, generations.is_human_approved)
            as is_human_approved,
        coalesce(with_role.is_human_edited, generations.is_human_edited) as is_human_edited,
        with_role.sent_at,
        sequenced.previous_sent_at,
        sequenced.message_seq
    from with_role
    inner join sequenced on with_role.message_id = sequenced.message_id
    left join generations on with_role.message_id = generations.message_id
    left join channel_mappings
        on
            with_role.source_system = channel_mappings.source_system
            and lower(with_role.source_channel) = channel_mappings.source_channel
    left join severity_mappings
        on
            with_role.source_system = severity_mappings.source_system
            and lower(with_role.source_severity) = severity_mappings.source_severity
)

select * from conformed
