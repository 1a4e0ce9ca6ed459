"""A learner's own customers of the letters: 110 who got one and 110 who did not."""

import itertools
from functools import cache

import pandas as pd

from crmlib.samples.customers import customers_of
from crmlib.samples.lots import lots

OF_EACH_GROUP = 110


@cache
def letters_of(student, load):
    """Return the row labels of one learner's customers of the letters, drawn from their 300.

    The draw is repeated until a typical mistake gives another answer than the right one (`_tells_mistakes`).
    """
    contacts = _latest_buyers_first(load)
    own = contacts[contacts["customer_id"].isin(customers_of(student, load))]
    for attempt in itertools.count():
        drawn = pd.Series(lots(f"{student} letters {attempt}", len(own)), index=own.index)
        mine = own[drawn.groupby(own["group"]).rank(method="first") <= OF_EACH_GROUP]
        if _tells_mistakes(mine):
            return mine.index.sort_values()


@cache
def _latest_buyers_first(load):
    """Return the customers of the letters; those who bought most recently before them come first."""
    orders = pd.concat([load("orders"), load("holdout_orders")])
    last = orders[orders["kind"] == "purchase"].groupby("customer_id")["date"].max()
    return load("campaign_contacts").join(last, on="customer_id").sort_values(["date", "customer_id"], ascending=[False, True])


def _tells_mistakes(mine):
    """Tell whether these customers show what the letter, the goods sold after it and the ranking change."""
    treated, control = (mine[mine["group"] == group] for group in ("treated", "control"))
    response, without = treated["responded"].mean(), control["responded"].mean()
    cost_of_goods = (mine["amount"] - mine["gross_profit"]).groupby(mine["group"]).mean()
    gain = treated["responded"].head(len(treated) // 2).sum() / treated["responded"].sum()
    return bool(
        abs(response - without) > 0.004
        and abs(response / without - 1 - response) > 0.002
        and abs(cost_of_goods["treated"] - cost_of_goods["control"]) > 0.05
        and abs(gain - 0.5) > 0.01)
