"""The generator of the firm's data: planted truth first, then the tables that follow from it."""

from .after_sales import make_after_sales
from .assortment import make_products, make_suppliers
from .contacts import make_contacts
from .campaigns import make_campaigns
from .customers import make_customers
from .demand import make_demand
from .dialogue import make_label_guide, make_objection_log, make_openings_trial, make_scenarios, make_utterances
from .dirty_export import make_dirty_export
from .needs import make_listening, make_needs
from .development import make_development_steps, make_wholesale_prospects
from .dirty_export import make_dirty_export
from .method_spending import make_method_spending
from .orders import make_orders
from .prospects import make_identification_methods, make_prospects
from .purchases import make_purchases
from .relationships import make_binding_trial, make_keeping_tests, make_pack_test, make_referral_test, make_winning_costs
from .referrals import make_referrals
from .visit_diary import make_visit_diary


def make_tables():
    """Return the tables of the firm by name, in the order of `datapackage.json`."""
    suppliers, products, customers = make_suppliers(), make_products(), make_customers()
    purchases, truth = make_purchases(customers)
    orders, order_lines, holdout_orders = make_orders(purchases, customers, products)
    needs_survey, choices = make_needs(customers)
    demand_items, demand_series, demand_truth = make_demand()
    referrals = make_referrals(customers, truth)
    prospects, prospect_truth = make_prospects(customers, truth, referrals, orders)
    contacts, contact_truth = make_contacts()
    utterances, utterance_labels = make_utterances()
    scenarios, scenario_nodes, scenario_choices = make_scenarios()
    campaigns, campaign_contacts, campaign_truth = make_campaigns(orders, holdout_orders, customers)
    wholesale_prospects = make_wholesale_prospects()
    return {
        "customers": customers,
        "suppliers": suppliers,
        "products": products,
        "orders": orders,
        "order_lines": order_lines,
        "holdout_orders": holdout_orders,
        "customer_truth": truth,
        "dirty_export": make_dirty_export(orders, order_lines, products),
        "needs_survey": needs_survey,
        "choices": choices,
        "demand_items": demand_items,
        "demand_series": demand_series,
        "demand_truth": demand_truth,
        "listening": make_listening(),
        "winning_costs": make_winning_costs(customers),
        "keeping_tests": make_keeping_tests(),
        "pack_test": make_pack_test(),
        "binding_trial": make_binding_trial(),
        "referral_test": make_referral_test(),
        "referrals": referrals,
        "prospects": prospects,
        "prospect_truth": prospect_truth,
        "identification_methods": make_identification_methods(prospects),
        "contacts": contacts,
        "contact_truth": contact_truth,
        "label_guide": make_label_guide(),
        "utterances": utterances,
        "utterance_labels": utterance_labels,
        "scenarios": scenarios,
        "scenario_nodes": scenario_nodes,
        "scenario_choices": scenario_choices,
        "objection_log": make_objection_log(),
        "openings_trial": make_openings_trial(),
        "campaigns": campaigns,
        "campaign_contacts": campaign_contacts,
        "campaign_truth": campaign_truth,
        "wholesale_prospects": wholesale_prospects,
        "development_steps": make_development_steps(wholesale_prospects),
        "method_spending": make_method_spending(),
        "after_sales": make_after_sales(),
        "visit_diary": make_visit_diary(),
    }
