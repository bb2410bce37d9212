"""Runs one command and tells what it took: seconds, CPU seconds, and the memory of its whole process tree.

Does not belong here: knowing what the command does.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

SAMPLE_SECONDS = 0.2
NOTE_SECONDS = 15.0
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
PROC = Path("/proc")


@dataclass(frozen=True)
class Usage:
    """peak_memory_bytes: most resident memory of all processes together; None where /proc does not tell."""

    wall_seconds: float
    cpu_seconds: float
    peak_memory_bytes: int | None

    def then(self, other: Usage) -> Usage:
        """What both took, one after the other."""
        peaks = [usage.peak_memory_bytes for usage in (self, other) if usage.peak_memory_bytes is not None]
        return Usage(
            self.wall_seconds + other.wall_seconds,
            self.cpu_seconds + other.cpu_seconds,
            max(peaks, default=None),
        )

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


class CommandFailedError(RuntimeError):
    """A measured command ended with an error; the text is the end of its output."""


def run(
    command: Sequence[str],
    *,
    log: Path,
    cwd: Path,
    environment: Mapping[str, str],
    note: Callable[[str], str] = lambda line: line,
    title: str = "",
) -> Usage:
    """Run a command with its output in a log file, saying every now and then how far it is.

    note: makes of the last line of output what is worth saying. Raises CommandFailedError.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    children_before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(
            list(command), stdout=out, stderr=subprocess.STDOUT, cwd=cwd, env={**os.environ, **environment}
        )
        memory = _Sampler(process.pid)
        memory.start()
        try:
            status = _wait(process, log, started, note, title, memory)
        finally:
            memory.stop()
    wall = time.perf_counter() - started
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    if status:
        tail = log.read_text(encoding="utf-8", errors="replace").splitlines()[-40:]
        raise CommandFailedError(f"{' '.join(command[:3])} ended with status {status}:\n" + "\n".join(tail))
    cpu = children.ru_utime + children.ru_stime - children_before.ru_utime - children_before.ru_stime
    return Usage(round(wall, 2), round(cpu, 2), memory.peak)


def tree_memory(root: int) -> int | None:
    """Resident bytes of a process and all that descend from it; None without /proc."""
    if not (PROC / "self" / "stat").exists():
        return None
    parents: dict[int, int] = {}
    pages: dict[int, int] = {}
    for entry in PROC.iterdir():
        if not entry.name.isdigit():
            continue
        try:
            # The name of a command may hold blanks and brackets: what counts comes after its last bracket.
            fields = (entry / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:  # ended meanwhile
            continue
        parents[int(entry.name)], pages[int(entry.name)] = int(fields[1]), int(fields[21])
    tree, added = {root}, {root}
    while added:
        added = {pid for pid, parent in parents.items() if parent in added} - tree
        tree |= added
    return sum(pages.get(pid, 0) for pid in tree) * PAGE_BYTES


def say(line: str) -> None:
    """A line for the person who waits."""
    print(line, file=sys.stderr, flush=True)


class _Sampler(threading.Thread):
    """Keeps the most memory seen."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self._root = root
        self._stopped = threading.Event()
        self.peak: int | None = None

    def run(self) -> None:
        while not self._stopped.is_set():
            seen = tree_memory(self._root)
            if seen is None:
                return
            self.peak = max(self.peak or 0, seen)
            self._stopped.wait(SAMPLE_SECONDS)

    def stop(self) -> None:
        self._stopped.set()
        self.join()


def _wait(
    process: subprocess.Popen[bytes],
    log: Path,
    started: float,
    note: Callable[[str], str],
    title: str,
    memory: _Sampler,
) -> int:
    while True:
        try:
            return process.wait(timeout=NOTE_SECONDS)
        except subprocess.TimeoutExpired:
            text = note(_last_line(log))
            peak = f", {memory.peak / 1e9:.1f} GB at most" if memory.peak else ""
            say(f"{time.perf_counter() - started:8.0f} s  {title}: {text}{peak}")
        except BaseException:
            process.terminate()
            raise


def _last_line(log: Path) -> str:
    with log.open("rb") as file:
        file.seek(max(log.stat().st_size - 4096, 0))
        lines = file.read().decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else ""
