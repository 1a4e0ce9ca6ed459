"""A learner's own products and services of the demand tables."""

from functools import cache

import numpy as np

from crmlib.samples.lots import lots

MORE_ITEMS = 2


@cache
def items_of(student, load):
    """Return the items of one learner: one of each planted state of demand, and three more.

    One of the three is a second overfull item that leaves another profit: with one alone, a mean
    profit would be as good as each item's own.
    """
    truth = load("demand_truth").merge(load("demand_items")[["item_id", "profit"]], on="item_id")
    shuffled = truth.iloc[np.argsort(lots(f"{student} items", len(truth)), kind="stable")]
    one_of_each = ~shuffled["state"].duplicated()
    overfull = shuffled[shuffled["state"] == "overfull"]
    second = overfull["item_id"][overfull["profit"] != overfull["profit"].iloc[0]].iloc[0]
    more = shuffled["item_id"][~one_of_each & (shuffled["item_id"] != second)]
    return frozenset([*shuffled["item_id"][one_of_each], second, *more.head(MORE_ITEMS)])
