"""One row per customer: first and last purchase, how often, how much."""

import numpy as np
import pandas as pd

from crmlib.per_customer.lines import read_lines

_EARLIEST, _LATEST = np.int32(np.iinfo(np.int32).min), np.int32(np.iinfo(np.int32).max)


def customer_sums(log, names, as_of, later_rows):
    """Add up a log of any kind; parameters and errors as in :func:`read_lines`.

    Returns
    -------
    sums : pandas.DataFrame
        What :func:`sums_of` returns.
    facts : dict
        What :func:`read_lines` says of the lines.
    """
    if isinstance(log, pd.DataFrame):
        lines, facts = read_lines(log, names, as_of, later_rows)
        return sums_of(lines), facts
    from crmlib.per_customer.by_engine import sums_by_engine

    return sums_by_engine(log, names, as_of, later_rows)


def sums_of(lines):
    """Add up the lines of each customer.

    A line above 0 is a purchase, one below 0 a refund: refunds lower the money, but are never
    counted as purchases.

    Parameters
    ----------
    lines : Lines

    Returns
    -------
    pandas.DataFrame
        One row for each of `lines.ids`: ``first`` and ``last`` (day of a purchase, as days since
        1970; without meaning where there is none), ``purchases`` (orders or days with a purchase),
        ``cents`` (net), ``lines``, ``refund_lines`` and ``refund_cents``.

    Examples
    --------
    >>> from crmlib.per_customer.lines import Lines
    >>> two = Lines(pd.Index(["Li", "Chen"]), np.array([0, 0, 1, 0]), np.array([3, 9, 5, 9]), np.array([500.0, 100.0, 700.0, -100.0]), None)
    >>> sums_of(two)[["first", "last", "purchases", "cents", "refund_lines"]]
          first  last  purchases  cents  refund_lines
    Li        3     9          2  500.0             1
    Chen      5     5          1  700.0             0
    """
    count = len(lines.ids)
    bought, refund = lines.cents > 0, lines.cents < 0
    returner = lines.customer[refund]
    first, last = np.full(count, _LATEST), np.full(count, _EARLIEST)
    np.minimum.at(first, lines.customer, np.where(bought, lines.day, _LATEST))
    np.maximum.at(last, lines.customer, np.where(bought, lines.day, _EARLIEST))
    return pd.DataFrame({
        "first": first,
        "last": last,
        "purchases": (_days_with_a_purchase if lines.order is None else _orders_with_a_purchase)(lines, bought),
        "cents": np.bincount(lines.customer, lines.cents, count) + 0.0,
        "lines": np.bincount(lines.customer, minlength=count),
        "refund_lines": np.bincount(returner, minlength=count),
        "refund_cents": np.bincount(returner, lines.cents[refund], count) + 0.0,
    }, index=lines.ids)


def _days_with_a_purchase(lines, bought):
    """Number each customer's days, sort the numbers, and count those that differ from the one before."""
    start = lines.day.min(initial=_LATEST)
    span = int(lines.day.max(initial=start)) - int(start) + 1
    visits = lines.customer.astype(np.int64)
    visits *= span
    visits += lines.day
    visits -= start
    visits = visits[bought]
    visits.sort()
    new = np.full(len(visits), True)
    np.not_equal(visits[1:], visits[:-1], out=new[1:])
    return np.bincount(visits[new] // span, minlength=len(lines.ids))


def _orders_with_a_purchase(lines, bought):
    """Note for each order whose it is and whether anything was bought, and count the orders of each customer."""
    orders = lines.order.max(initial=-1) + 1
    owner, counts = np.zeros(orders, dtype=np.int32), np.full(orders, False)
    owner[lines.order] = lines.customer
    counts[lines.order[bought]] = True
    return np.bincount(owner[counts], minlength=len(lines.ids))
