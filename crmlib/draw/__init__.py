"""Figures: one function each, from a result to an Axes, with alt text."""

from crmlib.draw.btyd import forecast_comparison, p_alive_map
from crmlib.draw.clv import customers_over_time, event_account, value_over_time
from crmlib.draw.curves import profit_curve
from crmlib.draw.dialogue import agreement_table, conversation, opening_rates, tactic_rates
from crmlib.draw.figure import alt_text, as_html, png
from crmlib.draw.identify import method_costs, referral_chain, screens, subsidy_bars
from crmlib.draw.mining import gains_curve, mailing_curves, pairs_against_chance, uplift_bars
from crmlib.draw.needs import demand_series, listening_bars, need_bars, orientation_bars
from crmlib.draw.pareto import class_bars, margin_and_turnover, pareto
from crmlib.draw.pipeline import development_funnel, method_yields, outcome_rates
from crmlib.draw.quadrant import quadrant
from crmlib.draw.relationships import buyers_by_group, offers_by_segment, top_fifth
from crmlib.draw.rfm import segment_bars, segment_map
from crmlib.draw.stages import stage_bars, stage_transitions

__all__ = ["agreement_table", "alt_text", "as_html", "buyers_by_group", "class_bars", "conversation", "customers_over_time", "demand_series",
           "development_funnel", "event_account", "forecast_comparison", "gains_curve", "listening_bars", "mailing_curves", "margin_and_turnover",
           "method_costs", "method_yields", "need_bars", "offers_by_segment", "opening_rates", "orientation_bars", "outcome_rates", "p_alive_map",
           "pairs_against_chance", "pareto", "png", "profit_curve", "quadrant", "referral_chain", "screens", "segment_bars", "segment_map",
           "stage_bars", "stage_transitions", "subsidy_bars", "tactic_rates", "top_fifth", "uplift_bars", "value_over_time"]
