"""Knowledge sources of messages: of messages that exist, ranks from 1."""

from __future__ import annotations

from orchestration.defs.quality.results import ERROR
from orchestration.defs.quality.rules import Rule, between, no_row_where, not_null, refers_to


def rules() -> list[Rule]:
    """What has to hold in this mart; without an assistant's log it has no rows."""
    return [
        not_null("knowledge_id", "The model is wrong, not the data: see the SQL of this mart."),
        refers_to(
            "message_id",
            "marts.fct_messages",
            "message_id",
            "The models disagree about which rows exist: see both.",
            max_share=0.0,
            severity=ERROR,
        ),
        no_row_where(
            "sources_are_retrieved_by_the_company_side",
            "message_id in (select message_id from marts.fct_messages where author_role = 'customer')",
            "{failing} of {total} sources were retrieved for a customer's own message: {examples}.",
            "Look at the message ids of the log: a generation names the message that it became.",
            column="message_id",
            example="message_id",
        ),
        between("retrieval_rank", 1, None, "Ranks count from 1."),
    ]
