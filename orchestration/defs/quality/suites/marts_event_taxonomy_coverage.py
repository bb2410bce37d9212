"""Event names: one row each, what counts and what is left out add up."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, no_row_where, unique_together


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        unique_together(("source_system", "source_event"), "Look for a join in the model that multiplies rows."),
        no_row_where(
            "events_are_conserved",
            "event_count <> counted_event_count + after_as_of_count + before_earliest_year_count + no_identity_count",
            "{failing} of {total} names lose events: {examples}.",
            "The model is wrong, not the data: see the SQL of this mart.",
            column="source_event",
        ),
    ]
