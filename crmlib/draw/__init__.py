"""Figures: one function each, from a result to an Axes, with alt text."""

from crmlib.draw.btyd import forecast_comparison, p_alive_map
from crmlib.draw.clv import customers_over_time, event_account, value_over_time
from crmlib.draw.curves import profit_curve
from crmlib.draw.figure import alt_text, as_html, png
from crmlib.draw.identify import method_costs, referral_chain, screens, subsidy_bars
from crmlib.draw.pareto import class_bars, margin_and_turnover, pareto
from crmlib.draw.pipeline import development_funnel, method_yields, outcome_rates
from crmlib.draw.quadrant import quadrant
from crmlib.draw.rfm import segment_bars, segment_map

__all__ = ["development_funnel", "method_yields", "outcome_rates",
           "method_costs", "referral_chain", "screens", "subsidy_bars",
           "alt_text", "as_html", "class_bars", "customers_over_time", "event_account", "forecast_comparison", "margin_and_turnover", "pareto",
           "p_alive_map", "png", "profit_curve", "quadrant", "segment_bars", "segment_map", "value_over_time"]
