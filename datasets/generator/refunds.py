"""Goods that customers send back: whole baskets or the first line, days after the purchase."""

import numpy as np
import pandas as pd

from .seasons import DAYS, day_number
from .streams import stream

PERSON_SHARE, FIRM_SHARE, WHOLE_BASKET = 0.023, 0.012, 0.6
LATE_RETURNS, FULL_RETURNS = 22, 30


def make_refunds(purchases, customers, amounts):
    """Return the refunds: the purchase, the day, and whether the whole basket went back.

    Planted: customers whose only business of 2025 is a refund of a purchase of late 2024, and
    customers who sent back their only purchase of 2025, so that their year nets to nothing.
    """
    random = stream("refunds")
    buyer = customers.iloc[purchases["customer"]]
    person, ordinary = buyer["kind"].eq("person").to_numpy(), buyer["planted"].eq("").to_numpy()
    sent_back = random.random(len(purchases)) < np.where(person, PERSON_SHARE, FIRM_SHARE)
    whole = random.random(len(purchases)) < WHOLE_BASKET
    day = purchases["day"].to_numpy() + 2 + np.floor(18 * random.random(len(purchases))).astype(int)
    year = DAYS.year.to_numpy()[purchases["day"]]
    late = _largest(ordinary & _last_in_2024(purchases, year), amounts, LATE_RETURNS)
    full = _largest(ordinary & _only_in_2025(purchases, year), amounts, FULL_RETURNS)
    planted = np.append(late, full)
    sent_back[planted] = whole[planted] = True
    day[late] = np.maximum(day[late], day_number("2025-01-02") + np.arange(len(late)))
    refunds = pd.DataFrame({"purchase": np.arange(len(purchases)), "day": day, "whole": whole})
    return refunds[sent_back & (day < len(DAYS))].reset_index(drop=True)


def _last_in_2024(purchases, year):
    """The last purchases in December 2024 of customers without a purchase in 2025."""
    bought_2025 = np.isin(purchases["customer"], purchases["customer"][year == 2025])
    december = (purchases["day"] >= day_number("2024-12-05")) & (year == 2024)
    return december & ~purchases["customer"].duplicated(keep="last") & ~bought_2025


def _only_in_2025(purchases, year):
    """The only purchases of a customer in 2025, early enough to come back within the year."""
    only = purchases["customer"].map(purchases["customer"][year == 2025].value_counts()) == 1
    return (year == 2025) & only & (purchases["day"] < day_number("2025-12-01"))


def _largest(chosen, amounts, count):
    rows = np.flatnonzero(chosen)
    return rows[np.argsort(-amounts[rows], kind="stable")[:count]]
