"""From lines to orders, and from orders to customers."""

import numpy as np
import pandas as pd
from pandas.api.types import is_datetime64_any_dtype, is_numeric_dtype

from crmlib.language import CourseError
from crmlib.language import gettext as _
from crmlib.transactions.cells import first_few
from crmlib.transactions.columns import require_columns
from crmlib.transactions.dates import as_day


def fold_orders(lines):
    """Fold the lines of each order into one row; a refund line lowers its order's amount.

    Parameters
    ----------
    lines : pandas.DataFrame
        Order lines with ``order_id``, ``customer_id``, ``date`` and ``amount`` (yuan, negative for
        a refund): what :func:`read_transactions` returns, or the course's own tables.

    Returns
    -------
    pandas.DataFrame
        One row per order, in the sequence of the log: ``order_id``, ``customer_id``, ``date`` (of
        the order's first line), ``amount`` (yuan, net), ``lines`` (count) and ``kind``: "purchase"
        above 0, "refund" below 0, "zero" when nothing is left to pay (taken back in full, or a
        gift). The audit of the log is kept.

    Raises
    ------
    CourseError
        If a column is missing, a cell is empty, or an order has several customers.

    Examples
    --------
    >>> lines = pd.DataFrame({"order_id": ["1", "1", "2"], "customer_id": ["Li", "Li", "Wang"],
    ...                       "date": pd.to_datetime(["2025-03-04"] * 3), "amount": [30.0, -10.0, -5.0]})
    >>> fold_orders(lines)[["order_id", "amount", "lines", "kind"]]
      order_id  amount  lines      kind
    0        1    20.0      2  purchase
    1        2    -5.0      1    refund
    """
    _require_usable(lines, ["order_id", "customer_id", "date", "amount"])
    lines = lines.assign(cents=_cents(lines["amount"]), customer=pd.factorize(lines["customer_id"])[0])
    groups = lines.groupby("order_id", sort=False, observed=True)
    shared = groups["customer"].min() != groups["customer"].max()
    if shared.any():
        raise CourseError(_("Column 'order_id': these orders have more than one customer: {orders} ({count} in all). Give each order its own id.")
                          .format(orders=first_few(shared.index[shared]), count=int(shared.sum())))
    orders = groups.agg(customer_id=("customer_id", "first"), date=("date", "min"), cents=("cents", "sum"), lines=("cents", "size")).reset_index()
    orders.insert(3, "amount", orders["cents"] / 100)
    orders["kind"] = np.array(["refund", "zero", "purchase"], dtype=object)[np.sign(orders.pop("cents")).astype(int) + 1]
    orders.attrs.update(lines.attrs)
    return orders


def customer_totals(log, first=None, last=None):
    """Add up each customer's net sales.

    Parameters
    ----------
    log : pandas.DataFrame
        Lines or orders with ``customer_id``, ``date`` and ``amount`` (yuan, negative for a refund).
    first, last : str or date, optional
        The first and the last day that count. Customers without a line between them are left out.

    Returns
    -------
    pandas.Series
        ``sales`` (yuan, net, whole cents), indexed by ``customer_id``. The audit is kept.

    Raises
    ------
    CourseError
        If a column is missing, a cell is empty, or no line lies between the days.

    Examples
    --------
    >>> log = pd.DataFrame({"customer_id": ["Li", "Li", "Wang"], "amount": [30.0, -10.0, 5.0],
    ...                     "date": pd.to_datetime(["2025-03-04", "2025-03-09", "2025-04-01"])})
    >>> customer_totals(log, last="2025-03-31")
    customer_id
    Li    20.0
    Name: sales, dtype: float64
    """
    _require_usable(log, ["customer_id", "date", "amount"])
    day = log["date"].dt.normalize()
    inside = np.full(len(log), True)
    if first is not None:
        inside &= day >= as_day(first, "first")
    if last is not None:
        inside &= day <= as_day(last, "last")
    if not inside.any():
        raise CourseError(_("Column 'date': no line lies between first={first} and last={last}. The log runs from {start:%Y-%m-%d} to {end:%Y-%m-%d}.")
                          .format(first=first, last=last, start=day.min(), end=day.max()))
    cents = _cents(log["amount"])[inside].groupby(log["customer_id"][inside], observed=True).sum()
    sales = (cents / 100).rename("sales")
    sales.attrs.update(log.attrs)
    return sales


def _cents(amounts):
    """Whole cents, so that sums are exact whatever the sequence of the lines."""
    return (amounts * 100).round() + 0.0


def _require_usable(table, names):
    require_columns(table, names)
    if not is_datetime64_any_dtype(table["date"].dtype):
        raise CourseError(_("Column 'date' does not hold dates. Convert it first: table[\"date\"] = pd.to_datetime(table[\"date\"])."))
    if not is_numeric_dtype(table["amount"].dtype):
        raise CourseError(_("Column 'amount' does not hold numbers. Convert it first, or read the log with crm.read_transactions(...)."))
    for name in names:
        empty = table.index[table[name].isna()]
        if len(empty):
            raise CourseError(_("Column '{column}' has empty cells. Rows: {count} (numbers {rows}). Fill them in, or leave the rows out first.")
                              .format(column=name, count=len(empty), rows=first_few(empty)))
