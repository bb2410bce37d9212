"""Colours, type and the style sheet that the page and the report share.

The palette is blue against orange, which the common forms of colour blindness keep apart, and no
meaning rests on it alone. Text colours hold a contrast of at least 4.5 to 1 on their ground. Fonts
are the reader's own, so nothing has to be fetched.
"""

from __future__ import annotations

from typing import Any

INK = "#1b2430"
QUIET = "#566173"
LINE = "#dfe3e8"
TRACK = "#e9edf1"
CARD = "#ffffff"
PAPER = "#f7f7f5"
ACCENT = "#1f5f99"
ACCENT_SOFT = "#a9c6e0"
GAIN = "#1f5f99"
LOSS = "#b3540b"
DIVERGING = ["#8f3f04", "#c9762b", "#ecc9a2", "#f4f3f0", "#b7d0e6", "#5b93c4", "#17508a"]
FONT = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"

VEGA_CONFIG: dict[str, Any] = {
    "background": "transparent",
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": QUIET,
        "labelFontSize": 11.5,
        "titleColor": QUIET,
        "titleFontSize": 11.5,
        "titleFontWeight": "normal",
        "titlePadding": 8,
        "gridColor": LINE,
        "domain": False,
        "ticks": False,
        "labelPadding": 6,
    },
    "legend": {
        "labelColor": QUIET,
        "labelFontSize": 11.5,
        "titleColor": QUIET,
        "titleFontSize": 11.5,
        "titleFontWeight": "normal",
    },
    "text": {"fontSize": 12.5, "color": INK},
}

