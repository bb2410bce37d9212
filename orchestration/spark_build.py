"""`python -m orchestration.spark_build`: the same models, built by Spark instead of DuckDB.

Lands the raw zone as external tables and runs dbt inside the process that holds the Spark session,
as dbt-spark's session method needs. Tables stay in the Spark folder (files and catalog) and can be
queried by any later session over it. Needs Java 17 and the dependency group `spark`.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from orchestration.defs.landing.contract import Contract, load_contract
from orchestration.defs.landing.discover import discover
from orchestration.defs.landing.problems import LandingError
from orchestration.defs.landing.spark import create_spark_tables
from orchestration.settings import Settings, SettingsError, load_settings

DBT_COMMAND = ("build", "--resource-type", "seed", "--resource-type", "model")


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 when everything was built, 1 when landing or a model failed."""
    options = _options(arguments)
    try:
        settings = load_settings()
        spark = open_session(options.spark_dir.resolve(), dict(options.conf))
        try:
            land_in_spark(spark, settings.raw_dir, load_contract(settings.project_dir / "models"))
            return 0 if run_dbt(settings, options.dbt or DBT_COMMAND) else 1
        finally:
            spark.stop()
    except (SettingsError, LandingError) as error:
        print(error, file=sys.stderr)
        return 1


def session_conf(spark_dir: Path) -> dict[str, str]:
    """What the models rely on (time zone, ANSI), and a catalog and files below one folder."""
    return {
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.ansi.enabled": "true",
        "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
        "spark.sql.legacy.parquet.nanosAsLong": "true",
        "spark.sql.warehouse.dir": str(spark_dir / "tables"),
        "spark.hadoop.javax.jdo.option.ConnectionURL": (
            f"jdbc:derby:;databaseName={spark_dir / 'catalog'};create=true"
        ),
        "spark.driver.extraJavaOptions": f"-Dderby.system.home={spark_dir} -Duser.timezone=UTC",
        "spark.ui.enabled": "false",
        "spark.log.level": "ERROR",
    }


def open_session(spark_dir: Path, conf: Mapping[str, str]) -> Any:
    """The Spark session that dbt will find; `conf` goes before the defaults of session_conf."""
    from pyspark.sql import SparkSession

    spark_dir.mkdir(parents=True, exist_ok=True)
    builder = SparkSession.builder.appName("empathy_warehouse").enableHiveSupport()
    for key, value in (session_conf(spark_dir) | conf).items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


def land_in_spark(spark: Any, raw_dir: Path, contract: Contract) -> None:
    """Make raw_<source>.<table> for what the raw zone holds.

    Raises LandingError with every problem at once; nothing is landed then.
    """
    discovery = discover(raw_dir, contract)
    discovery.raise_for_errors()
    create_spark_tables(spark, discovery.found, contract.sources)


def run_dbt(settings: Settings, command: Sequence[str]) -> bool:
    """Run a dbt command on the target spark in this process; True when it succeeded."""
    from dbt.cli.main import dbtRunner

    os.environ.update(settings.environment())
    target = settings.project_dir / "target" / "spark"
    result = dbtRunner().invoke(
        [
            *command,
            *("--project-dir", str(settings.project_dir)),
            *("--profiles-dir", str(settings.project_dir / "profiles")),
            *("--target", "spark"),
            *("--target-path", str(target)),
            *("--log-path", str(target)),
        ]
    )
    if result.exception:
        print(result.exception, file=sys.stderr)
    return result.success


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
        type=lambda text: text.split("=", 1),
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="Spark setting, for example spark.master=spark://host:7077; may be repeated",
    )
    parser.add_argument(
        "dbt",
        nargs="*",
        help=f"dbt command after -- (default: {' '.join(DBT_COMMAND)})",
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    raise SystemExit(main())
