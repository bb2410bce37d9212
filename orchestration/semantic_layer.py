"""Renders models/marts/journeys/_metrics__semantics.yml, MetricFlow's definitions, from the metric catalogue.

Run as `python -m orchestration.semantic_layer`; `--check` compares only.

Belongs here: how a row of the catalogue becomes a metric of the semantic layer. Does not belong here: any definition,
which all come from seeds/scoring.

Each metric is the ratio of two sums of fct_metric_components. Both sums pick the rows of their metric in the
expression, not in a filter, so that any number of metrics is one scan of the mart. Medians are not additive and stay
in fct_metric_values and latency_distribution.

The form is the one with measures: of metrics written inside a model, dbt 1.12 finds each twice when it parses again
after a change (dbt-core issue 13004).
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
RATIO_ESTIMATORS = {"proportion", "net_promoter", "mean"}
"""Estimators whose value is a sum over a sum."""

Row = dict[str, str]


def catalogue_in_force(path: Path) -> list[Row]:
    """Rows of the catalogue that have no end, in the order of the file. Raises OSError when the seed is missing."""
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if not row["valid_to"]]


def is_additive(metric: Row) -> bool:
    """True where numerators and denominators of parts add up to those of the whole."""
    return metric["estimator"] in RATIO_ESTIMATORS


def measures(metric: Row) -> list[dict[str, Any]]:
    """The two sums of a metric; the multiplier that puts it into its unit goes with the numerator."""
    metric_id = metric["metric_id"]
    multiplier = float(metric["value_multiplier"])
    factor = "" if multiplier == 1 else f"{multiplier:g} * "
    return [
        {
            "name": f"{metric_id}_{part}",
            "agg": "sum",
            "expr": f"case when metric_id = '{metric_id}' then {expression} end",
            "label": f"{metric['metric_name']}, {part}",
            "description": metric[part],
        }
        for part, expression in (("numerator", f"{factor}numerator"), ("denominator", "denominator"))
    ]


def metrics(metric: Row) -> list[dict[str, Any]]:
    """The ratio, and each of its sums as a metric of its own."""
    metric_id = metric["metric_id"]
    sums = [
        {
            "name": measure["name"],
            "label": measure["label"],
            "description": measure["description"],
            "type": "simple",
            "type_params": {"measure": measure["name"]},
        }
        for measure in measures(metric)
    ]
    whole = {
        "name": metric_id,
        "label": metric["metric_name"],
        "description": metric["definition"],
        "type": "ratio",
        "type_params": {"numerator": f"{metric_id}_numerator", "denominator": f"{metric_id}_denominator"},
        "config": {"meta": {name: metric[name] for name in ("dimension", "direction", "unit", "owner", "minimum_n")}},
    }
    return [whole, *sums]


def page(catalogue: Path) -> str:
    """The whole file as YAML, from the catalogue."""
    additive = [metric for metric in catalogue_in_force(catalogue) if is_additive(metric)]
    semantic_model = {
        "name": "metric_components",
        "model": "ref('fct_metric_components')",
        "description": "Sums of numerators and denominators by day, journey stage and segment.",
        "defaults": {"agg_time_dimension": "observed_on"},
        "primary_entity": "cell",
        "dimensions": [
            {"name": "observed_on", "type": "time", "type_params": {"time_granularity": "day"}},
            {"name": "journey_stage", "type": "categorical"},
            {"name": "segment", "type": "categorical"},
        ],
        "measures": [measure for metric in additive for measure in measures(metric)],
    }
    document = {
        "version": 2,
        "semantic_models": [semantic_model],
        "metrics": [part for metric in additive for part in metrics(metric)],
    }
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
