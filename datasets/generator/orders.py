"""Orders, order lines and the hold-out: purchases and refunds put together and numbered by date."""

import numpy as np
import pandas as pd

from .baskets import make_baskets
from .customers import STORE_SHARES, STORES, choose
from .refunds import make_refunds
from .seasons import DAYS, HOLDOUT_START
from .streams import stream

AT_HOME_STORE = 0.8


def make_orders(purchases, customers, products):
    """Return the tables orders, order_lines and holdout_orders."""
    lines, on_offer = make_baskets(purchases, customers, products)
    lines["total"] = lines["quantity"] * lines["cents"]
    amounts = lines.groupby("purchase")["total"].sum().to_numpy()
    refunds = make_refunds(purchases, customers, amounts)
    events = _events(purchases, refunds, customers, on_offer)
    lines = _event_lines(events, lines, products)
    events["amount"] = lines.groupby("event")["total"].sum().reindex(events.index).to_numpy() / 100
    in_sample = events["date"] < HOLDOUT_START
    lines = lines[in_sample.to_numpy()[lines["event"]]]
    return events[in_sample], _line_table(lines, events), events[~in_sample]


def _events(purchases, refunds, customers, on_offer):
    """Return purchases and refunds in the order of their dates, with ids."""
    bought = purchases.assign(purchase=np.arange(len(purchases)), kind="purchase", whole=True)
    bought["store"] = _stores(purchases, customers)
    returned = bought.iloc[refunds["purchase"]].assign(kind="refund", day=refunds["day"].to_numpy())
    returned["whole"] = refunds["whole"].to_numpy()
    events = pd.concat([bought, returned]).sort_values(["day", "kind", "customer", "purchase"], ignore_index=True)
    events["order_id"] = [f"O{number:06d}" for number in range(1, len(events) + 1)]
    events["customer_id"] = customers["customer_id"].to_numpy()[events["customer"]]
    events["date"] = DAYS[events["day"]]
    events["on_offer"] = on_offer[events["purchase"]]
    refund = events["kind"].eq("refund")
    order_of = events[~refund].set_index("purchase")["order_id"]
    events["refund_of"] = events["purchase"].map(order_of).where(refund)
    return events


def _stores(purchases, customers):
    """Return where each purchase was made: mostly the home store, for firms always wholesale."""
    random = stream("stores")
    home = customers["home_store"].to_numpy()[purchases["customer"]]
    elsewhere = choose(random, STORES, np.multiply(STORE_SHARES, [1, 1, 1, 1, 1, 1, 3]), len(purchases))
    stays = random.random(len(purchases)) < AT_HOME_STORE
    return np.where(stays | (home == "wholesale"), home, elsewhere)


def _event_lines(events, lines, products):
    """Return the lines of every event; a refund holds the lines sent back with a minus sign."""
    lines = lines.assign(line=lines.groupby("purchase").cumcount() + 1)
    found = events.reset_index(names="event")[["event", "purchase", "kind", "whole"]].merge(lines, on="purchase")
    found = found[found["whole"] | (found["line"] == 1)]
    sign = np.where(found["kind"].eq("refund"), -1, 1)
    found["quantity"], found["total"] = found["quantity"] * sign, found["total"] * sign
    found["product_id"] = products["product_id"].to_numpy()[found["product"]]
    return found.sort_values(["event", "line"], ignore_index=True)


def _line_table(lines, events):
    return pd.DataFrame(
        {
            "order_id": events["order_id"].to_numpy()[lines["event"]],
            "line": lines["line"],
            "product_id": lines["product_id"],
            "quantity": lines["quantity"],
            "unit_price": lines["cents"] / 100,
            "amount": lines["total"] / 100,
        }
    )
