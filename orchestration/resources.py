"""What the steps of a run share: the settings, the lock on the build file, the check process."""

import fcntl
import os
import time
from functools import cache
from typing import IO

import dagster as dg

from orchestration import progress
from orchestration.defs.landing.contract import Contract, load_contract
from orchestration.defs.quality.client import CheckProcess
from orchestration.notes import Notes
from orchestration.settings import Settings, load_settings

LOCK_WAIT_SECONDS = 1800
LOCK_POLL_SECONDS = 2


class WarehouseBusyError(RuntimeError):
    """Another refresh works on the same build file and did not end in time."""


@cache
def check_process() -> CheckProcess:
    """The check process of this Python process, so that a command line can start it early."""
    return CheckProcess(load_settings())


class Checks(dg.ConfigurableResource):
    """The check process, started with the run so that its imports pass while data is landed."""

    def setup_for_execution(self, context: dg.InitResourceContext) -> None:
        check_process().start()

    def teardown_after_execution(self, context: dg.InitResourceContext) -> None:
        check_process().stop()

    @property
    def process(self) -> CheckProcess:
        return check_process()


class Warehouse(dg.ConfigurableResource):
    """The build file, for one run at a time: the steps of two runs must not mix in it."""

    _lock: IO[str] | None = None

    def setup_for_execution(self, context: dg.InitResourceContext) -> None:
        file = self.settings.lock_file
        file.parent.mkdir(parents=True, exist_ok=True)
        lock = file.open("a+")
        deadline = time.monotonic() + LOCK_WAIT_SECONDS
        while not _try_lock(lock):
            if time.monotonic() > deadline:
                raise WarehouseBusyError(
                    f"Another refresh (process {_holder(lock)}) has been working on "
                    f"{self.settings.warehouse} for over {LOCK_WAIT_SECONDS // 60} minutes. "
                    "Wait for it or end it, then run again."
                )
            progress.say(f"waiting for another refresh (process {_holder(lock)}) to end")
            time.sleep(LOCK_POLL_SECONDS)
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        self._lock = lock

    def teardown_after_execution(self, context: dg.InitResourceContext) -> None:
        if self._lock:
            self._lock.close()
            self._lock = None

    @property
    def settings(self) -> Settings:
        return load_settings()

    @property
    def contract(self) -> Contract:
        return load_contract(self.settings.project_dir / "models")

    @property
    def notes(self) -> Notes:
        return Notes(self.settings.notes_dir)


def _try_lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(file: IO[str]) -> str:
    file.seek(0)
    return file.read().strip() or "unknown"
