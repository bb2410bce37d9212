"""SQL of the project's dbt macros, for checks that have to count by the same rule as the models.

Renders macros/engine with Jinja alone: those macros need nothing of dbt but `return` and
`adapter.dispatch`, and what is checked here is always DuckDB.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from jinja2 import Environment

from orchestration.settings import PROJECT_DIR

MACROS_DIR = PROJECT_DIR / "macros" / "engine"


class _Adapter:
    """The part of dbt's adapter that chooses an engine's version of a macro."""

    module: Any = None

    def dispatch(self, name: str) -> Callable[..., str]:
        for version in (f"duckdb__{name}", f"default__{name}"):
            if hasattr(self.module, version):
                found: Callable[..., str] = getattr(self.module, version)
                return found
        raise LookupError(f"{MACROS_DIR} has no macro default__{name}.")


@cache
def _module() -> Any:
    adapter = _Adapter()
    environment = Environment(extensions=["jinja2.ext.do"], autoescape=False)
    environment.globals.update({"return": lambda value: value, "adapter": adapter})
    text = "\n".join(file.read_text(encoding="utf-8") for file in sorted(MACROS_DIR.glob("*.sql")))
    adapter.module = environment.from_string(text).module
    return adapter.module


def sql_of(macro: str, *arguments: str) -> str:
    """SQL that an engine macro gives for these arguments."""
    return str(getattr(_module(), macro)(*arguments)).strip()
