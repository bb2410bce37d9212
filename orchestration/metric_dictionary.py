"""Renders docs/metric-dictionary.md from the scoring seeds.

Run as `python -m orchestration.metric_dictionary`; `--check` compares only.

Belongs here: the layout of that page. Does not belong here: any definition, which all come from seeds/scoring.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Sequence
from pathlib import Path

PROJECT_DIR = Path(__file__).resolve().parent.parent
SCORING = PROJECT_DIR / "seeds" / "scoring"
PAGE = PROJECT_DIR / "docs" / "metric-dictionary.md"

DIMENSIONS = {
    "experience": "Experience: what customers say",
    "behaviour": "Behaviour: friction seen in what customers do",
    "business": "Business: what is gained or lost",
    "qualitative": "Qualitative: open text and rated tone",
    "diagnostic": "Diagnostic: why the others move; outside the index",
}
ESTIMATORS = {
    "proportion": "Wilson interval of a proportion",
    "net_promoter": "variance of promoters and detractors; Student's t below the sample size `t_interval_below_n`",
    "mean": "Student's t interval with customers as clusters",
    "median": "binomial order statistics; 75th, 90th and 95th percentiles in latency_distribution",
    "kaplan_meier_median": "Kaplan-Meier with Greenwood's variance: what has not happened yet counts as longer",
}
UNITS = {
    "share": "share, 0 to 1",
    "points": "points, -100 to 100",
    "score": "score, 0 to 100",
    "contacts": "contacts",
    "seconds": "seconds",
    "currency": "euros",
}

Row = dict[str, str]


def rows_in_force(path: Path) -> list[Row]:
    """Rows of a dated seed that have no end, in the order of the file. Raises OSError when the seed is missing."""
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if not row["valid_to"]]


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines of a Markdown table; a bar inside a cell is escaped."""
    lines = [header, ["---"] * len(header), *rows]
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines]


def scope(row: Row) -> str:
    """The stages and segments that a goalpost or band is for, in words."""
    named = [f"{name.replace('_', ' ')} {row[name]}" for name in ("journey_stage", "segment") if row[name] != "all"]
    return " and ".join(named) or "everywhere"


def action_of(band: Row, is_lower_better: bool) -> str:
    """The number behind the action threshold of a metric."""
    parts = []
    if band["act_below"]:
        parts.append(f"{'above' if is_lower_better else 'below'} {band['act_below']}")
    if band["act_on_drop"]:
        side = "rise" if is_lower_better else "drop"
        parts.append(f"on a {side} of {band['act_on_drop']} or more from one {band['drop_period_grain']} to the next")
    return ", or ".join(parts)


def metric_section(metric: Row, goalposts: Sequence[Row], bands: Sequence[Row]) -> list[str]:
    """One metric: its definition, then its facts, then what is good and when to act."""
    is_lower_better = metric["direction"] == "lower_is_better"
    side, other = ("up to", "above") if is_lower_better else ("from", "below")
    facts = [
        ("Numerator", metric["numerator"]),
        ("Denominator", metric["denominator"]),
        ("Unit", f"{UNITS[metric['unit']]}; {'lower' if is_lower_better else 'higher'} is better"),
        ("Interval", ESTIMATORS[metric["estimator"]]),
        ("Shown from", f"{metric['minimum_n']} observations"),
        ("Weight in the index", "yes" if metric["is_in_index"] == "true" else "no"),
        (
            "Kind",
            ", ".join(
                filter(
                    None,
                    [
                        metric["indicator_type"],
                        metric["stream_position"],
                        metric["empathy_dimension"],
                    ],
                )
            ),
        ),
        ("Journey stages", metric["applicable_stages"].replace(";", ", ")),
        ("Observed in", f"`{metric['data_source']}`"),
        ("Owner", f"{metric['owner']}, reviewed {metric['cadence']}"),
        ("Action", metric["action_threshold"]),
    ]
    for post in goalposts:
        ends = f"{post['floor']} scores 0, {post['target']} scores 100, {post['scale']}"
        facts.append(
            (
                f"Score {scope(post)}",
                f"{ends} (version {post['goalpost_version']}). {post['reason']}",
            )
        )
    for band in bands:
        ends = f"acceptable {side} {band['acceptable_from']}, critical {other} {band['critical_below']}"
        facts.append(
            (
                f"Band {scope(band)}",
                f"{ends}, act {action_of(band, is_lower_better)}. {band['reason']}",
            )
        )
    return [
        f"### {metric['metric_name']} (`{metric['metric_id']}`)",
        "",
        f"{metric['definition']}.",
        "",
        *table(("", ""), facts),
        "",
    ]


def page(scoring: Path) -> str:
    """The whole page as Markdown, from a folder of scoring seeds."""
    metrics = rows_in_force(scoring / "metric_catalogue.csv")
    goalposts = rows_in_force(scoring / "goalposts.csv")
    bands = rows_in_force(scoring / "bands.csv")
    weights = rows_in_force(scoring / "index_weights.csv")
    parameters = rows_in_force(scoring / "metric_parameters.csv")
    lines = [
        "# Metric dictionary",
        "",
        "Generated from `seeds/scoring` by `python -m orchestration.metric_dictionary`.",
        "Change the seeds, not this page.",
        "",
        "## Weights of the empathy index",
        "",
        *table(
            ("Dimension", "Weight", "Metrics needed", "Metrics with weight today", "Why"),
            [
                (
                    row["dimension"],
                    row["weight"],
                    row["minimum_metrics"],
                    ", ".join(
                        f"`{metric['metric_id']}`"
                        for metric in metrics
                        if metric["dimension"] == row["dimension"] and metric["is_in_index"] == "true"
                    )
                    or "none yet",
                    row["reason"],
                )
                for row in weights
            ],
        ),
        "",
        "Within a dimension each metric counts the same. A dimension with fewer metrics than it needs is missing: the",
        "others share its weight, and the coverage says how much of the weights is present.",
        "",
    ]
    for dimension, title in DIMENSIONS.items():
        lines += [f"## {title}", ""]
        own = [metric for metric in metrics if metric["dimension"] == dimension]
        if not own:
            lines += ["No metric yet.", ""]
        for metric in own:
            identifier = metric["metric_id"]
            lines += metric_section(
                metric,
                [row for row in goalposts if row["metric_id"] == identifier],
                [row for row in bands if row["metric_id"] == identifier],
            )
    lines += [
        "## Parameters",
        "",
        "Numbers that the models read.",
        "",
        *table(
            ("Key", "Value", "Unit", "Why"),
            [(f"`{row['key']}`", row["value"], row["unit"], row["reason"]) for row in parameters],
        ),
    ]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page, or with --check compare it; 1 when it is out of date."""
    parser = argparse.ArgumentParser(prog="python -m orchestration.metric_dictionary", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail when the page is out of date")
    is_check = parser.parse_args(arguments).check
    text = page(SCORING)
    name = PAGE.relative_to(PROJECT_DIR)
    if not is_check:
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(text, encoding="utf-8")
        print(f"{name}: written")
        return 0
    if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text:
        print(f"{name}: up to date")
        return 0
    print(f"{name} is out of date: run `python -m orchestration.metric_dictionary`", file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
