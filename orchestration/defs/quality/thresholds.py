"""The limits of the data checks: operational tolerances, not metrics, each with its reason."""

from __future__ import annotations

from datetime import datetime, timedelta

# Above this, a column is misread rather than dirty, and medians start to move.
UNREADABLE_SHARE_MAX = 0.05
# Clocks of delivering systems differ, and some write local time: a day covers every time zone.
CLOCK_TOLERANCE = timedelta(days=1)
# Hosted helpdesks, product analytics and their exports are younger; 1970 is a missing time as zero.
EARLIEST_PLAUSIBLE = datetime(2000, 1, 1)
# How many failing values a message shows.
EXAMPLES = 3
# Contributions and shares are sums of doubles.
ROUNDING = 1e-9
# A loose end here and there is a late row; more is a table that was not delivered whole.
ORPHAN_SHARE_MAX = 0.05
