"""`python -m orchestration.spark_build`: the same models, built by Spark instead of DuckDB.

Lands the raw zone as external tables and runs dbt inside the process that holds the Spark session, as dbt-spark's
session method needs. Files and catalog of the tables stay in one folder, for any later session over it. With
SPARK_REMOTE=sc://host:port the session is one of that Spark Connect server, which then owns catalog and files. Needs
Java 17 (where Spark runs) and the dependency group `spark`. Does not belong here: checks, publishing and alerts, which
stay with the DuckDB build.
"""

from __future__ import annotations

import argparse
import os
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from orchestration.defs.landing.contract import load_contract
from orchestration.defs.landing.discover import discover
from orchestration.defs.landing.problems import LandingError
from orchestration.defs.landing.spark import create_spark_tables
from orchestration.settings import Settings, SettingsError, load_settings

DBT_COMMAND = ("build", "--exclude-resource-type", "unit_test")


class DbtError(RuntimeError):
    """dbt did not build everything; it has printed why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 when everything was built, 1 when landing or a model failed."""
    options = _options(arguments)
    try:
        settings = load_settings()
        with spark_session(options.spark_dir.resolve(), dict(options.conf)) as spark:
            land_in_spark(spark, settings)
            run_dbt(settings, options.spark_dir.resolve(), options.dbt or DBT_COMMAND)
    except (SettingsError, LandingError, DbtError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def reading_conf() -> dict[str, str]:
    """What landing and the models rely on; any session may set it, on whatever cluster it runs."""
    return {
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.ansi.enabled": "true",
        "spark.sql.legacy.parquet.nanosAsLong": "true",
        "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    }


def place_conf(spark_dir: Path) -> dict[str, str]:
    """A catalog and files below one folder, and a quiet driver: for the process that owns them, at its start."""
    return {
        "spark.sql.catalogImplementation": "hive",
        "spark.sql.warehouse.dir": str(spark_dir / "tables"),
        "spark.hadoop.javax.jdo.option.ConnectionURL": (
            f"jdbc:derby:;databaseName={spark_dir / 'catalog'};create=true"
        ),
        "spark.driver.extraJavaOptions": f"-Dderby.system.home={spark_dir}",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
    }


def session_conf(spark_dir: Path, conf: Mapping[str, str], remote: str | None) -> dict[str, str]:
    """Settings of the session; `conf` goes before the defaults. A server named by `remote` has its own place."""
    place = {} if remote else place_conf(spark_dir)
    return {**reading_conf(), **place, **conf}


@contextmanager
def spark_session(spark_dir: Path, conf: Mapping[str, str]) -> Iterator[Any]:
    """The Spark session that dbt will find: of the server that SPARK_REMOTE names, else of this process."""
    from pyspark.sql import SparkSession

    spark_dir.mkdir(parents=True, exist_ok=True)
    # dbt-spark asks for the Hive catalog with each statement; a server chose its catalog when it started.
    warnings.filterwarnings("ignore", message="Failed to set spark.sql.catalogImplementation")
    builder = SparkSession.builder.appName("empathy_warehouse")
    for key, value in session_conf(spark_dir, conf, os.environ.get("SPARK_REMOTE")).items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    try:
        yield spark
    finally:
        spark.stop()


def land_in_spark(spark: Any, settings: Settings) -> None:
    """Make raw_<source>.<table> for what the raw zone holds.

    Raises LandingError with every problem at once; the relations then stay as they were.
    """
    contract = load_contract(settings.project_dir / "models")
    discovery = discover(settings.raw_dir, contract)
    discovery.raise_for_errors()
    create_spark_tables(spark, discovery.found, contract.sources)


def run_dbt(settings: Settings, spark_dir: Path, command: Sequence[str]) -> None:
    """Run a dbt command on the target spark in this process; its logs and artifacts go to <spark_dir>/dbt.

    Raises DbtError.
    """
    from dbt.cli.main import dbtRunner

    os.environ.update(settings.environment())
    result = dbtRunner().invoke(
        [
            *command,
            *("--project-dir", str(settings.project_dir)),
            *("--profiles-dir", str(settings.project_dir / "profiles")),
            *("--target", "spark"),
            *("--target-path", str(spark_dir / "dbt")),
            *("--log-path", str(spark_dir / "dbt")),
        ]
    )
    if not result.success:
        raise DbtError(f"dbt {' '.join(command)}: {result.exception or 'failed; see above'}")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m orchestration.spark_build",
        description="Land the raw zone of EMPATHY_RAW_DIR and build the models with Spark.",
    )
    parser.add_argument(
        "--spark-dir",
        type=Path,
        default=Path("data/spark"),
        help="folder of the Spark tables and catalog (default data/spark)",
    )
    parser.add_argument(
        "--conf",
        type=setting,
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="Spark setting, for example spark.master=spark://host:7077; may be repeated",
    )
    parser.add_argument("dbt", nargs="*", help=f"dbt command after -- (default: {' '.join(DBT_COMMAND)})")
    return parser.parse_args(arguments)


def setting(text: str) -> tuple[str, str]:
    """A command line's KEY=VALUE. Raises argparse.ArgumentTypeError."""
    key, sign, value = text.partition("=")
    if not sign:
        raise argparse.ArgumentTypeError(f"{text!r} is no KEY=VALUE")
    return key, value


if __name__ == "__main__":
    raise SystemExit(main())
