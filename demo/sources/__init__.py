"""One module per source, found by being here. Each has `tables(world) -> dict[str, pyarrow.Table]`."""

import importlib
import pkgutil
from collections.abc import Callable

import pyarrow as pa

from demo.population import World


def writers() -> dict[str, Callable[[World], dict[str, pa.Table]]]:
    """The `tables` function of every source, by source name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: importlib.import_module(f"{__name__}.{name}").tables for name in names}
