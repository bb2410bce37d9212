"""The parts of the page that are words and tables, as HTML that both renderers use.

Every text that comes from data is escaped here and nowhere else.
"""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from dashboard import theme, words
from dashboard.views import Answer, Scope

STATUS = {
    "passed": "✓ passed",
    "warned": "▲ warned",
    "warn": "▲ warned",
    "failed": "✕ failed",
    "fail": "✕ failed",
    "error": "✕ failed",
}

JOURNEY_WORDS = (
    "Bars show the period, the line at their end the 95% interval, the diamond the period before. "
    "The tick is a measure's goal: the value from which it counts as acceptable."
)
SCORECARD_WORDS = (
    "The score places a value on the measure's fixed scale from 0 to 100. A value is shown only "
    "when enough observations stand behind it."
)


def wrap(inner: str) -> str:
    """A fragment under the style sheet's own class, so that it styles nothing else."""
    return f'<div class="ew">{inner}</div>'


def style() -> str:
    """The style sheet as an element."""
    return f"<style>{theme.STYLE}</style>"


def masthead(manifest: dict[str, Any]) -> str:
    """Name of the page, and which build it shows."""
    built = [f"Data to {_moment(manifest.get('as_of'))}"] if manifest.get("as_of") else []
    built.append(f"build {escape(str(manifest.get('build_id', 'unknown')))}")
    return f'<div class="masthead"><h1>Empathy index</h1><p class="quiet">{" · ".join(built)}</p></div>'


def _moment(value: Any) -> str:
    day = words.as_date(value)
    return f"{day.day} {words.MONTHS[day.month - 1]} {day.year}"


def notice(heading: str, *lines: str) -> str:
    """A message in place of the page."""
    said = "".join(f"<p>{_with_code(line)}</p>" for line in lines)
    return f'<div class="notice" role="alert"><h2>{escape(heading)}</h2>{said}</div>'


def _with_code(text: str) -> str:
    parts = escape(text).split("`")
    return "".join(f"<code>{p}</code>" if i % 2 else p for i, p in enumerate(parts))


def section(heading: str, text: str = "") -> str:
    """A section's heading and its one line of explanation."""
    said = f'<p class="quiet">{escape(text)}</p>' if text else ""
    return f'<div class="section"><h2>{escape(heading)}</h2>{said}</div>'


def card_head(heading: str, scope: str) -> str:
    """Heading of a chart, with the scope that its figures hold for."""
    return f'<h3>{escape(heading)}</h3><p class="scope">{escape(scope)}</p>'


def chart_words(text: str) -> str:
    """What a chart shows, in words, on demand."""
    return details("In words", f'<p class="chart-words">{escape(text)}</p>')


def no_chart(text: str) -> str:
    """The words that take the place of a chart that has nothing to draw."""
    return f'<p class="no-chart">{escape(text)}</p>'


def hero(row: dict[str, Any], line: str, scope: Scope) -> str:
    """The index of the scope, or why there is none."""
    head = f'<h2>How are we doing?</h2><p class="scope">{escape(scope.label)}</p>'
    if words.is_missing(row.get("empathy_index")):
        figure = '<div class="hero-figure unpublished"><b>Not published</b></div>'
        reason = words.reason_words(row.get("suppression_reason"))
        told = "Too little is measured here for one number that can be relied on."
        return f"{head}{figure}<p>{told}</p><p>Why: {escape(reason)}.</p>"
    tone = _tone(row.get("change"))
    figure = f'<div class="hero-figure"><b>{words.number(row["empathy_index"])}</b><span>of 100</span></div>'
    return f'{head}{figure}<p class="delta {tone}">{escape(line)}</p>'


def trend_head(scope: Scope) -> str:
    """Heading of the trend inside the index's own card."""
    return (
        f'<p class="quiet trend-head">Over time, by {escape(scope.grain)}, with the 95% interval; '
        f"{words.TIMES} is not published</p>"
    )


def parts(row: dict[str, Any]) -> str:
    """The dimension scores under the index."""
    told = [
        (words.title(name), words.number(score), "")
        if not words.is_missing(score := row.get(f"{name}_score"))
        else (words.title(name), "not measured", ' class="absent"')
        for name in words.DIMENSIONS
    ]
    shown = "".join(f"<div><dt>{n}</dt><dd{kind}>{f}</dd></div>" for n, f, kind in told)
    return f'<dl class="parts">{shown}</dl>'


