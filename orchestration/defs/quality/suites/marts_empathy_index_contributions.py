"""Parts of the index: shares and scores on their scales."""

from __future__ import annotations

from orchestration.defs.quality.rules import Rule, between


def rules() -> list[Rule]:
    """What has to hold in this mart."""
    return [
        between("weight", 0, 1, "Weights are shares of the index."),
        between("score", 0, 100, "Scores run from 0 to 100."),
        between("contribution", 0, 100, "A contribution is weight times score."),
    ]
