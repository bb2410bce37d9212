"""What can be wrong with a delivery, as one readable line each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Problem:
    """One finding: which table, file, line and column (where known), what is wrong, what to do.

    line counts from 1, the header of a CSV included.
    """

    table: str
    message: str
    advice: str
    file: Path | None = None
    line: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        place = [self.table]
        if self.column:
            place.append(f"column {self.column}")
        if self.file:
            place.append(str(self.file) + (f" line {self.line}" if self.line else ""))
        return f"{' · '.join(place)}: {self.message} {self.advice}".rstrip()


class LandingError(Exception):
    """The delivery cannot be landed; `problems` holds every reason, found in one pass."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        heading = f"{count} problem{'s' if count != 1 else ''} in the raw zone; nothing was landed:"
        super().__init__("\n".join([heading, *(f"  - {problem}" for problem in self.problems)]))
