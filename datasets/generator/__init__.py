"""The generator of the firm's data: planted truth first, then the tables that follow from it."""

from .assortment import make_products, make_suppliers
from .customers import make_customers
from .dialogue import make_label_guide, make_objection_log, make_openings_trial, make_scenarios, make_utterances
from .dirty_export import make_dirty_export
from .orders import make_orders
from .purchases import make_purchases


def make_tables():
    """Return the tables of the firm by name, in the order of `datapackage.json`."""
    suppliers, products, customers = make_suppliers(), make_products(), make_customers()
    purchases, truth = make_purchases(customers)
    orders, order_lines, holdout_orders = make_orders(purchases, customers, products)
    utterances, utterance_labels = make_utterances()
    scenarios, scenario_nodes, scenario_choices = make_scenarios()
    return {
        "customers": customers,
        "suppliers": suppliers,
        "products": products,
        "orders": orders,
        "order_lines": order_lines,
        "holdout_orders": holdout_orders,
        "customer_truth": truth,
        "dirty_export": make_dirty_export(orders, order_lines, products),
        "label_guide": make_label_guide(),
        "utterances": utterances,
        "utterance_labels": utterance_labels,
        "scenarios": scenarios,
        "scenario_nodes": scenario_nodes,
        "scenario_choices": scenario_choices,
        "objection_log": make_objection_log(),
        "openings_trial": make_openings_trial(),
    }
