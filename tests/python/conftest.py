"""Which tests may run beside each other: files do; whole runs do not, since they share the project's target folder."""

from __future__ import annotations

import pytest

WHOLE_RUNS = {"test_full_run", "test_bad_input", "test_orchestration", "test_quality"}


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each test the xdist group of its file, and the files with whole runs one group together."""
    for item in items:
        name = item.path.stem
        item.add_marker(pytest.mark.xdist_group("whole runs" if name in WHOLE_RUNS else name))
