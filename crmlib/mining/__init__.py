"""Data mining for customer development: product pairs, customer matching, and who answers because of a letter."""

from crmlib.mining.baskets import basket_pairs
from crmlib.mining.matching import customer_matching, hit_rate, popular_products
from crmlib.mining.response import gains_table
from crmlib.mining.rules import association_rules
from crmlib.mining.uplift import mailing_curve, uplift_table

__all__ = ["association_rules", "basket_pairs", "customer_matching", "gains_table", "hit_rate", "mailing_curve", "popular_products", "uplift_table"]
