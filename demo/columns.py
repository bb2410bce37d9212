"""Numpy arrays to Arrow columns, vectorised: labels, numbered identifiers, times, money, delivery times."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Array = npt.NDArray[Any]
MICROSECONDS = 1_000_000
DELIVERY_SECONDS = 6 * 3600.0
DELIVERY_LAG_SECONDS = 900.0


def labels(values: Sequence[str], positions: Array) -> pa.Array:
    """`values` by position; a negative position is null. Shape (len(positions),)."""
    return pa.array(values, pa.string()).take(pa.array(positions, mask=positions < 0))


def numbered(prefix: str, numbers: Array, width: int) -> pa.Array:
    """Identifiers like th_000042; a negative number is null."""
    digits = pc.utf8_lpad(pa.array(numbers, mask=numbers < 0).cast(pa.string()), width, "0")
    return pc.binary_join_element_wise(prefix, digits, "")


def integers(numbers: Array) -> pa.Array:
    """Whole numbers; a negative number is null."""
    return pa.array(numbers.astype(np.int64), mask=numbers < 0)


def reals(values: Array, present: Array | None = None) -> pa.Array:
    """Doubles; null where not finite or not present."""
    missing = ~np.isfinite(values) if present is None else ~(np.isfinite(values) & present)
    return pa.array(values.astype(np.float64), mask=missing)


def flags(values: Array, present: Array | None = None) -> pa.Array:
    """A boolean column; null where `present` is false."""
    return pa.array(values.astype(bool), mask=None if present is None else ~present)


def times(seconds: Array, present: Array | None = None) -> pa.Array:
    """UTC timestamps without zone from float seconds since 1970; null where not finite or not present."""
    missing = ~np.isfinite(seconds) if present is None else ~(np.isfinite(seconds) & present)
    whole = np.rint(np.where(missing, 0, seconds) * MICROSECONDS).astype(np.int64)
    return pa.array(whole, mask=missing).cast(pa.timestamp("us"))


def money(cents: Array, precision: int = 18, scale: int = 2) -> pa.Array:
    """Exact decimals from whole numbers of the smallest unit (10 ** -scale)."""
    words = np.zeros((len(cents), 2), np.int64)
    words[:, 0] = cents
    words[:, 1] = -(cents < 0).astype(np.int64)
    return pa.Array.from_buffers(pa.decimal128(precision, scale), len(cents), [None, pa.py_buffer(words.tobytes())])


def delivered(seconds: Array) -> Array:
    """When the loader's next run after each moment delivered the row, seconds."""
    return np.ceil((seconds + 1) / DELIVERY_SECONDS) * DELIVERY_SECONDS + DELIVERY_LAG_SECONDS


def constant(value: str | int | bool | None, size: int, kind: pa.DataType | None = None) -> pa.Array:
    """A column of one repeated value, or of nulls."""
    return pa.repeat(pa.scalar(value, kind), size)
