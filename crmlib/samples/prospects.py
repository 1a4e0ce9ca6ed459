"""A learner's own prospects."""

import itertools
from functools import cache

import numpy as np

from crmlib.samples.lots import lots

PROSPECTS = 750
CUSTOMERS_PER_METHOD, KEPT_PER_METHOD = 3, 1


@cache
def prospects_of(student, load):
    """Return the ids of a learner's prospects; the draw is repeated until every method has enough customers."""
    prospects = load("prospects")
    method = prospects["method"].astype("category").cat.codes.to_numpy()
    for attempt in itertools.count():
        drawn = np.argsort(lots(f"{student} prospects {attempt}", len(prospects)))[:PROSPECTS]
        bought, kept = (np.bincount(method[drawn], weights=prospects[column].to_numpy()[drawn]) for column in ("bought", "kept"))
        if bought.min() >= CUSTOMERS_PER_METHOD and kept.min() >= KEPT_PER_METHOD:
            return frozenset(prospects["prospect_id"].to_numpy()[drawn])
