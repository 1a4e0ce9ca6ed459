"""A learner's own prospects."""

import itertools
from functools import cache

import numpy as np

from crmlib.identify.targeting import screen_prospects
from crmlib.samples.lots import lots

PROSPECTS = 750
CUSTOMERS_PER_METHOD, KEPT_PER_METHOD = 3, 1
YUAN_PER_FOLLOW_UP, YUAN_PER_CUSTOMER = 20, 276


@cache
def prospects_of(student, load):
    """Return the ids of a learner's prospects.

    The draw is repeated until every method has enough customers, every question about the prospects has one
    answer, and no typical mistake gives it.
    """
    prospects = load("prospects")
    for attempt in itertools.count():
        drawn = prospects.iloc[np.argsort(lots(f"{student} prospects {attempt}", len(prospects)))[:PROSPECTS]]
        if _methods_tell(drawn) and _screens_tell(drawn):
            return frozenset(drawn["prospect_id"])


def _methods_tell(prospects):
    """Tell whether every method has enough customers, and the dearest one (per customer who stayed) lost somebody.

    Where nobody is lost, a customer and a customer who stayed cost the same.
    """
    sums = prospects.groupby("method")[["cost", "bought", "kept"]].sum()
    if sums["bought"].min() < CUSTOMERS_PER_METHOD or sums["kept"].min() < KEPT_PER_METHOD:
        return False
    dearest = sums.loc[(sums["cost"] / sums["kept"]).idxmax()]
    return bool(dearest["kept"] < dearest["bought"])


def _screens_tell(prospects):
    """Tell whether one cut on need and means pays most, one is most accurate, and access counted too would change cut and profit."""
    need_and_means = prospects["need"] + prospects["means"]
    right, with_access = (screen_prospects(score, prospects["bought"], YUAN_PER_FOLLOW_UP, YUAN_PER_CUSTOMER)
                          for score in (need_and_means, need_and_means + prospects["access"]))
    if any((right[column] == right[column].max()).sum() > 1 for column in ("profit", "accuracy")):
        return False
    return bool(right["profit"].idxmax() != with_access["profit"].idxmax() and right["profit"].max() != with_access["profit"].max())
