"""The static report: one HTML page and the Vega script beside it, readable from a folder.

It shows what the page shows for the whole company in the period that the build headlines. It loads
nothing from a network, and the same build gives the same bytes. Heavy imports happen on use,
because the pipeline imports this module long before it builds a report.
"""

from __future__ import annotations

import json
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dashboard.page import Figure, Page

SCRIPT = "vega.js"
SNIPPET = "window.vegaEmbed=vegaEmbed;"
HERO = ("index", "trend")
POLICY = "connect-src 'none'; img-src data:; font-src 'none'; object-src 'none'; form-action 'none'"

STYLE = """
body { margin: 0; background: #f7f7f5; }
main { max-width: 1240px; margin: 0 auto; padding: 26px 28px 48px; }
.grid { display: grid; gap: 14px; margin-top: 14px; }
.first { grid-template-columns: 5fr 7fr; }
.pair { grid-template-columns: 1fr 1fr; }
.stack { display: flex; flex-direction: column; gap: 14px; min-width: 0; }
.stack > :last-child { flex: 1; }
.card { background: #ffffff; border: 1px solid #dfe3e8; border-radius: 8px; padding: 18px 20px;
  min-width: 0; margin: 0; }
.hero .chart { margin-top: 10px; }
.chart { width: 100%; margin-top: 12px; }
.ew .chart.vega-embed { display: block; padding: 0; }
@media (max-width: 860px) { .first, .pair { grid-template-columns: minmax(0, 1fr); } }
@media (max-width: 640px) { main { padding: 18px 14px 32px; } .card { padding: 15px 15px; } }
@media print { body { background: #ffffff; } .card { break-inside: avoid; } }
"""

DRAW = """
for (const element of document.querySelectorAll(".chart")) {
  const spec = JSON.parse(document.getElementById(element.dataset.spec).textContent);
  vegaEmbed(element, spec, {actions: false, renderer: "svg"})
    .then(() => { element.dataset.drawn = "yes"; })
    .catch((error) => { element.textContent = "This chart could not be drawn: " + error.message; });
}
"""


def build_report(duckdb_path: Path, out_dir: Path, manifest: dict[str, Any]) -> Path:
    """Writes `out_dir`/index.html and its script from a published database; returns its path.

    Raises dashboard.data.UnreadableBuildError, naming the mart or column, when one it needs is absent.
    """
    from dashboard import data, page, views

    choices = data.choices(duckdb_path)
    out_dir.mkdir(parents=True, exist_ok=True)
    target = out_dir / "index.html"
    (out_dir / SCRIPT).write_text(_vega(out_dir), encoding="utf-8")
    if not choices.periods:
        target.write_text(_document(_nothing_measured(manifest)), encoding="utf-8")
        return target
    scope = views.default_scope(choices.periods, manifest)
    rows = page.Rows(
        index=data.index(duckdb_path, scope.grain),
        contributions=data.contributions(duckdb_path, scope.grain, scope.period),
        scorecard=data.scorecard(duckdb_path, scope.grain, scope.segment, scope.period),
        measures=data.measures(duckdb_path),
    )
    until = views.until(scope)
    weekly = partial(data.weekly_measure, duckdb_path, scope.segment, until=until)
    shown = page.assemble(rows, scope, manifest, weekly)
    target.write_text(_document(_body(shown, manifest, out_dir)), encoding="utf-8")
    return target


def _vega(out_dir: Path) -> str:
    """The Vega bundle; an earlier build's copy is used when the same version made it.

    Making the bundle takes longer than the rest of the report together.
    """
    from importlib.metadata import version

    import vl_convert

    stamp = f"// Vega bundle of vl-convert {version('vl-convert-python')}\n"
    for earlier in sorted(out_dir.parent.parent.glob(f"*/{out_dir.name}/{SCRIPT}")):
        text = earlier.read_text(encoding="utf-8")
        if text.startswith(stamp) and text.endswith(f"\n// end {stamp}"):
            return text
    return f"{stamp}{vl_convert.javascript_bundle(SNIPPET)}\n// end {stamp}"


def _nothing_measured(manifest: dict[str, Any]) -> str:
    from dashboard import panels

    told = panels.notice(
        "Nothing is measured yet",
        "The build holds no index row: no message, answer or event falls into a period.",
    )
    return f"<main>{panels.masthead(manifest)}{told}{_card(panels.checks(manifest))}</main>"


def _document(body: str) -> str:
    from dashboard import panels

    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<link rel="icon" href="data:,">\n<title>Empathy index</title>\n'
        f"{panels.style()}\n<style>{STYLE}</style>\n</head>\n"
        f'<body class="ew">\n{body}\n<script src="{SCRIPT}"></script>\n<script>{DRAW}</script>\n'
        "</body>\n</html>\n"
    )


def _card(inner: str, kind: str = "") -> str:
    return f'<section class="card {kind}">{inner}</section>'


def _figure(name: str, figure: Figure | None, with_head: bool = True) -> str:
    """A chart as a figure; where there is none, its words take its place."""
    from dashboard import panels

    if figure is None:
        return ""
    head = panels.card_head(figure.heading, figure.scope) if with_head else ""
    if figure.chart is None and not with_head:
        return ""
    if figure.chart is None:
        return f'<figure class="card">{head}{panels.no_chart(figure.words)}</figure>'
    spec = json.dumps(figure.chart.to_dict(validate=False), sort_keys=True, ensure_ascii=False)
    spec = spec.replace("<", "\\u003c")
    label = escape(figure.words)
    inner = (
        f'<div class="chart" role="img" data-spec="spec-{name}" aria-label="{label}">'
        f'</div><script type="application/json" id="spec-{name}">{spec}</script>'
    )
    if not with_head:
        return inner
    told = f"<figcaption>{panels.chart_words(figure.words)}</figcaption>"
    return f'<figure class="card">{head}{inner}{told}</figure>'


def _body(page: Page, manifest: dict[str, Any], out_dir: Path) -> str:
    from dashboard import panels

    draw = {name: _figure(name, figure) for name, figure in page.figures.items() if name not in HERO}
    bare = {name: _figure(name, page.figures[name], with_head=False) for name in HERO}
    hero = panels.hero(page.row, page.hero_line, page.scope)
    if page.is_published:
        hero += f'{bare["index"]}<p class="quiet">{escape(page.scale_words)}</p>'
        hero += panels.parts(page.row)
    if bare["trend"]:
        hero += panels.trend_head(page.scope) + bare["trend"]
    tiles = panels.answers(page.answers, page.scope)
    table = panels.scorecard_table(page.stage_card, page.scope.label)
    docs = (out_dir.parent / "data_docs" / "index.html").exists()
    link = '<p><a href="../data_docs/index.html">All data checks, in detail</a></p>' if docs else ""
    return "".join(
        [
            f"<main><header>{panels.masthead(manifest)}</header>",
            f'<div class="grid first">{_card(hero, "hero")}{tiles}</div>',
            f'<div class="grid pair"><div class="stack">{draw["dimensions"]}{draw["segments"]}'
            f"</div>{draw['change']}</div>",
            panels.section("Along the journey", panels.JOURNEY_WORDS),
            f'<div class="grid pair">{draw["stages"]}{draw.get("measure_stages", "")}</div>',
            f'<div class="grid">{draw.get("measure_weeks", "")}</div>',
            panels.section("Scorecard", panels.SCORECARD_WORDS),
            f'<div class="grid">{_card(table)}</div>',
            panels.section("Can this build be trusted?"),
            f'<div class="grid">{_card(panels.checks(manifest) + link)}</div></main>',
        ]
    )
