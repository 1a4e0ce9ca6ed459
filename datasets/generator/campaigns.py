"""Two letters that were sent by lot, and what each customer would have done with and without one."""

import numpy as np
import pandas as pd

from .customers import choose
from .streams import stream

AS_OF = pd.Timestamp("2026-06-30")
COST_PER_CONTACT, COUPON, MARGIN = 6.00, 10.00, 0.478
TYPES = ["sure_thing", "persuadable", "sleeping_dog", "lost_cause"]
SHARES = {
    "recent_regular": [0.44, 0.05, 0.20, 0.31],
    "recent_other": [0.24, 0.12, 0.05, 0.59],
    "fading_regular": [0.10, 0.34, 0.01, 0.55],
    "fading_other": [0.07, 0.22, 0.01, 0.70],
    "gone": [0.02, 0.04, 0.01, 0.93],
}
TYPICAL_ORDER, SMALLEST_ORDER = 110.0, 30.0


def make_campaigns(orders, holdout_orders, customers):
    """Return the campaigns, the customers contacted or left out by lot, and the planted types."""
    random = stream("campaign_contacts")
    persons = _persons(orders, holdout_orders, customers)
    size = len(persons)
    persons["campaign_id"] = np.where(random.random(size) < 0.5, "K1", "K2")
    persons["group"] = np.where(random.random(size) < 0.5, "treated", "control")
    persons["type"] = _types(random, persons["situation"])
    treated = persons["group"].eq("treated")
    persons["responded"] = persons["type"].eq("sure_thing") | persons["type"].eq("persuadable") & treated | persons["type"].eq("sleeping_dog") & ~treated
    full = np.maximum(SMALLEST_ORDER, TYPICAL_ORDER * np.exp(0.5 * random.standard_normal(size))).round(2)
    off = COUPON * treated
    persons["amount"] = np.where(persons["responded"], full - off, 0.0)
    persons["gross_profit"] = np.where(persons["responded"], (MARGIN * full - off).round(2), 0.0)
    persons = persons.sort_values(["campaign_id", "customer_id"], ignore_index=True)
    return _campaigns(), persons, persons[["campaign_id", "customer_id", "type"]]


def _campaigns():
    return pd.DataFrame({
        "campaign_id": ["K1", "K2"],
        "what": "miss_you_letter",
        "sent_on": pd.to_datetime(["2026-07-06", "2026-08-10"]),
        "counted_until": pd.to_datetime(["2026-08-04", "2026-09-08"]),
        "cost_per_contact": COST_PER_CONTACT,
        "coupon": COUPON,
    })


def _persons(orders, holdout_orders, customers):
    """Return the persons who have bought, with their situation at the end of June 2026."""
    purchases = pd.concat([orders, holdout_orders], ignore_index=True)
    purchases = purchases[purchases["kind"].eq("purchase") & purchases["date"].le(AS_OF)]
    groups = purchases.groupby("customer_id")
    found = pd.DataFrame({"days": (AS_OF - groups["date"].max()).dt.days, "orders": groups.size()}).reset_index()
    found = found[found["customer_id"].isin(customers["customer_id"][customers["kind"].eq("person")])]
    regular = found["orders"].ge(5)
    recent, gone = found["days"].le(45), found["days"].gt(240)
    found["situation"] = np.select(
        [gone, recent & regular, recent, regular], ["gone", "recent_regular", "recent_other", "fading_regular"], "fading_other"
    )
    return found.sort_values("customer_id", ignore_index=True)


def _types(random, situations):
    types = pd.Series("", index=situations.index)
    for situation, shares in SHARES.items():
        here = situations.eq(situation)
        types[here] = choose(random, TYPES, shares, int(here.sum()))
    return types
