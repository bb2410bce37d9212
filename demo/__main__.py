"""Command line: python -m demo --out data/raw --messages 30000 --seed 7."""

import argparse
import shutil
import time
from pathlib import Path

import pyarrow.parquet as pq

from demo.population import build_world
from demo.sources import writers


def write(out: Path, messages: int, seed: int) -> dict[str, int]:
    """Write <out>/<source>/<table>.parquet for every source and return the rows per table; replaces those folders."""
    began = time.perf_counter()
    world = build_world(messages, seed)
    rows: dict[str, int] = {}
    for source, tables in writers().items():
        folder = out / source
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name, table in tables(world).items():
            pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
            rows[f"{source}.{name}"] = table.num_rows
            print(f"{time.perf_counter() - began:6.1f} s  {source}.{name}: {table.num_rows:,} rows", flush=True)
    return rows


def main() -> None:
    """Read the command line and write the raw zone."""
    parser = argparse.ArgumentParser(prog="python -m demo", description="Write a synthetic raw zone.")
    parser.add_argument("--out", type=Path, default=Path("data/raw"), help="raw zone to write (default data/raw)")
    parser.add_argument("--messages", type=int, default=30000, help="messages over all sources, about (default 30000)")
    parser.add_argument("--seed", type=int, default=7, help="same seed, same tables (default 7)")
    arguments = parser.parse_args()
    if arguments.messages < 100:
        parser.error("--messages must be at least 100")
    write(arguments.out, arguments.messages, arguments.seed)


if __name__ == "__main__":
    main()
