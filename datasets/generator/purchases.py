"""When customers buy, leave and return: buying until they leave (buy till you die)."""

import numpy as np
import pandas as pd

from .seasons import DAYS, HOLDOUT_START, YEAR, buying_curves, day_number, days_from
from .streams import stream

LONGEST_LIFE = 10_000
RETURN_CHANCE_PER_RATE = 0.045
RETURN_GAP = (120, 300)


def make_purchases(customers):
    """Return the purchases (row number of the customer, day number) and the planted truth."""
    random = stream("orders")
    possible = _possible_purchases(random, customers)
    lives = _lives(random, customers)
    purchases, left, returned = _live(possible, lives, customers)
    return purchases, _truth(customers, left, returned)


def _possible_purchases(random, customers):
    """Return every purchase that customers would make if they never left, in order."""
    first = np.flatnonzero(customers["joined_day"] >= 0)
    rows, days = [first], [customers["joined_day"].to_numpy()[first]]
    for habit, curve in buying_curves().items():
        members = np.flatnonzero(customers["habit"] == habit)
        counts = random.poisson(customers["rate"].to_numpy()[members] * curve.sum() / YEAR)
        rows.append(np.repeat(members, counts))
        days.append(days_from(curve, random.random(counts.sum())))
    possible = pd.DataFrame({"customer": np.concatenate(rows), "day": np.concatenate(days)})
    joined, silent = (customers[column].to_numpy()[possible["customer"]] for column in ("joined_day", "silent_from"))
    possible = possible[(possible["day"] >= joined) & (possible["day"] < silent)]
    return possible.sort_values(["customer", "day"], kind="stable", ignore_index=True)


def _lives(random, customers):
    """Draw how many purchases each customer makes before leaving, and the gap until a return."""
    leaving = customers["leaving"].to_numpy().clip(1e-9, 0.9)
    purchases = 1 + np.floor(np.log(1 - random.random(len(customers))) / np.log(1 - leaving))
    comes_back = random.random(len(customers)) < (RETURN_CHANCE_PER_RATE * customers["rate"]).clip(upper=0.5)
    shortest, longest = RETURN_GAP
    gap = np.floor(shortest + (longest - shortest) * random.random(len(customers))).astype(int)
    person = customers["kind"].eq("person")
    return purchases.clip(max=LONGEST_LIFE).astype(int), np.where(comes_back & person, gap, len(DAYS))


def _live(possible, lives, customers):
    """Keep the purchases before leaving and after returning; return them with both days."""
    allowed, gap = lives
    customer, number = possible["customer"], possible.groupby("customer").cumcount() + 1
    last = number.to_numpy() == allowed[customer]
    left = pd.Series(possible["day"].to_numpy()[last], index=customer[last]).reindex(customers.index)
    comes_back_on = (left + gap).fillna(len(DAYS)).to_numpy()[customer]
    alive, back = number.to_numpy() <= allowed[customer], possible["day"].to_numpy() >= comes_back_on
    returned = possible[~alive & back].groupby("customer")["day"].min().reindex(customers.index)
    silent = customers["silent_from"] < len(DAYS)
    left = left.mask(silent, possible.groupby("customer")["day"].max())
    return possible[alive | back].reset_index(drop=True), left, returned


def _truth(customers, left, returned):
    behaviour = customers["habit"].map({"person": "regular", "firm": "wholesale", "discount_only": "discount_only"})
    gone = left < day_number(HOLDOUT_START)
    behaviour = behaviour.mask(behaviour.eq("regular") & gone, "lapsed")
    behaviour = behaviour.mask(behaviour.isin(["regular", "lapsed"]) & returned.notna(), "returning")
    behaviour = behaviour.mask(customers["planted"].ne(""), customers["planted"])
    return pd.DataFrame(
        {
            "customer_id": customers["customer_id"],
            "behaviour": behaviour,
            "purchase_rate": customers["rate"],
            "left_on": _dates(left),
            "returned_on": _dates(returned),
        }
    )


def _dates(days):
    return DAYS[0] + pd.to_timedelta(days, unit="D")
