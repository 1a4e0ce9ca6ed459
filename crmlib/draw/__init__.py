"""Figures: one function each, from a result to an Axes, with alt text."""

from crmlib.draw.figure import alt_text, as_html, png
from crmlib.draw.pareto import class_bars, margin_and_turnover, pareto

__all__ = ["alt_text", "as_html", "class_bars", "margin_and_turnover", "pareto", "png"]
