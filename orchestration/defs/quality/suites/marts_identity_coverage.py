"""How much of each source's customers other sources know: one row per source."""

from __future__ import annotations

from orchestration.defs.quality.results import WARNING
from orchestration.defs.quality.rules import Rule, between, no_row_where, unique


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        unique("source_system", "Look for a join in the model that multiplies rows."),
        between("matched_share", 0, 1, "The model is wrong, not the data: see the SQL of identity_coverage."),
        no_row_where(
            "no_merge_errors",
            "merge_error_count > 0",
            "{failing} of {total} sources have users that were left apart as merge errors: {examples}.",
            "Look for an address or an identifier that many records share: a placeholder or a shared mailbox. "
            "Correct it in the source, or list the mailbox in shared_mailboxes.",
            column="source_system",
            severity=WARNING,
        ),
        no_row_where(
            "identifiers_agree_with_addresses",
            "contradicted_id_count > 0",
            "In {failing} of {total} sources users carry the identifier of somebody else than their address names: "
            "{examples}.",
            "The address was taken. Look at int_identity_tokens, left_out_because = 'contradicts_email'.",
            column="source_system",
            severity=WARNING,
        ),
    ]
