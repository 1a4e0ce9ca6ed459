"""The generator of the firm's data: planted truth first, then the tables that follow from it."""

from .assortment import make_products, make_suppliers
from .campaigns import make_campaigns
from .customers import make_customers
from .dirty_export import make_dirty_export
from .orders import make_orders
from .purchases import make_purchases


def make_tables():
    """Return the tables of the firm by name, in the order of `datapackage.json`."""
    suppliers, products, customers = make_suppliers(), make_products(), make_customers()
    purchases, truth = make_purchases(customers)
    orders, order_lines, holdout_orders = make_orders(purchases, customers, products)
    campaigns, campaign_contacts, campaign_truth = make_campaigns(orders, holdout_orders, customers)
    return {
        "customers": customers,
        "suppliers": suppliers,
        "products": products,
        "orders": orders,
        "order_lines": order_lines,
        "holdout_orders": holdout_orders,
        "customer_truth": truth,
        "dirty_export": make_dirty_export(orders, order_lines, products),
        "campaigns": campaigns,
        "campaign_contacts": campaign_contacts,
        "campaign_truth": campaign_truth,
    }
