"""The generator of the firm's data: planted truth first, then the tables that follow from it."""

from .after_sales import make_after_sales
from .assortment import make_products, make_suppliers
from .contacts import make_contacts
from .customers import make_customers
from .development import make_development_steps, make_wholesale_prospects
from .dirty_export import make_dirty_export
from .method_spending import make_method_spending
from .orders import make_orders
from .prospects import make_identification_methods, make_prospects
from .purchases import make_purchases
from .referrals import make_referrals
from .visit_diary import make_visit_diary


def make_tables():
    """Return the tables of the firm by name, in the order of `datapackage.json`."""
    suppliers, products, customers = make_suppliers(), make_products(), make_customers()
    purchases, truth = make_purchases(customers)
    orders, order_lines, holdout_orders = make_orders(purchases, customers, products)
    referrals = make_referrals(customers, truth)
    prospects, prospect_truth = make_prospects(customers, truth, referrals, orders)
    contacts, contact_truth = make_contacts()
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
        "referrals": referrals,
        "prospects": prospects,
        "prospect_truth": prospect_truth,
        "identification_methods": make_identification_methods(prospects),
        "contacts": contacts,
        "contact_truth": contact_truth,
        "wholesale_prospects": wholesale_prospects,
        "development_steps": make_development_steps(wholesale_prospects),
        "method_spending": make_method_spending(),
        "after_sales": make_after_sales(),
        "visit_diary": make_visit_diary(),
    }
