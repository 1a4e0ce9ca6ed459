"""A learner's own 300 customers, and with them their orders."""

import itertools
from functools import cache

import numpy as np

from crmlib.samples.lots import lots
from crmlib.samples.telling_customers import telling_customers

CUSTOMERS = 300
SALES_OF_YEAR = 2025
_CUTS = (0.65, 0.85)
_SHARE_FROM_CUT = 0.0005
_YUAN_BETWEEN_NEIGHBOURS = 1.0


@cache
def customers_of(student, load):
    """Return the customers of one learner: one drawn from each of 300 equal bands of sales.

    The draw is repeated until no customer stands so near to a cut of the ABC analysis that rounding
    could decide the class, and until it holds somebody of each kind of `telling_customers`.
    """
    customers, amounts = (_sales(load)[column].to_numpy() for column in ("customer_id", "amount"))
    band = np.arange(len(amounts)) * CUSTOMERS // len(amounts)
    first_of_band = np.searchsorted(band, np.arange(CUSTOMERS))
    for attempt in itertools.count():
        drawn = np.lexsort((lots(f"{student} {attempt}", len(amounts)), band))[first_of_band]
        members = frozenset(customers[drawn])
        if _clear_of_cuts(amounts[drawn]) and all(members & kind for kind in telling_customers(load)):
            return members


def orders_of(student, load):
    """Return the orders of a learner's customers."""
    orders = load("orders")
    return orders["order_id"][orders["customer_id"].isin(customers_of(student, load))]


@cache
def _sales(load):
    """Return the net sales (yuan) of the customers with an order in the year, largest first.

    Among customers whose sales net to the same, those who bought (and sent back) more come first.
    """
    orders = load("orders")
    year = orders[orders["date"].dt.year == SALES_OF_YEAR]
    bought = year["amount"].clip(lower=0)
    sales = year.assign(bought=bought).groupby("customer_id")[["amount", "bought"]].sum().round(2).reset_index()
    return sales.sort_values(["amount", "bought", "customer_id"], ascending=[False, False, True], ignore_index=True)


def _clear_of_cuts(amounts):
    """Tell whether no cumulative share is near a cut and no near-equal customers face each other there.

    `amounts` are yuan, largest first.
    """
    cumulative = np.cumsum(amounts.clip(min=0)) / amounts.clip(min=0).sum()
    crossing = np.searchsorted(cumulative, _CUTS)
    steps = amounts[crossing] - amounts[crossing + 1]
    distances = np.abs(cumulative[:, None] - _CUTS).min(axis=0)
    return bool((distances > _SHARE_FROM_CUT).all() and (steps >= _YUAN_BETWEEN_NEIGHBOURS).all())
