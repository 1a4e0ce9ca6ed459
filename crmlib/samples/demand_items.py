"""A learner's own products and services of the demand tables."""

from functools import cache

import numpy as np

from crmlib.samples.lots import lots

MORE_ITEMS = 3


@cache
def items_of(student, load):
    """Return the items of one learner: one of each planted state of demand, and three more."""
    truth = load("demand_truth")
    shuffled = truth.iloc[np.argsort(lots(f"{student} items", len(truth)), kind="stable")]
    one_of_each = ~shuffled["state"].duplicated()
    return frozenset([*shuffled["item_id"][one_of_each], *shuffled["item_id"][~one_of_each].head(MORE_ITEMS)])
