"""Identifying customers: what finding them costs, whom to follow up, who is worth keeping."""

from crmlib.identify.costs import identification_costs
from crmlib.identify.labels import exclusion_label, method_label, relation_label
from crmlib.identify.loyalty import loyalty_marks
from crmlib.identify.profile import customer_profile, customer_traits
from crmlib.identify.referral import referral_tree
from crmlib.identify.register import phone_digits, prospect_register
from crmlib.identify.relational import cross_subsidy, order_profit, relational_classes, transactional_split
from crmlib.identify.targeting import screen_prospects

__all__ = ["cross_subsidy", "customer_profile", "customer_traits", "exclusion_label", "identification_costs", "loyalty_marks", "method_label",
           "order_profit", "phone_digits", "prospect_register", "referral_tree", "relation_label", "relational_classes", "screen_prospects",
           "transactional_split"]
