"""CRM methods, figures and widgets for the courseware. Use it as ``import crmlib as crm``."""

from importlib import import_module

from crmlib.language import CourseError, current_language, use_language

_HOME = {
    "data": ["describe", "labels", "load", "load_supermarket", "table_file"],
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
    "wilson": ["wilson_interval"],
    "dwyer": ["clv_elasticity", "clv_sensitivity", "migration_clv", "repurchase_rates", "retention_clv"],
    "events": ["customer_event_clv"],
    "curves": ["compare_profit_curves", "fit_profit_curve"],
    "potential": ["category_potential", "current_and_potential"],
    "quadrant": ["quadrant_label", "quadrant_moves", "quadrant_policy", "quadrant_summary", "value_quadrant"],
    "needs": ["DEMAND_STATES", "NEEDS", "customer_orientation", "demand_label", "demand_state", "demand_states", "demand_task", "listening_summary",
              "need_label", "need_structure", "orientation_label"],
    "dialogue.texts": ["in_language", "label_guide"],
    "dialogue.scenario": ["conversations", "play", "scenario"],
    "dialogue.agreement": ["agreement"],
    "dialogue.words": ["held_out_labels", "split_words", "text_classifier"],
    "dialogue.rates": ["standardised_rates", "success_rates"],
    "mining": ["association_rules", "basket_pairs", "customer_matching", "gains_table", "hit_rate", "mailing_curve", "popular_products", "uplift_table"],
    "quizzes": ["quiz"],
    "relationships": ["keep_or_win", "lost_shopper", "relationship_stages", "stage_label", "stage_transitions", "top_fifth"],
    "sortings": ["sort_cards"],
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