STYLE = f"""
.ew {{ color: {INK}; font-family: {FONT}; font-size: 15px; line-height: 1.45;
  font-variant-numeric: tabular-nums; }}
.ew *, .ew *::before {{ box-sizing: border-box; }}
.ew h1, .ew h2, .ew h3, .ew p, .ew ul, .ew dl, .ew dd {{ margin: 0; padding: 0; }}
.ew h1 {{ font-size: 22px; font-weight: 650; letter-spacing: -0.01em; line-height: 1.2; }}
.ew h2 {{ font-size: 19px; font-weight: 650; letter-spacing: -0.01em; line-height: 1.25; }}
.ew h3 {{ font-size: 15.5px; font-weight: 650; line-height: 1.3; }}
.ew .quiet {{ color: {QUIET}; font-size: 13px; }}
.ew .scope {{ color: {QUIET}; font-size: 12.5px; margin-top: 2px; }}
.ew .masthead {{ display: flex; flex-wrap: wrap; gap: 4px 24px; align-items: baseline;
  justify-content: space-between; }}
.ew .section {{ padding: 20px 0 4px; }}
.ew .section p {{ max-width: 110ch; margin-top: 3px; }}
.ew .hero-figure {{ display: flex; flex-wrap: wrap; align-items: baseline; gap: 2px 12px;
  margin-top: 6px; }}
.ew .hero-figure b {{ font-size: 62px; line-height: 1.02; font-weight: 600;
  letter-spacing: -0.03em; }}
.ew .hero-figure span {{ color: {QUIET}; font-size: 15px; }}
.ew .hero-figure.unpublished b {{ font-size: 34px; line-height: 1.35; letter-spacing: -0.02em; }}
.ew .delta {{ font-weight: 600; }}
.ew .gain {{ color: {GAIN}; }}
.ew .loss {{ color: {LOSS}; }}
.ew .answers {{ display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 14px; }}
.ew .answer {{ background: {CARD}; border: 1px solid {LINE}; border-radius: 8px;
  padding: 14px 18px 12px; display: flex; flex-direction: column; }}
.ew .answer .scope {{ margin-top: auto; padding-top: 8px; font-size: 12px; }}
.ew .answer .ask {{ color: {QUIET}; font-size: 13px; font-weight: 400; }}
.ew .answer .say {{ font-size: 20px; font-weight: 600; letter-spacing: -0.01em; line-height: 1.25;
  margin: 2px 0 5px; }}
.ew .answer p {{ font-size: 13.5px; }}
.ew .answer p + p {{ margin-top: 3px; }}
.ew table {{ border-collapse: collapse; width: 100%; font-size: 13.5px; }}
.ew caption {{ text-align: left; color: {QUIET}; font-size: 12.5px; padding: 0 0 8px; }}
.ew th, .ew td {{ text-align: left; padding: 8px 14px 8px 0; border-top: 1px solid {LINE};
  vertical-align: top; border-left: 0; border-right: 0; border-bottom: 0; }}
.ew thead th {{ color: {QUIET}; font-size: 12.5px; font-weight: 500; border-top: 0;
  vertical-align: bottom; white-space: nowrap; }}
.ew tbody th {{ font-weight: 550; }}
.ew tbody th small {{ display: block; color: {QUIET}; font-weight: 400; font-size: 12px; }}
.ew tbody tr.group th {{ color: {QUIET}; font-weight: 500; font-size: 12.5px; padding-top: 16px; }}
.ew tbody tr.group:first-child th {{ border-top: 0; padding-top: 4px; }}
.ew .plain td {{ overflow-wrap: anywhere; }}
.ew .plain td:first-child {{ min-width: 84px; }}
.ew td.band span {{ white-space: nowrap; }}
.ew td.band small {{ white-space: normal; }}
.ew td.figure, .ew th.figure {{ text-align: right; white-space: nowrap; }}
.ew td.words {{ color: {QUIET}; }}
.ew .score {{ display: inline-block; width: 72px; height: 7px; border-radius: 2px;
  background: {TRACK}; vertical-align: middle; margin-left: 8px; overflow: hidden; }}
.ew .score i {{ display: block; height: 100%; background: {ACCENT}; }}
.ew .facts {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(130px, 1fr));
  gap: 14px 24px; }}
.ew .facts dt {{ color: {QUIET}; font-size: 12.5px; }}
.ew .facts dd {{ font-size: 19px; font-weight: 600; overflow-wrap: anywhere; }}
.ew .facts dd.small {{ font-size: 14px; font-weight: 500; padding-top: 4px; }}
.ew .notice {{ background: {CARD}; border: 1px solid {LINE}; border-radius: 8px;
  padding: 22px 24px; max-width: 72ch; }}
.ew .notice p {{ margin-top: 8px; }}
.ew code {{ background: {TRACK}; color: {INK}; border-radius: 4px; padding: 1px 6px;
  font-size: 13px; overflow-wrap: anywhere; }}
.ew details {{ margin-top: 8px; font-size: 13px; }}
.ew summary {{ cursor: pointer; color: {ACCENT}; width: fit-content; }}
.ew details table {{ margin-top: 8px; font-size: 12.5px; }}
.ew details th, .ew details td {{ padding-top: 5px; padding-bottom: 5px; }}
.ew .facts + table, .ew table + details, .ew .facts + details {{ margin-top: 20px; }}
.ew .parts {{ margin: 14px 0 12px; display: grid; grid-template-columns: repeat(4, auto); gap: 4px 18px;
  justify-content: space-between; }}
.ew .parts dt {{ color: {QUIET}; font-size: 12.5px; }}
.ew .parts dd {{ font-size: 17px; font-weight: 600; }}
.ew .parts dd.absent {{ color: {QUIET}; font-size: 13.5px; font-weight: 400; font-style: italic;
  padding-top: 3px; }}
.ew .trend-head {{ border-top: 1px solid {LINE}; padding-top: 10px; }}
.ew .no-chart {{ color: {QUIET}; font-size: 13.5px; margin-top: 12px; }}
.ew td small {{ display: block; color: {QUIET}; font-size: 12px; }}
.ew td.about {{ min-width: 210px; font-size: 12.5px; line-height: 1.35; }}
.ew .chart-words {{ color: {QUIET}; font-size: 13px; margin-top: 4px; max-width: 90ch; }}
.ew a {{ color: {ACCENT}; }}
.ew :focus-visible {{ outline: 2px solid {ACCENT}; outline-offset: 2px; }}
@media (max-width: 640px) {{
  .ew .answers {{ grid-template-columns: 1fr; gap: 10px; }}
  .ew .answer {{ padding: 12px 15px 13px; }}
  .ew .hero-figure b {{ font-size: 52px; }}
  .ew .parts {{ grid-template-columns: repeat(2, 1fr); gap: 8px 18px; }}
  .ew .facts {{ grid-template-columns: repeat(2, 1fr); }}
  .ew table.stacks thead {{ position: absolute; width: 1px; height: 1px; overflow: hidden;
    clip-path: inset(50%); }}
  .ew table.stacks, .ew table.stacks tbody, .ew table.stacks th, .ew table.stacks td,
  .ew table.stacks caption {{ display: block; width: 100%; }}
  .ew table.stacks tr {{ display: grid; gap: 6px 12px;
    grid-template-columns: minmax(0, 0.8fr) minmax(0, 1.15fr) minmax(0, 1fr);
    border-top: 1px solid {LINE}; padding: 11px 0; }}
  .ew table.stacks tr.group {{ padding: 16px 0 4px; border-top: 0; }}
  .ew table.stacks th, .ew table.stacks td {{ border: 0; padding: 0; }}
  .ew table.stacks th, .ew table.stacks td[colspan] {{ grid-column: 1 / -1; }}
  .ew table.stacks td.about {{ grid-column: span 2; min-width: 0; }}
  .ew table.stacks td[colspan] + td.about {{ grid-column: 1 / -1; }}
  .ew td.band span {{ white-space: normal; }}
  .ew .score {{ width: 36px; }}
  .ew table.lines thead {{ position: absolute; width: 1px; height: 1px; overflow: hidden;
    clip-path: inset(50%); }}
  .ew table.lines, .ew table.lines caption, .ew table.lines tbody, .ew table.lines tr,
  .ew table.lines td {{ display: block; width: 100%; }}
  .ew table.lines tr {{ border-top: 1px solid {LINE}; padding: 9px 0; }}
  .ew table.lines td {{ border: 0; padding: 1px 0; }}
  .ew table.stacks td.figure {{ text-align: left; white-space: normal; }}
  .ew table.stacks td::before {{ content: attr(data-label); display: block; color: {QUIET};
    font-size: 12px; }}
}}
"""
