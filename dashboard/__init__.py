"""Readers of the published build: a Streamlit page and a static report, drawn by the same charts.

What belongs here: reading the published marts, choosing rows, words, charts and layout. What does
not: any computation of a metric, a score, an interval or an index. Those are marts, so that every
reader of the build sees the same figures.
"""