def _tone(change: Any) -> str:
    mark = words.arrow(change)
    return {"▲": "gain", "▼": "loss"}.get(mark, "")


def answers(items: list[Answer], scope: Scope) -> str:
    """The answers beside the index, as tiles that each name their scope."""
    tiles = []
    for item in items:
        lines = "".join(f"<p>{escape(line)}</p>" for line in item.lines)
        tiles.append(
            f'<div class="answer"><h3 class="ask">{escape(item.ask)}</h3>'
            f'<p class="say">{escape(item.say)}</p>{lines}'
            f'<p class="scope">{escape(scope.label)}</p></div>'
        )
    return f'<div class="answers">{"".join(tiles)}</div>'


def scorecard_table(card: pd.DataFrame, caption: str) -> str:
    """The measures of one stage and segment: value, change, target, score, band, sample, owner.

    `card`: rows of `data.scorecard` of one stage. Meaning is in words and arrows; on a narrow
    screen each measure becomes a block of labelled figures.
    """
    heads = [
        ("Measure", ""),
        ("Value", "figure"),
        ("Since before", "figure"),
        ("Goal", "figure"),
        ("Score", "figure"),
        ("Band", ""),
        ("95% interval", "figure"),
        ("n", "figure"),
        ("Owner, source, rule", ""),
    ]
    head = "".join(f'<th scope="col" class="{kind}">{name}</th>' for name, kind in heads)
    body = []
    order = [*words.DIMENSIONS, *sorted(set(card["dimension"].dropna()) - set(words.DIMENSIONS))]
    for dimension in order:
        rows = card[card["dimension"] == dimension]
        if len(rows):
            body.append(
                f'<tr class="group"><th scope="colgroup" colspan="{len(heads)}">'
                f"{escape(_group_words(dimension))}</th></tr>"
            )
            body += [_measure_row(row) for row in rows.to_dict("records")]
    return (
        f'<table class="stacks"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"
    )


def _group_words(dimension: str) -> str:
    name = words.title(dimension)
    return name if dimension in words.DIMENSIONS else f"{name}, not in the index"


def _measure_row(row: dict[str, Any]) -> str:
    unit = str(row["unit"])
    name = f'<th scope="row">{escape(str(row["metric_name"]))}</th>'
    known = [row[k] for k in ("owner", "data_source") if not words.is_missing(row[k])]
    told = f"<span>{' · '.join(escape(str(v)) for v in known)}"
    if not words.is_missing(row["action_threshold"]):
        told += f"<small>{escape(str(row['action_threshold']))}</small>"
    about = f'<td class="words about" data-label="Owner, source, rule">{told}</span></td>'
    if words.is_missing(row["value"]):
        reason = words.reason_words(row["suppression_reason"])
        return (
            f'<tr>{name}<td class="words" data-label="Value" colspan="7">'
            f"<span>Not shown: {escape(reason)}</span></td>{about}</tr>"
        )
    cells = [
        ("Value", "figure", words.in_unit(row["value"], unit)),
        ("Since before", "figure", _change_cell(row, unit)),
        ("Goal", "figure", words.in_unit(row["goal"], unit)),
        ("Score", "figure", _score_cell(row["normalised_score"])),
        ("Band", "band", _band_cell(row)),
        ("95% interval", "figure", _interval_cell(row, unit)),
        ("n", "figure", words.count(row["n"])),
    ]
    shown = "".join(f'<td class="{kind}" data-label="{label}"><span>{text}</span></td>' for label, kind, text in cells)
    return f"<tr>{name}{shown}{about}</tr>"


def _change_cell(row: dict[str, Any], unit: str) -> str:
    if words.is_missing(row["change"]):
        return "no comparison"
    change = float(row["change"])
    if not words.is_duration(unit) and round(change * (100 if words.is_share(unit) else 1), 1) == 0:
        return "no change"
    meaning = words.verdict(change, row["direction"])
    tone = {"better": "gain", "worse": "loss"}.get(meaning, "")
    figure = words.change_in_unit(change, unit)
    return f'<span class="{tone}">{words.arrow(change, 12)} {figure}, {meaning}</span>'


def _score_cell(score: Any) -> str:
    if words.is_missing(score):
        return words.DASH
    width = max(0.0, min(100.0, float(score)))
    bar = f'<span class="score" aria-hidden="true"><i style="width:{width:.1f}%"></i></span>'
    return f"{words.number(score, 0)}{bar}"


