"""Lines for the person who waits; silent unless a command line asked for them."""

from __future__ import annotations

from collections.abc import Callable

_listeners: list[Callable[[str], None]] = []


def listen(listener: Callable[[str], None]) -> None:
    """Send every later line to the listener, too."""
    _listeners.append(listener)


def say(line: str) -> None:
    """Tell a line to whoever listens."""
    for listener in _listeners:
        listener(line)
