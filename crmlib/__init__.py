"""CRM methods, figures and widgets for the courseware. Use it as ``import crmlib as crm``."""

from importlib import import_module

from crmlib.language import CourseError, current_language, use_language

_HOME = {
    "data": ["describe", "load", "load_supermarket", "table_file"],
    "identify": ["cross_subsidy", "customer_profile", "customer_traits", "exclusion_label", "identification_costs", "loyalty_marks", "method_label",
                 "order_profit", "phone_digits", "prospect_register", "referral_tree", "relation_label", "relational_classes",
                 "screen_prospects", "transactional_split"],
    "pipeline": ["channel_label", "development_funnel", "development_method_label", "funnel_gain", "lever_label",
                 "method_yield", "outcome_rates", "plan_backwards", "pull_lever", "qualify", "step_label"],
    "transactions": ["audit", "customer_totals", "fold_orders", "read_transactions"],
    "pareto": ["abc_analysis", "abc_summary", "gross_profit", "service_cost"],
    "rfm": ["RFM_SEGMENTS", "check_segments", "rfm_ranges", "rfm_score", "rfm_segment", "rfm_summary", "rfm_table", "segment_action", "segment_label"],
    "btyd": ["btyd_summary"],
    "btyd.bg_nbd": ["BGNBD"],
    "btyd.gamma_gamma": ["GammaGamma"],
    "btyd.value": ["btyd_clv"],
    "btyd.forecast": ["compare_forecasts"],
    "discounting": ["discount_factors"],
    "dwyer": ["clv_elasticity", "clv_sensitivity", "migration_clv", "retention_clv"],
    "events": ["customer_event_clv"],
    "curves": ["compare_profit_curves", "fit_profit_curve"],
    "quadrant": ["quadrant_label", "quadrant_moves", "quadrant_policy", "quadrant_summary", "value_quadrant"],
    "quizzes": ["quiz"],
    "tries": ["try_it"],
    "predictions": ["predict", "progress", "reveal"],
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}
_SUBPACKAGES = ("draw", "explore")

__all__ = ["CourseError", "current_language", "use_language", *_MODULE_OF, *_SUBPACKAGES]


def __getattr__(name):
    if name in _SUBPACKAGES:
        return import_module(f"crmlib.{name}")
    if name in _MODULE_OF:
        return getattr(import_module(f"crmlib.{_MODULE_OF[name]}"), name)
    raise AttributeError(f"module 'crmlib' has no attribute {name!r}")


def __dir__():
    return sorted(__all__)