def _band_cell(row: dict[str, Any]) -> str:
    said = escape(words.band_words(row["band"])) or words.DASH
    if row.get("is_low_confidence"):
        said += "<small>few answers, read with care</small>"
    if row.get("is_breached"):
        said += "<small>past its action threshold</small>"
    return said


def _interval_cell(row: dict[str, Any], unit: str) -> str:
    if words.is_missing(row["ci_low"]) or words.is_missing(row["ci_high"]):
        return words.DASH
    low, high = words.in_unit(row["ci_low"], unit), words.in_unit(row["ci_high"], unit)
    return f"{low.removesuffix('%')} to {high}" if words.is_share(unit) else f"{low} to {high}"


def plain_table(rows: list[list[str]], heads: list[str], caption: str, numbers: tuple[int, ...] = ()) -> str:
    """A table of text; `numbers` are the columns set to the right."""
    layout = "plain" if len(heads) < 3 else "plain lines"  # three columns of text do not fit a phone
    kinds = ["figure" if place in numbers else "" for place in range(len(heads))]
    head = "".join(f'<th scope="col" class="{k}">{escape(h)}</th>' for h, k in zip(heads, kinds, strict=True))
    body = "".join(
        "<tr>" + "".join(f'<td class="{k}">{escape(cell)}</td>' for cell, k in zip(row, kinds, strict=True)) + "</tr>"
        for row in rows
    )
    return (
        f'<table class="{layout}"><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def details(summary: str, inner: str) -> str:
    """Something that opens on demand."""
    return f"<details><summary>{escape(summary)}</summary>{inner}</details>"


def checks(manifest: dict[str, Any]) -> str:
    """Whether the build can be trusted: checks, rows set aside, tables not delivered."""
    state = manifest.get("checks") or {}
    held = manifest.get("quarantine") or {}
    absent = manifest.get("absent_tables") or []
    total = sum(int(n) for n in held.values())
    facts = [
        ("Checks passed", words.count(state.get("passed"))),
        ("Checks warned", words.count(state.get("warned"))),
        ("Checks failed", words.count(state.get("failed"))),
        ("Rows set aside", words.count(total)),
        ("Tables not delivered", words.count(len(absent))),
    ]
    shown = "".join(f"<div><dt>{name}</dt><dd>{figure}</dd></div>" for name, figure in facts)
    parts = [f'<dl class="facts">{shown}</dl>']
    results = state.get("results") or []
    bad = [r for r in results if str(r.get("status")) not in {"passed", "pass", "success"}]
    if bad:
        rows = [
            [
                STATUS.get(str(r.get("status")), str(r.get("status"))),
                str(r.get("name", "")),
                str(r.get("message") or ""),
            ]
            for r in bad
        ]
        parts.append(plain_table(rows, ["Status", "Check", "What it found"], "Checks that did not pass"))
    if held:
        rows = [[str(t), words.count(n)] for t, n in sorted(held.items()) if int(n)]
        told = "Each is kept in the schema quarantine of the private build file, with its reason."
        if rows:
            parts.append(details("Rows set aside, by table", plain_table(rows, ["Table", "Rows"], told, (1,))))
    if absent:
        rows = [[str(t)] for t in sorted(absent)]
        told = "Figures that need them are missing, not zero."
        parts.append(details("Tables not delivered", plain_table(rows, ["Table"], told)))
    marts = manifest.get("row_counts") or {}
    if marts:
        rows = [[str(m), words.count(n)] for m, n in sorted(marts.items())]
        parts.append(details("Rows in each mart", plain_table(rows, ["Mart", "Rows"], "As published", (1,))))
    parts.append(f'<p class="quiet" style="margin-top:14px">{_origin(manifest)}</p>')
    return "".join(parts)


def _origin(manifest: dict[str, Any]) -> str:
    told = [f"Build {manifest.get('build_id', 'unknown')}"]
    if manifest.get("built_at"):
        told.append(f"built {str(manifest['built_at'])[:19].replace('T', ' ')} UTC")
    if manifest.get("as_of"):
        told.append(f"data to {str(manifest['as_of'])[:19].replace('T', ' ')} UTC")
    if manifest.get("git_commit"):
        told.append(f"code {str(manifest['git_commit'])[:10]}")
    return escape(" · ".join(told))
