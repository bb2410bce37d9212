"""Frameworks: each of a session that exists, coverage between 0 and 1."""

from __future__ import annotations

from orchestration.defs.quality.results import ERROR
from orchestration.defs.quality.rules import (
    Rule,
    between,
    has_rows,
    refers_to,
)


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        has_rows("Look at the seed framework_steps: no session has a readable reply."),
        refers_to(
            "session_id",
            "marts.fct_sessions",
            "session_id",
            "The models disagree about which rows exist: see both.",
            max_share=0.0,
            severity=ERROR,
        ),
        between("coverage", 0, 1, "A framework has no more steps than the seed says."),
    ]
