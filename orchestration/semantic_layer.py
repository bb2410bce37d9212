"""Renders models/marts/journeys/_metrics__semantics.yml, MetricFlow's definitions, from the metric catalogue.

Run as `python -m orchestration.semantic_layer`; `--check` compares only.

Belongs here: how a row of the catalogue becomes a metric of the semantic layer. Does not belong here: any definition,
which all come from seeds/scoring.

Each metric is the ratio of two sums of fct_metric_components. Both sums pick the rows of their metric in the
expression, not in a filter, so that any number of metrics is one scan of the mart. Medians are not additive and stay
in fct_metric_values and latency_distribution.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

PROJECT_DIR = Path(__file__).resolve().parent.parent
CATALOGUE = PROJECT_DIR / "seeds" / "scoring" / "metric_catalogue.csv"
PAGE = PROJECT_DIR / "models" / "marts" / "journeys" / "_metrics__semantics.yml"
HEADER = "# Generated from seeds/scoring/metric_catalogue.csv by `make docs`. Do not edit.\n"
MODEL = "fct_metric_components"
ENTITY = "cell"
RATIO_ESTIMATORS = {"proportion", "net_promoter", "mean"}
"""Estimators whose value is a sum over a sum."""

KEY = ["metric_id", "journey_stage", "segment", "observed_on"]

Row = dict[str, str]


def catalogue_in_force(path: Path) -> list[Row]:
    """Rows of the catalogue that have no end, in the order of the file. Raises OSError when the seed is missing."""
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if not row["valid_to"]]


def is_additive(metric: Row) -> bool:
    """True where numerators and denominators of parts add up to those of the whole."""
    return metric["estimator"] in RATIO_ESTIMATORS


def _column(name: str, data_type: str, description: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "data_type": data_type, "description": description, **more}


def columns() -> list[dict[str, Any]]:
    """The contract of the mart and, on the same columns, the dimensions of the semantic model."""
    required = {"constraints": [{"type": "not_null"}]}
    categorical = {"dimension": {"type": "categorical"}}
    return [
        _column("metric_id", "string", "Metric, key of dim_metrics", **required),
        _column("journey_stage", "string", "Journey stage of the customer when observed", **categorical, **required),
        _column("segment", "string", "Audience segment of the customer", **categorical, **required),
        _column("numerator", "decimal(28, 6)", "Sum of the numerator, before the multiplier of the metric"),
        _column("denominator", "decimal(28, 6)", "Sum of the denominator"),
        _column("n", "bigint", "Observations"),
        _column(
            "observed_on",
            "date",
            "Day of the observation, UTC",
            granularity="day",
            dimension={"type": "time"},
            **required,
        ),
    ]


def ratio(metric: Row) -> list[dict[str, Any]]:
    """One metric and its two sums; the multiplier that puts it into its unit goes with the numerator."""
    metric_id = metric["metric_id"]
    multiplier = float(metric["value_multiplier"])
    factor = "" if multiplier == 1 else f"{multiplier:g} * "
    sums = [
        {
            "name": f"{metric_id}_{part}",
            "type": "simple",
            "agg": "sum",
            "expr": f"case when metric_id = '{metric_id}' then {expression} end",
            "label": f"{metric['metric_name']}, {part}",
            "description": metric[part],
        }
        for part, expression in (("numerator", f"{factor}numerator"), ("denominator", "denominator"))
    ]
    whole = {
        "name": metric_id,
        "type": "ratio",
        "numerator": f"{metric_id}_numerator",
        "denominator": f"{metric_id}_denominator",
        "label": metric["metric_name"],
        "description": metric["definition"],
        "config": {"meta": {name: metric[name] for name in ("dimension", "direction", "unit", "owner", "minimum_n")}},
    }
    return [whole, *sums]


def page(catalogue: Path) -> str:
    """The whole file as YAML, from the catalogue."""
    model = {
        "name": MODEL,
        "description": (
            "What every additive metric is made of, by day: sums of numerators and denominators, which may be added "
            "over any days, stages and segments and divided last. MetricFlow answers from it. Nothing is hidden: small "
            "cells are for adding up, fct_metric_values says what may be shown."
        ),
        "semantic_model": {"name": "metric_components"},
        "primary_entity": ENTITY,
        "agg_time_dimension": "observed_on",
        "data_tests": [{"unique_combination": {"arguments": {"columns": KEY}}}],
        "columns": columns(),
        "metrics": [part for metric in catalogue_in_force(catalogue) if is_additive(metric) for part in ratio(metric)],
    }
    document = {"version": 2, "models": [model]}
    return HEADER + yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=120)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the file, or with --check compare it; 1 when it is out of date."""
    parser = argparse.ArgumentParser(prog="python -m orchestration.semantic_layer", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail when the file is out of date")
    is_check = parser.parse_args(arguments).check
    text = page(CATALOGUE)
    name = PAGE.relative_to(PROJECT_DIR)
    if not is_check:
        PAGE.write_text(text, encoding="utf-8")
        print(f"{name}: written")
        return 0
    if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text:
        print(f"{name}: up to date")
        return 0
    print(f"{name} is out of date: run `python -m orchestration.semantic_layer`", file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
