"""Tone tags: each of a message that exists."""

from __future__ import annotations

from orchestration.defs.quality.results import ERROR
from orchestration.defs.quality.rules import (
    Rule,
    has_rows,
    refers_to,
)


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        has_rows("Look at the seed tone_tags: no reply shows an act that sets a tag."),
        refers_to(
            "message_id",
            "marts.fct_messages",
            "message_id",
            "The models disagree about which rows exist: see both.",
            max_share=0.0,
            severity=ERROR,
        ),
    ]
