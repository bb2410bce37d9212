"""What loaders do: deliver some rows twice."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from demo import truths
from demo.columns import times

Array = npt.NDArray[Any]
CARD_SENTENCE = "My card number is 4000 0000 0000 0002."


def delivered_twice(rng: np.random.Generator, is_customer: Array) -> Array:
    """Rows that are delivered twice: customers' messages only, in number the planted share of all rows."""
    share = truths.REDELIVERED_SHARE * len(is_customer) / max(is_customer.sum(), 1)
    return np.flatnonzero(is_customer & (rng.random(len(is_customer)) < share))


def redelivered(table: pa.Table, rows: Array, text: str, synced: str, again_at: Array) -> pa.Table:
    """The table with `rows` delivered once more at `again_at`; their first delivery still had a card number in it."""
    index = pa.array(rows)
    earlier = table.take(index)
    body = pc.binary_join_element_wise(earlier[text], CARD_SENTENCE, " ")
    earlier = earlier.set_column(table.schema.get_field_index(text), table.schema.field(text), body)
    mask = np.zeros(table.num_rows, bool)
    mask[rows] = True
    place = np.cumsum(mask) - 1
    again = times(again_at) if len(rows) else pa.array([None], pa.timestamp("us"))
    latest = pc.if_else(pa.array(mask), again.take(pa.array(place.clip(min=0))), table[synced].combine_chunks())
    table = table.set_column(table.schema.get_field_index(synced), table.schema.field(synced), latest)
    return pa.concat_tables([earlier, table]).combine_chunks()
