"""Recommendations: which customer brought which new one, so that chains of several links grow."""

import numpy as np
import pandas as pd

from .seasons import HOLDOUT_START, START
from .streams import stream

FROM_A_REFERRED_CUSTOMER = 0.62
DAYS_BEFORE = 45
ENOUGH_REFERRED = 25


def make_referrals(customers, truth):
    """Return one row per customer found by referral in 2024 and 2025, in the order of joining."""
    random = stream("referrals")
    friends = customers[customers["found_by"].eq("referral") & customers["joined_on"].between(START, HOLDOUT_START - pd.Timedelta(days=1))]
    drawn = [draw_referrer(random, customers, truth, day - pd.Timedelta(days=DAYS_BEFORE)) for day in friends["joined_on"]]
    return pd.DataFrame({"customer_id": drawn, "friend_id": friends["customer_id"], "joined_on": friends["joined_on"]})


def draw_referrer(random, customers, truth, day):
    """Draw who recommended the firm: a person who is a customer on `day`, mostly one who buys often.

    Who came by referral refers more often than others; bargain hunters hardly ever do.
    """
    stays = ~(truth["left_on"] < day).to_numpy() & (customers["joined_on"] < day).to_numpy() & customers["kind"].eq("person").to_numpy()
    weight = np.where(stays, customers["rate"], 0.0) * np.where(customers["habit"].eq("discount_only"), 0.05, 1.0)
    referred = (customers["found_by"].eq("referral") & (customers["joined_on"] >= START)).to_numpy()
    if random.random() < FROM_A_REFERRED_CUSTOMER and (weight[referred] > 0).sum() >= ENOUGH_REFERRED:
        weight = np.where(referred, weight, 0.0)
    reached = np.cumsum(weight)
    return customers["customer_id"].iloc[int(np.searchsorted(reached, random.random() * reached[-1], side="right"))]
