"""`python -m tests.python.spark_run <spark dir>`: the Spark build in a process of its own, whose end ends the JVM.

Builds as a user does, then writes the staging views as files too, for readers without Spark.
"""

from __future__ import annotations

import sys
from pathlib import Path

from orchestration.settings import load_settings
from orchestration.spark_build import land_in_spark, run_dbt, spark_session

BUILD_WITHOUT_TESTS = ("build", "--resource-type", "seed", "--resource-type", "model")
# Small data on two cores: starting and planning cost more than the rows.
CONF = {
    "spark.master": "local[2]",
    "spark.driver.memory": "2g",
    "spark.sql.shuffle.partitions": "2",
}


def main(spark_dir: Path) -> None:
    settings = load_settings()
    with spark_session(spark_dir, CONF) as spark:
        land_in_spark(spark, settings)
        run_dbt(settings, spark_dir, BUILD_WITHOUT_TESTS)
        for view in spark.sql("show views in staging").collect():
            rows = spark.table(f"staging.{view.viewName}").coalesce(1)
            rows.write.parquet(str(spark_dir / "tables" / "staging.db" / view.viewName))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
